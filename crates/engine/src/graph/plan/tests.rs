//! How the architecture is laid out: nothing overlaps, frames hold what is in them, and lines lead around boxes.

use crate::graph::input::InputTemplate;
use crate::graph::measure::{PADDING, SMALL, TITLE};
use crate::graph::model::Graph;
use crate::graph::placed::{Picture, Rectangle};
use crate::graph::{font, picture, svg};
use crate::template::{Template, counted, read};

fn architecture(template: &Template) -> Graph {
    Graph::architecture("", Some("eu-central-1"), &[InputTemplate { name: "stack", stack_name: None, template }])
}

#[test]
fn nothing_overlaps_in_the_architecture_of_templates() {
    let texts = [
        include_str!("../../../../../tests/templates/web.yaml"),
        include_str!("../../../../../tests/templates/network.json"),
        include_str!("../../../../../tests/templates/loops.yaml"),
        include_str!("../../../../../tests/rules/E1041.good.yaml"),
        include_str!("../../../../../tests/rules/E3680.good.yaml"),
        include_str!("../../../../../tests/rules/FW411.good.yaml"),
        include_str!("../../../../../tests/rules/FW408.good.yaml"),
    ];
    for text in texts {
        let (template, _) = read::template(text.as_bytes()).unwrap();
        let graph = architecture(&template);
        let picture = Picture::of(&graph).unwrap();
        assert!(!picture.frames.is_empty(), "{text:.200}");
        assert_eq!(problems(&graph, &picture), Vec::<String>::new(), "{text:.200}");
    }
}

#[test]
fn nothing_overlaps_in_the_architecture_of_this_repository() {
    let texts = [
        ("network", include_str!("../../../../../snapshots/prod/network.snap")),
        ("cluster", include_str!("../../../../../snapshots/prod/cluster.snap")),
        ("database", include_str!("../../../../../snapshots/prod/database.snap")),
        ("messages", include_str!("../../../../../snapshots/prod/messages.snap")),
        ("backend", include_str!("../../../../../snapshots/prod/backend.snap")),
        ("frontend", include_str!("../../../../../snapshots/prod/frontend.snap")),
        ("registry", include_str!("../../../../../snapshots/prod/registry.snap")),
    ];
    let parsed = |text: &str| read::template(format!("{{{}", text.split_once("---\n{").unwrap().1).as_bytes()).unwrap().0;
    let templates: Vec<(&str, Template)> = texts.iter().map(|(name, text)| (*name, parsed(text))).collect();
    let sources: Vec<InputTemplate<'_>> =
        templates.iter().map(|(name, template)| InputTemplate { name, stack_name: None, template }).collect();
    let graph = Graph::architecture("prod", Some("us-east-1"), &sources);
    let picture = Picture::of(&graph).unwrap();
    assert_eq!(problems(&graph, &picture), Vec::<String>::new());
    assert!(picture.area.width <= 2000.0 && picture.area.height <= 1000.0, "one screen: {:?}", picture.area);
    assert!(picture.lines.iter().all(|line| !line.points.is_empty()));
    let draw = |graph: &Graph| svg::write(std::slice::from_ref(graph), &picture::stacked(vec![Picture::of(graph).unwrap()]));
    assert_eq!(draw(&graph), draw(&Graph::architecture("prod", Some("us-east-1"), &sources)), "the same every time");
    assert!(!draw(&graph).contains("var("), "no viewer but a browser knows CSS variables");
}

/// Many functions that all use each other's tables: a picture with more lines than fit well.
#[test]
fn a_crowded_picture_is_bounded_and_says_what_is_missing() {
    let mut text = String::from("Resources:\n");
    for index in 0..20 {
        text += &format!(
            "  Table{index}: {{Type: AWS::DynamoDB::Table}}\n  Function{index}:\n    Type: AWS::Lambda::Function\n    Properties: {{Environment: {{Variables: {{"
        );
        text += &(0..6).map(|step| format!("T{step}: !Ref Table{}", (index * 7 + step * 3) % 20)).collect::<Vec<_>>().join(", ");
        text += "}}}\n";
    }
    let (template, _) = read::template(text.as_bytes()).unwrap();
    let graph = architecture(&template);
    assert_eq!(graph.edges.len(), 120);
    let picture = Picture::of(&graph).unwrap();
    assert_eq!(problems(&graph, &picture), Vec::<String>::new());
    let missing = picture.lines.iter().filter(|line| line.points.is_empty()).count();
    let told = picture.legend.iter().any(|line| line.text.starts_with(&format!("not drawn: {}", counted(missing, "line"))));
    assert_eq!(missing > 0, told, "{missing} are missing");
}

