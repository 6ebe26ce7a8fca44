//! SAM's policy templates, such as `SQSPollerPolicy: {QueueName: …}`, and the statements that it makes of them.

use super::{build, policies};
use crate::template::{Content, Node, substitution};

/// The document that SAM makes of an entry of `Policies`; nothing where that is no template of this list, or has not the parameters of one.
pub(super) fn document(entry: &Node) -> Option<Node> {
    let (name, given) = entry.as_map().filter(|map| map.len() == 1)?.iter().next()?;
    // A template without parameters is given none.
    let empty = Node::new(Content::Map(Default::default()));
    let given = if given.content == Content::Null { &empty } else { given };
    let rows = policies::rows().filter(|row| row.first() == Some(&name.as_str()));
    let statements: Vec<Node> = rows.map(|row| statement(&row, given)).collect::<Option<_>>()?;
    (!statements.is_empty()).then(|| build::map([("Statement", build::list(statements))]))
}

fn statement(row: &[&'static str], given: &Node) -> Option<Node> {
    let [_, parameters, actions, resources, condition @ ..] = row else { return None };
    let known: Vec<&str> = parameters.split_whitespace().collect();
    if !build::is_plain_map(given) || given.as_map()?.len() != known.len() {
        return None;
    }
    let resources: Option<Vec<Node>> = resources.split(' ').map(|text| filled(text, given)).collect();
    let condition = match condition {
        [operator, key, value] => {
            Some(Node::map([((*operator).to_owned(), Node::map([((*key).to_owned(), filled(value, given)?)]))]))
        }
        _ => None,
    };
    Some(build::map([
        ("Effect", Some(build::text("Allow"))),
        ("Action", Some(build::list(actions.split(' ').map(build::text)))),
        ("Resource", Some(build::list(resources?))),
        ("Condition", condition),
    ]))
}

/// A text with the parameters of a template in it.
fn filled(text: &'static str, given: &Node) -> Option<Node> {
    let variables = substitution::variables(text);
    if variables.is_empty() {
        return Some(build::text(text));
    }
    let own = variables.iter().map(|variable| variable.0).filter(|name| !name.contains(':'));
    let values: Option<Vec<(&'static str, Node)>> = own.map(|name| Some((name, given.get(name)?.clone()))).collect();
    let values = values?;
    Some(if values.is_empty() { build::sub(text) } else { build::sub_with(text, values) })
}
