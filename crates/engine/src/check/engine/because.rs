//! On which values of a resource a finding depends: those that the condition of its schema asks for.

use super::context::Found;
use crate::language::Scope;
use crate::schema::SchemaNode;
use crate::template::Node;

/// Adds to messages what made a condition hold, or not hold: ``where `Engine` is `mysql` ``.
pub(super) fn add<'a>(found: &mut [Found<'a>], scope: &Scope<'a>, node: &'a Node, condition: SchemaNode<'a>) {
    let mut named = Vec::new();
    values(scope, node, condition, DEEPEST, &mut named);
    for (finding, ..) in found {
        for (name, is) in &named {
            // What the message is about needs no second mention.
            if finding.message.contains(&format!("`{name}`")) {
                continue;
            }
            let word = if finding.message.contains(WHERE) { " and " } else { WHERE };
            finding.message.push_str(&format!("{word}`{name}` {is}"));
        }
    }
}

/// The bytes of the longest value that a message shows.
const SHOWN: usize = 80;
const WHERE: &str = " where ";
/// Conditions lie in conditions and maps in maps.
const DEEPEST: usize = 6;

/// The properties that a schema asks for, by their names: what each is, or whether it is given.
fn values<'a>(scope: &Scope<'a>, node: &'a Node, schema: SchemaNode<'a>, depth: usize, named: &mut Vec<(&'a str, String)>) {
    let (Some(depth), Some(map)) = (depth.checked_sub(1), node.as_map()) else { return };
    let mut nested = Vec::new();
    let asked = schema.properties().filter(|(_, schema)| !schema.is_never()).map(|(name, schema)| (name, Some(schema)));
    for (name, schema) in asked.chain(schema.required().map(|name| (name, None))) {
        let known = map.get(name).map(|value| scope.literal(value));
        let is = match known {
            None => "is not given".to_owned(),
            Some(None) => "is given".to_owned(),
            Some(Some(known)) => match (known.scalar(), schema.filter(|schema| schema.properties().next().is_some())) {
                (Some(text), _) if text.len() <= SHOWN && !text.contains('\n') => format!("is `{text}`"),
                (Some(_), _) => "is given".to_owned(),
                (None, None) => "is given".to_owned(),
                (None, Some(schema)) => {
                    values(scope, known, schema, depth, named);
                    nested.push(name);
                    continue;
                }
            },
        };
        if !nested.contains(&name) && !named.iter().any(|(known, _)| *known == name) {
            named.push((name, is));
        }
    }
    schema.all_of().chain(schema.schema("not")).for_each(|branch| values(scope, node, branch, depth, named));
    // Of several alternatives, those that are there made it hold.
    let known = named.len();
    schema.any_of().for_each(|branch| values(scope, node, branch, depth, named));
    let mut index = 0;
    named.retain(|(_, is)| {
        index += 1;
        index <= known || is != "is not given"
    });
}
