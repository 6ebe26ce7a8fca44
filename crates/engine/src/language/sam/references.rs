//! References to what has another id after the transform: `Ref: Function.Alias`, `${Api.Stage}`, and layers.

use super::work::Work;
use crate::template::substitution;
use crate::template::{Content, Map, Node, function};

/// Rewrites the references of all sections.
pub(super) fn rewrite(sections: &mut Map, work: &Work<'_>) {
    if work.referable.is_empty() && work.renamed.is_empty() {
        return;
    }
    for (key, node) in sections.iter_mut().filter(|(key, _)| ["Conditions", "Outputs", "Resources"].contains(&key.as_str())) {
        visit(node, work);
        if let (Content::Map(entries), "Resources") = (&mut node.content, key.as_str()) {
            entries.values_mut().for_each(|resource| depends_on(resource, work));
        }
    }
}

fn depends_on(resource: &mut Node, work: &Work<'_>) {
    let Content::Map(entries) = &mut resource.content else { return };
    let Some(node) = entries.get_mut("DependsOn") else { return };
    match &mut node.content {
        Content::List(items) => items.iter_mut().for_each(|item| replace(item, work)),
        _ => replace(node, work),
    }
}

fn visit(node: &mut Node, work: &Work<'_>) {
    let name = function::call(node).map(|(name, _)| name.to_owned());
    match &mut node.content {
        Content::List(items) => items.iter_mut().for_each(|item| visit(item, work)),
        Content::Map(entries) => {
            for argument in entries.values_mut() {
                match name.as_deref() {
                    Some(function::REF) => replace(argument, work),
                    Some(function::GET_ATT) => attribute(argument, work),
                    Some(function::SUB) => substituted(argument, work),
                    _ => visit(argument, work),
                }
            }
        }
        _ => {}
    }
}

/// A text that is an id, or an id and a property that stands for another one.
fn replace(node: &mut Node, work: &Work<'_>) {
    if let Content::Text(text) = &mut node.content
        && let Some(made) = made(text, work)
    {
        *text = made.into();
    }
}

/// What stands for a name: `Layer` or `Function.Alias`, and what is after it.
fn made(name: &str, work: &Work<'_>) -> Option<String> {
    let (id, rest) = name.split_once('.').unwrap_or((name, ""));
    if let Some(renamed) = work.renamed.get(id) {
        return Some(if rest.is_empty() { renamed.clone() } else { format!("{renamed}.{rest}") });
    }
    let (property, attribute) = rest.split_once('.').map_or((rest, None), |(property, rest)| (property, Some(rest)));
    let made = work.referable.get(id)?.get(property)?;
    Some(match attribute {
        Some(attribute) => format!("{made}.{attribute}"),
        None => made.clone(),
    })
}

/// The argument of `Fn::GetAtt`: `[Function.Version, Version]`, or one text.
fn attribute(argument: &mut Node, work: &Work<'_>) {
    match &mut argument.content {
        Content::List(items) => {
            if let [id, rest @ ..] = items.as_mut_slice() {
                // `[Function, Version.Version]` says the same as `[Function.Version, Version]`.
                let dotted = rest.first().and_then(Node::as_str).and_then(|text| text.split_once('.'));
                let joined = id.as_str().zip(dotted).and_then(|(id, (property, attribute))| {
                    let made = made(&format!("{id}.{property}"), work).filter(|_| !work.renamed.contains_key(id))?;
                    Some((made, attribute.to_owned()))
                });
                match (joined, rest.first_mut()) {
                    (Some((made, attribute)), Some(last)) => {
                        id.content = Content::Text(made.into());
                        last.content = Content::Text(attribute.into());
                    }
                    _ => replace(id, work),
                }
                rest.iter_mut().for_each(|item| visit(item, work));
            }
        }
        Content::Text(text) => {
            // Without a further attribute, `Function.Version` is an attribute of the function itself.
            let is_property =
                text.matches('.').count() > 1 || work.renamed.contains_key(text.split('.').next().unwrap_or_default());
            if let Some(made) = made(text, work).filter(|_| is_property) {
                *text = made.into();
            }
        }
        _ => visit(argument, work),
    }
}

fn substituted(argument: &mut Node, work: &Work<'_>) {
    match &mut argument.content {
        Content::Text(text) => {
            let rewritten = in_text(text, None, work);
            *text = rewritten.into();
        }
        Content::List(items) => {
            if let [text, variables @ ..] = items.as_mut_slice() {
                let given = variables.first().and_then(Node::as_map);
                if let Content::Text(content) = &mut text.content {
                    let rewritten = in_text(content, given, work);
                    *content = rewritten.into();
                }
                variables.iter_mut().for_each(|item| visit(item, work));
            }
        }
        _ => visit(argument, work),
    }
}

/// A text with its `${…}` rewritten, except those that are given beside it.
fn in_text(text: &str, given: Option<&Map>, work: &Work<'_>) -> String {
    substitution::replaced(text, |variable| {
        let is_given = given.is_some_and(|given| given.contains_key(variable.0));
        let made = if is_given { None } else { made(variable.0, work) };
        made.map(|made| substitution::variable(&made))
    })
}
