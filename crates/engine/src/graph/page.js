"use strict";
// Texts of the template reach the page through `textContent` alone, never as markup.
const data = JSON.parse(document.getElementById("data").textContent);
const view = document.getElementById("view");
const svg = view.querySelector("svg");
const panel = document.getElementById("panel");
const size = { w: svg.viewBox.baseVal.width, h: svg.viewBox.baseVal.height };
const box = { x: 0, y: 0, w: size.w, h: size.h };
let chosen = null;

function draw() {
  svg.setAttribute("viewBox", [box.x, box.y, box.w, box.h].join(" "));
}

function fit() {
  Object.assign(box, { x: 0, y: 0, w: size.w, h: size.h });
  draw();
}

// Pixels of the picture for one of the screen.
function scale() {
  return Math.max(box.w / view.clientWidth, box.h / view.clientHeight) || 1;
}

// Where a point of the screen is in the picture.
function at(x, y) {
  const area = view.getBoundingClientRect();
  const s = scale();
  return {
    x: box.x + box.w / 2 + (x - area.left - area.width / 2) * s,
    y: box.y + box.h / 2 + (y - area.top - area.height / 2) * s,
  };
}

function zoom(factor, point) {
  const s = scale();
  const whole = Math.max(size.w / view.clientWidth, size.h / view.clientHeight);
  const f = Math.min(Math.max(s * factor, 0.2), Math.max(whole, 1) * 4) / s;
  const p = point || { x: box.x + box.w / 2, y: box.y + box.h / 2 };
  box.x = p.x - (p.x - box.x) * f;
  box.y = p.y - (p.y - box.y) * f;
  box.w *= f;
  box.h *= f;
  draw();
}

// The whole picture, or its upper left part where the whole could not be read.
function begin() {
  if (scale() < 5) return;
  zoom(1.3 / scale());
  const seen = { w: view.clientWidth * scale(), h: view.clientHeight * scale() };
  box.x = seen.w < size.w ? (seen.w - box.w) / 2 : (size.w - box.w) / 2;
  box.y = seen.h < size.h ? (seen.h - box.h) / 2 : (size.h - box.h) / 2;
  draw();
}

function move(x, y) {
  const s = scale();
  box.x += x * s;
  box.y += y * s;
  draw();
}

// Brings a box into sight, large enough to read.
function show(element) {
  if (scale() > 1.4) zoom(1 / scale());
  const area = element.getBBox();
  box.x = area.x + area.width / 2 - box.w / 2;
  box.y = area.y + area.height / 2 - box.h / 2;
  draw();
}

function isInSight(element) {
  const own = element.getBoundingClientRect();
  const all = view.getBoundingClientRect();
  return own.left >= all.left && own.right <= all.right && own.top >= all.top && own.bottom <= all.bottom;
}

function make(name, text, parent) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

function list(title, edges, end) {
  if (!edges.length) return;
  make("h3", title, panel);
  const items = make("ul", "", panel);
  for (const edge of edges) {
    const item = make("li", "", items);
    const link = make("button", data.nodes[edge[end]].title, item);
    link.addEventListener("click", () => choose(edge[end], true));
    item.append(" " + edge.labels.join(", "));
  }
}

function choose(id, near) {
  const node = data.nodes[id];
  const element = document.getElementById(id);
  close();
  chosen = id;
  svg.classList.add("choosing");
  element.classList.add("chosen", "near");
  const edges = Object.entries(data.edges).filter(([, edge]) => edge.from === id || edge.to === id);
  for (const [key, edge] of edges) {
    for (const near of [key, edge.from, edge.to]) document.getElementById(near).classList.add("near");
  }
  panel.hidden = false;
  make("h2", node.title, panel);
  make("div", node.type || node.subtitle, panel);
  if (node.stack) make("div", "Stack " + node.stack, panel);
  if (node.place) make("code", node.place, panel);
  const [into, out] = ["to", "from"].map((end) => edges.map(([, edge]) => edge).filter((edge) => edge[end] === id));
  list("Traffic from", into.filter((edge) => edge.flow === "traffic"), "from");
  list("Traffic to", out.filter((edge) => edge.flow === "traffic"), "to");
  list("Refers to", out.filter((edge) => edge.flow === "reference"), "to");
  list("Referred to by", into.filter((edge) => edge.flow === "reference"), "from");
  if (node.text) {
    make("h3", "In the template", panel);
    make("pre", node.text, panel).tabIndex = 0;
  }
  const button = make("button", "Close", panel);
  button.addEventListener("click", leave);
  panel.scrollTop = 0;
  element.focus({ preventScroll: true });
  if (near || !isInSight(element)) show(element);
}

