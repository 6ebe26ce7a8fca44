//! A template's values as they will be, as far as parameters, mappings and conditions tell before the deployment.

use super::change::Side;
use crate::check::rules::secrets::secrecy;
use crate::template::{Content, Map, Node, function};

/// The nesting of conditions that is followed.
const DEEPEST: usize = 16;

/// A node with known parameters, mappings and conditions filled in, and without what is left out.
pub fn node(side: &Side, given: &Node) -> Node {
    value(side, given).unwrap_or_else(|| Node::new(Content::Null))
}

/// The same, or nothing where the value is left out.
pub fn value(side: &Side, given: &Node) -> Option<Node> {
    if function::is_no_value(given) {
        return None;
    }
    if let Some((name, argument)) = function::call(given) {
        return call(side, given, name, argument);
    }
    let content = match &given.content {
        Content::List(items) => Content::List(items.iter().filter_map(|item| value(side, item)).collect()),
        Content::Map(map) => {
            let entries = map.iter().filter_map(|(key, item)| Some((key.clone(), value(side, item)?)));
            Content::Map(entries.collect::<Map>())
        }
        other => other.clone(),
    };
    Some(Node { content, place: given.place, origin: given.origin })
}

fn call(side: &Side, given: &Node, name: &str, argument: &Node) -> Option<Node> {
    let same = |content: Node| Some(content.at(given.place));
    match (name, argument.as_list()) {
        (function::REF, _) => match argument.as_str().and_then(|name| known(side, name)) {
            Some(text) => same(Node::text(text)),
            None => Some(given.clone()),
        },
        (function::IF, Some([condition, then, otherwise])) => match condition.as_str().and_then(|name| holds(side, name, 0)) {
            Some(true) => value(side, then),
            Some(false) => value(side, otherwise),
            None => rebuilt(side, given),
        },
        (function::FIND_IN_MAP, Some([mapping, top, second])) => {
            let step = |item: &Node| node(side, item).scalar();
            let found = (|| side.template.section("Mappings")?.get(&*step(mapping)?)?.get(&step(top)?)?.get(&step(second)?))();
            match found {
                Some(found) => Some(found.clone()),
                None => rebuilt(side, given),
            }
        }
        (function::SUB, _) => Some(substituted(side, given, argument)),
        _ => rebuilt(side, given),
    }
}

/// The call with its arguments resolved.
fn rebuilt(side: &Side, given: &Node) -> Option<Node> {
    let (key, argument) = given.as_map()?.first()?;
    let argument = match argument.as_list() {
        // The arguments of a function keep their places, so none of them is left out.
        Some(items) => {
            Node::list(items.iter().map(|item| if function::is_no_value(item) { item.clone() } else { node(side, item) }))
        }
        None => node(side, argument),
    };
    Some(Node::map([(key.clone(), argument)]).at(given.place))
}

/// A `Fn::Sub` with the known parameters in its text.
fn substituted(side: &Side, given: &Node, argument: &Node) -> Node {
    let (Some(text), variables) = function::sub_parts(argument) else { return given.clone() };
    let mut made = text.to_owned();
    for name in function::sub_variables(text) {
        let own = variables.and_then(|map| map.get(name));
        let filled = match own {
            Some(own) => node(side, own).scalar(),
            None => known(side, name),
        };
        if let Some(filled) = filled {
            made = made.replace(&format!("${{{name}}}"), &filled);
        }
    }
    if function::sub_variables(&made).is_empty() {
        return Node::text(made.replace("${!", "${")).at(given.place);
    }
    match variables {
        Some(map) => {
            let left = map.iter().map(|(key, item)| (key.clone(), node(side, item)));
            Node::call(function::SUB, Node::list([Node::text(made), Node::map(left)])).at(given.place)
        }
        None => Node::call(function::SUB, Node::text(made)).at(given.place),
    }
}

/// The value of a parameter or pseudo parameter, where it is known and may be shown.
fn known(side: &Side, name: &str) -> Option<String> {
    let parameter = side.template.section("Parameters").and_then(|parameters| parameters.get(name));
    if parameter.is_some_and(secrecy::is_hidden) {
        return None;
    }
    let value = side.values.get(name).cloned().or_else(|| parameter?.get("Default")?.scalar())?;
    // The template has the name of such a parameter; AWS has the value.
    let kind = parameter.and_then(|parameter| parameter.get("Type")).and_then(Node::as_str).unwrap_or_default();
    Some(if kind.starts_with("AWS::SSM::Parameter::Value") { format!("{{{{resolve:ssm:{value}}}}}") } else { value })
}

/// Whether a condition holds; nothing where only the deployment knows.
pub fn holds(side: &Side, name: &str, depth: usize) -> Option<bool> {
    test(side, side.template.section("Conditions")?.get(name)?, depth)
}

fn test(side: &Side, condition: &Node, depth: usize) -> Option<bool> {
    if depth > DEEPEST {
        return None;
    }
    let (name, argument) = function::call(condition)?;
    let tests = || argument.as_list().unwrap_or_default().iter().map(|item| test(side, item, depth + 1));
    match name {
        function::CONDITION => holds(side, argument.as_str()?, depth + 1),
        "Fn::Equals" => match argument.as_list()? {
            [one, other] => Some(node(side, one).scalar()? == node(side, other).scalar()?),
            _ => None,
        },
        "Fn::Not" => tests().next()?.map(|held| !held),
        "Fn::And" if tests().any(|held| held == Some(false)) => Some(false),
        "Fn::And" => tests().collect::<Option<Vec<bool>>>().map(|all| all.into_iter().all(|held| held)),
        "Fn::Or" if tests().any(|held| held == Some(true)) => Some(true),
        "Fn::Or" => tests().collect::<Option<Vec<bool>>>().map(|all| all.into_iter().any(|held| held)),
        _ => None,
    }
}
