//! A graph as one HTML page that stands alone: it pans and zooms, and a click shows a resource. Nothing is loaded from elsewhere.
//!
//! Whatever a template says is text here: it is escaped in the picture, and the script puts it in as `textContent`. Besides, the
//! page's own policy lets no script run but this one, which it knows by its hash.

use std::fmt::Write as _;

use indexmap::IndexMap;
use serde::Serialize;

use super::model::Graph;
use super::placed::Picture;
use super::svg;
use crate::template::unseen::in_json;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The hash of the script, as `Content-Security-Policy` takes it. A test says what it must be after a change.
pub const SCRIPT_HASH: &str = "sha256-rchz8ShAOdOHArWS/knnr5aiy6ugTl508FJdp8WftRE=";

#[derive(Serialize)]
struct Data<'a> {
    nodes: IndexMap<String, DataNode<'a>>,
    edges: IndexMap<String, DataEdge<'a>>,
}

#[derive(Serialize)]
struct DataNode<'a> {
    title: &'a str,
    subtitle: String,
    #[serde(rename = "type", skip_serializing_if = "str::is_empty")]
    resource_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stack: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
}

#[derive(Serialize)]
struct DataEdge<'a> {
    from: String,
    to: String,
    flow: &'static str,
    labels: Vec<&'a str>,
}

/// The page of these graphs.
pub fn write(graphs: &[Graph], pictures: &[Picture]) -> String {
    let names: Vec<&str> = graphs.iter().map(|graph| graph.title.as_str()).filter(|title| !title.is_empty()).collect();
    let title = if names.is_empty() { "Stacks".to_owned() } else { format!("Stacks of {}", names.join(", ")) };
    let title = svg::escape(&title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src '{SCRIPT_HASH}'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{}{STYLE}</style>\n</head>\n<body>\n",
        svg::STYLE
    );
    let _ = write!(out, "<header>\n<h1>{title}</h1>\n{CONTROLS}</header>\n");
    out.push_str("<div id=\"view\" role=\"group\" tabindex=\"0\" aria-label=\"Picture: arrow keys move it, plus and minus zoom, 0 shows all\">\n");
    out.push_str(&svg::drawing(graphs, pictures, ""));
    out.push_str("</div>\n<aside id=\"panel\" aria-label=\"Resource\" aria-live=\"polite\" hidden></aside>\n");
    let _ = writeln!(out, "<script type=\"application/json\" id=\"data\">{}</script>", data(graphs));
    let _ = write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

const CONTROLS: &str = "\
<button id=\"out\" aria-label=\"Zoom out\">&minus;</button>
<button id=\"in\" aria-label=\"Zoom in\">+</button>
<button id=\"fit\">Show all</button>
<label><input type=\"checkbox\" id=\"references\" checked> References</label>
<label>Find <input type=\"search\" id=\"search\" size=\"18\"></label>
<span id=\"status\" role=\"status\"></span>
<span class=\"key\"><i></i>traffic, with ports</span>
<span class=\"key\"><i></i>reference, with the property</span>
";

/// What the script knows, as JSON that cannot end its element.
fn data(graphs: &[Graph]) -> String {
    let mut data = Data { nodes: IndexMap::new(), edges: IndexMap::new() };
    for (number, graph) in graphs.iter().enumerate() {
        let id = |index: usize| format!("g{number}n{index}");
        for (index, node) in graph.nodes.values().enumerate() {
            let stack = node.stack.as_deref();
            let location = node.location.as_deref();
            let (title, subtitle) = (node.title.as_str(), node.told());
            let node = DataNode { title, subtitle, resource_type: &node.resource_type, stack, location, text: &node.text };
            data.nodes.insert(id(index), node);
        }
        for (index, (edge, labels)) in graph.edges.iter().enumerate() {
            let labels = labels.iter().map(String::as_str).collect();
            let edge = DataEdge { from: id(edge.from), to: id(edge.to), flow: edge.flow.name(), labels };
            data.edges.insert(format!("g{number}e{index}"), edge);
        }
    }
    // Texts and lists always have a JSON form. Without a `<` there is no end tag and no comment in it.
    in_json(&serde_json::to_string(&data).unwrap_or_default()).replace('<', "\\u003c")
}
