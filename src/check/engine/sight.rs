//! Seeing through intrinsic functions: what a value can be when the stack is deployed.

use crate::template::{Content, Key, Map, Node, Template, function};

/// What a value can turn out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Sight<'a> {
    /// This node, as it is written.
    Literal(&'a Node),
    /// A text that an expression surely yields, at the node that yields it.
    Text(String, &'a Node),
    /// Nothing: the property is left out.
    Absent,
    /// Something that only the deployment knows.
    Unknown,
}

/// The nesting of expressions that is followed; deeper ones are taken as unknown.
const DEEPEST: usize = 8;

/// Whether a node is what it says: no function, and no reference that the deployment resolves. Most are.
pub fn is_plain(node: &Node) -> bool {
    match &node.content {
        Content::Text(text) => !text.contains("{{resolve:"),
        Content::Map(_) => function::call(node).is_none() && !has_calls(node),
        _ => true,
    }
}

/// Everything that a node can be. What can't be known is not guessed at.
pub fn look<'a>(template: &'a Template, node: &'a Node) -> Vec<Sight<'a>> {
    let mut seen = Vec::new();
    look_into(template, node, DEEPEST, &mut seen);
    seen
}

fn look_into<'a>(template: &'a Template, node: &'a Node, depth: usize, seen: &mut Vec<Sight<'a>>) {
    if depth == 0 {
        seen.push(Sight::Unknown);
        return;
    }
    let Some((name, argument)) = function::call(node) else {
        seen.push(if is_plain(node) { Sight::Literal(node) } else { Sight::Unknown });
        return;
    };
    match name {
        function::IF => match argument.as_list() {
            Some([_, then, otherwise]) => {
                look_into(template, then, depth - 1, seen);
                look_into(template, otherwise, depth - 1, seen);
            }
            _ => seen.push(Sight::Unknown),
        },
        function::REF if argument.as_str() == Some("AWS::NoValue") => seen.push(Sight::Absent),
        function::REF => allowed_values(template, argument, seen),
        function::SUB => seen.push(plain_sub(argument).map_or(Sight::Unknown, |text| Sight::Text(text, node))),
        function::FIND_IN_MAP => found_in_map(template, argument, depth, seen),
        function::SELECT => selected(template, argument, depth, seen),
        function::JOIN => seen.push(joined(argument).map_or(Sight::Unknown, |text| Sight::Text(text, node))),
        _ => seen.push(Sight::Unknown),
    }
}

/// The references that a value comes from as it is: `Ref` and `Fn::GetAtt`, also in the branches of `Fn::If`.
pub fn references(node: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    references_into(node, DEEPEST, &mut found);
    found
}

fn references_into<'a>(node: &'a Node, depth: usize, found: &mut Vec<&'a Node>) {
    match function::call(node) {
        Some((function::REF | function::GET_ATT, _)) => found.push(node),
        Some((function::IF, argument)) if depth > 0 => {
            for branch in argument.as_list().unwrap_or_default().iter().skip(1) {
                references_into(branch, depth - 1, found);
            }
        }
        _ => {}
    }
}

/// Whether a map is written by a function among its other entries (`Fn::Transform`, `Fn::ForEach::…`).
fn has_calls(node: &Node) -> bool {
    node.as_map().is_some_and(|map| map.keys().any(|key| key.as_str().starts_with("Fn::")))
}

/// A parameter is one of its allowed values; without those, it can be anything.
///
/// Where a condition or rule asks for the parameter, some of its values may never come as far as this, so nothing is known.
fn allowed_values<'a>(template: &'a Template, argument: &'a Node, seen: &mut Vec<Sight<'a>>) {
    let parameter = argument.as_str().and_then(|name| template.section("Parameters")?.get(name));
    let is_plain =
        parameter.and_then(|parameter| parameter.get("Type")).and_then(Node::as_str).is_some_and(|kind| kind == "String");
    match parameter.and_then(|parameter| parameter.get("AllowedValues")).and_then(Node::as_list) {
        Some(values) if is_plain && !values.is_empty() && !argument.as_str().is_some_and(|name| template.decides(name)) => {
            seen.extend(values.iter().map(Sight::Literal))
        }
        _ => seen.push(Sight::Unknown),
    }
}

/// The text of a `Fn::Sub` without variables.
fn plain_sub(argument: &Node) -> Option<String> {
    let text = function::sub_parts(argument).0?;
    function::sub_variables(text).is_empty().then(|| text.replace("${!", "${"))
}

fn joined(argument: &Node) -> Option<String> {
    let [delimiter, items] = argument.as_list()? else { return None };
    let texts: Option<Vec<&str>> = items.as_list()?.iter().map(Node::as_str).collect();
    Some(texts?.join(delimiter.as_str()?))
}

fn found_in_map<'a>(template: &'a Template, argument: &'a Node, depth: usize, seen: &mut Vec<Sight<'a>>) {
    let found = argument.as_list().and_then(|items| {
        let [mapping, top, second] = items else { return None };
        let row = template.section("Mappings")?.get(mapping.as_str()?)?;
        row.get(top.as_str()?)?.get(second.as_str()?)
    });
    match found {
        Some(node) => look_into(template, node, depth - 1, seen),
        None => seen.push(Sight::Unknown),
    }
}

fn selected<'a>(template: &'a Template, argument: &'a Node, depth: usize, seen: &mut Vec<Sight<'a>>) {
    let item = argument.as_list().and_then(|items| {
        let [index, list] = items else { return None };
        let index: usize = match &index.content {
            Content::Number(number) => number.as_u64()?.try_into().ok()?,
            Content::Text(text) => text.parse().ok()?,
            _ => return None,
        };
        list.as_list()?.get(index)
    });
    match item {
        Some(node) => look_into(template, node, depth - 1, seen),
        None => seen.push(Sight::Unknown),
    }
}

/// The one node that a value surely is.
pub fn literal<'a>(template: &'a Template, node: &'a Node) -> Option<&'a Node> {
    match look(template, node).as_slice() {
        [Sight::Literal(node)] => Some(node),
        _ => None,
    }
}

/// The one text that a value surely is.
pub fn text(template: &Template, node: &Node) -> Option<String> {
    match look(template, node).as_slice() {
        [Sight::Literal(node)] => node.scalar(),
        [Sight::Text(text, _)] => Some(text.clone()),
        _ => None,
    }
}

/// Whether an entry of a map may turn out to be there.
pub fn is_present(template: &Template, map: &Map, key: &str) -> bool {
    map.get(key).is_some_and(|node| look(template, node).iter().any(|sight| *sight != Sight::Absent))
}

/// The keys of a map that may be there and name something: not those of functions.
pub fn keys(map: &Map) -> impl Iterator<Item = (&Key, &Node)> {
    map.iter().filter(|(key, _)| !key.as_str().starts_with("Fn::"))
}
