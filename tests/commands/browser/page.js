// What a person does with the page, by mouse and by keys. What is not as it must be is written into the document for the test.
(() => {
  const wrong = [];
  const errors = [];
  function expect(what, is) {
    if (!is) wrong.push(what);
  }
  addEventListener("error", (event) => errors.push(event.message));
  addEventListener("securitypolicyviolation", (event) => errors.push(event.violatedDirective));
  function press(target, key) {
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }
  function click(target) {
    const area = target.getBoundingClientRect();
    const at = { bubbles: true, clientX: area.x + 5, clientY: area.y + 5, buttons: 1 };
    target.dispatchEvent(new PointerEvent("pointerdown", at));
    target.dispatchEvent(new PointerEvent("pointerup", at));
  }
  function box() {
    return document.querySelector("svg.graph").getAttribute("viewBox").split(" ").map(Number);
  }
  setTimeout(() => {
    const nodes = [...document.querySelectorAll(".node")];
    const panel = document.getElementById("panel");
    const view = document.getElementById("view");
    expect("boxes", nodes.length > 1);
    for (const node of nodes) {
      expect("role of " + node.id, node.getAttribute("role") === "button" && node.tabIndex === 0);
      expect("name of " + node.id, node.getAttribute("aria-label"));
      const [, name, kind] = [...node.querySelectorAll("rect, text")];
      const [outer, first, second] = [node.querySelector("rect"), name, kind].map((part) => part.getBBox());
      for (const text of [first, second]) expect("text inside the box " + node.id, text.x + text.width <= outer.x + outer.width + 1);
    }
    const line = document.querySelector(".edge text");
    if (line) {
      const [label, text] = [line.parentNode.querySelector("rect"), line].map((part) => part.getBBox());
      expect("label of a line in its place", text.width <= label.width + 1);
    }
    for (const control of document.querySelectorAll("button, input")) {
      expect("name of a control", control.getAttribute("aria-label") || control.textContent || control.closest("label"));
    }

    click(nodes[0]);
    expect("a click shows the resource", !panel.hidden && panel.querySelector("h2").textContent === data.nodes[nodes[0].id].title);
    expect("its place", !data.nodes[nodes[0].id].place || panel.textContent.includes(data.nodes[nodes[0].id].place));
    expect("its properties", !data.nodes[nodes[0].id].text || panel.querySelector("pre").textContent === data.nodes[nodes[0].id].text);
    press(document.activeElement, "Escape");
    expect("Escape closes it", panel.hidden && document.activeElement === nodes[0]);
    nodes[1].focus();
    press(nodes[1], "Enter");
    expect("Enter shows the resource", !panel.hidden && panel.querySelector("h2").textContent === data.nodes[nodes[1].id].title);
    press(document.activeElement, "Escape");

    press(view, "0");
    const whole = box();
    press(view, "+");
    expect("plus zooms in", box()[2] < whole[2]);
    press(view, "ArrowRight");
    expect("an arrow moves it", box()[0] !== whole[0] + (whole[2] - box()[2]) / 2);
    press(view, "0");
    expect("0 shows all", box().join() === whole.join());
    view.dispatchEvent(new WheelEvent("wheel", { deltaY: -100, clientX: 600, clientY: 400, cancelable: true }));
    expect("the wheel zooms in", box()[2] < whole[2]);
    document.getElementById("fit").click();

    const search = document.getElementById("search");
    search.value = data.nodes[nodes[1].id].title;
    search.dispatchEvent(new Event("input"));
    expect("the search finds it", nodes[1].classList.contains("found"));

    expect("nothing is injected", document.title !== "injected" && !document.querySelector("img, iframe"));
    expect("nothing is loaded", performance.getEntriesByType("resource").length === 0);
    const out = document.createElement("pre");
    out.id = "tried";
    out.textContent = [...wrong, ...errors].join("; ") || "done";
    document.body.append(out);
  }, 50);
})();