/// What overlaps, is cut, or stands outside its frame in a picture of the architecture.
fn problems(graph: &Graph, picture: &Picture) -> Vec<String> {
    let mut found = Vec::new();
    let shrunk =
        |area: Rectangle| Rectangle { x: area.x + 1.0, y: area.y + 1.0, width: area.width - 2.0, height: area.height - 2.0 };
    for (index, placed) in picture.boxes.iter().enumerate() {
        if !holds(picture.area, placed.area) {
            found.push(format!("{} leaves the picture", placed.title));
        }
        let room = placed.area.width - 2.0 * PADDING + 0.01;
        let texts = placed.lines.iter().chain([&placed.subtitle]).map(|text| font::width(text, SMALL));
        if texts.chain([font::width(&placed.title, TITLE)]).any(|width| width > room) {
            found.push(format!("{} is cut", placed.title));
        }
        for other in &picture.boxes[index + 1..] {
            if placed.area.meets(other.area) {
                found.push(format!("{} overlaps {}", placed.title, other.title));
            }
        }
        for line in &picture.lines {
            let area = shrunk(placed.area);
            let through = line.points.windows(2).any(|pair| {
                let (x, y) = (pair[0].0.min(pair[1].0), pair[0].1.min(pair[1].1));
                let (width, height) = ((pair[0].0 - pair[1].0).abs(), (pair[0].1 - pair[1].1).abs());
                x < area.x + area.width
                    && area.x < x + width.max(0.01)
                    && y < area.y + area.height
                    && area.y < y + height.max(0.01)
            });
            if through {
                found.push(format!("a line runs over {}", placed.title));
            }
            if !line.label.is_empty() && line.area.meets(placed.area) {
                found.push(format!("the label {:?} overlaps {}", line.label, placed.title));
            }
        }
    }
    for (index, line) in picture.lines.iter().enumerate().filter(|(_, line)| !line.label.is_empty()) {
        for other in picture.lines[index + 1..].iter().filter(|other| !other.label.is_empty()) {
            if line.area.meets(other.area) {
                found.push(format!("the labels {:?} and {:?} overlap", line.label, other.label));
            }
        }
    }
    found.extend(misplaced(graph, picture));
    found
}

/// Boxes and frames that are not in their frame, and frames beside each other that overlap.
fn misplaced(graph: &Graph, picture: &Picture) -> Vec<String> {
    let mut found = Vec::new();
    let areas: Vec<(usize, Rectangle)> = picture.frames.iter().map(|frame| (frame.index, frame.area)).collect();
    let area = |frame: usize| areas.iter().find(|(index, _)| *index == frame).map(|(_, area)| *area);
    for (node, placed) in graph.nodes.values().zip(&picture.boxes) {
        if node.frame.is_some_and(|frame| !area(frame).is_some_and(|area| holds(area, placed.area))) {
            found.push(format!("{} is not in its frame", placed.title));
        }
        let around = std::iter::successors(node.frame, |frame| graph.frames[*frame].parent).collect::<Vec<_>>();
        for (index, other) in &areas {
            if !around.contains(index) && other.meets(placed.area) {
                found.push(format!("{} overlaps the frame {}", placed.title, graph.frames[*index].title));
            }
        }
    }
    for (index, own) in &areas {
        let parent = graph.frames[*index].parent;
        if parent.is_some_and(|parent| !area(parent).is_some_and(|parent| holds(parent, *own))) {
            found.push(format!("the frame {} is not in its frame", graph.frames[*index].title));
        }
        for (other, beside) in areas.iter().filter(|(other, _)| other > index && graph.frames[*other].parent == parent) {
            if own.meets(*beside) {
                found.push(format!("the frames {} and {} overlap", graph.frames[*index].title, graph.frames[*other].title));
            }
        }
    }
    found
}

fn holds(outer: Rectangle, inner: Rectangle) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && inner.x + inner.width <= outer.x + outer.width + 0.01
        && inner.y + inner.height <= outer.y + outer.height + 0.01
}