function close() {
  panel.replaceChildren();
  panel.hidden = true;
  svg.classList.remove("choosing");
  for (const element of svg.querySelectorAll(".near, .chosen")) element.classList.remove("near", "chosen");
}

function leave() {
  const element = chosen && document.getElementById(chosen);
  close();
  chosen = null;
  if (element) element.focus({ preventScroll: true });
}

for (const [id, node] of Object.entries(data.nodes)) {
  const element = document.getElementById(id);
  element.setAttribute("role", "button");
  element.setAttribute("tabindex", "0");
  element.setAttribute("aria-label", [node.title, node.subtitle, node.stack && "stack " + node.stack].filter(Boolean).join(", "));
  element.addEventListener("focus", () => element.matches(":focus-visible") && !isInSight(element) && show(element));
}

let start = null;
view.addEventListener("pointerdown", (event) => {
  start = { x: event.clientX, y: event.clientY, moved: false, target: event.target.closest(".node") };
});
addEventListener("pointermove", (event) => {
  if (!start || !event.buttons) return;
  const [x, y] = [start.x - event.clientX, start.y - event.clientY];
  if (!start.moved && Math.hypot(x, y) < 4) return;
  start = { ...start, x: event.clientX, y: event.clientY, moved: true };
  view.classList.add("moving");
  move(x, y);
});
addEventListener("pointerup", () => {
  if (start && !start.moved && start.target) choose(start.target.id, false);
  view.classList.remove("moving");
  start = null;
});
view.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoom(Math.exp(Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 100) * 0.002), at(event.clientX, event.clientY));
}, { passive: false });

const keys = {
  ArrowLeft: () => move(-60, 0),
  ArrowRight: () => move(60, 0),
  ArrowUp: () => move(0, -60),
  ArrowDown: () => move(0, 60),
  "+": () => zoom(0.8),
  "=": () => zoom(0.8),
  "-": () => zoom(1.25),
  0: fit,
};
addEventListener("keydown", (event) => {
  if (event.key === "Escape") return leave();
  if (event.ctrlKey || event.metaKey || event.altKey || !view.contains(event.target)) return;
  const node = event.target.closest(".node");
  const act = node && (event.key === "Enter" || event.key === " ") ? () => choose(node.id, true) : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.getElementById("in").addEventListener("click", () => zoom(0.8));
document.getElementById("out").addEventListener("click", () => zoom(1.25));
document.getElementById("fit").addEventListener("click", fit);
document.getElementById("references").addEventListener("change", (event) => {
  svg.classList.toggle("quiet", !event.target.checked);
});
const search = document.getElementById("search");
const status = document.getElementById("status");
search.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  const found = Object.entries(data.nodes).filter(([id, node]) => {
    const fits = wanted && [node.title, node.subtitle, node.type, node.stack].some((text) => text && text.toLowerCase().includes(wanted));
    document.getElementById(id).classList.toggle("found", Boolean(fits));
    return fits;
  });
  svg.classList.toggle("searching", Boolean(wanted));
  status.textContent = wanted ? found.length + " found" : "";
});
search.addEventListener("keydown", (event) => {
  const found = svg.querySelector(".node.found");
  if (event.key === "Enter" && found) choose(found.id, true);
});
svg.removeAttribute("width");
svg.removeAttribute("height");
draw();
begin();
