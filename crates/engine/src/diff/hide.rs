//! Secrets in a comparison: more people read it than a template.

use super::change::{Change, Side, StackChange};
use super::headline::Headline;
use crate::redact::{HIDDEN, Redactor, Version, is_secret_place};
use crate::template::{Content, Node, dynamic, function};

/// Takes the secrets of both sides out of all that is told.
pub(super) fn secrets(stacks: &mut [StackChange], headlines: &mut [Headline], [before, after]: [&[(String, Side)]; 2]) {
    let tells_nothing = |stack: &StackChange| stack.is_same() && stack.stored.is_empty();
    if headlines.is_empty() && stacks.iter().all(tells_nothing) {
        return;
    }
    let redactor = &redactor(before, after);
    for stack in stacks {
        for resource in &mut stack.resources {
            for change in &mut resource.changes {
                let values = [&change.before, &change.after];
                change.is_secret |=
                    is_secret_place(&resource.resource_type, &change.path) && values.into_iter().flatten().any(may_be_secret);
                hide(change, redactor);
            }
            resource.under.iter_mut().for_each(|under| redactor.circumstances(under));
        }
        let outside = stack.values.iter_mut().chain(&mut stack.others).chain(&mut stack.stored);
        outside.for_each(|change| hide(change, redactor));
        for unknown in &mut stack.unknown {
            redactor.in_place(&mut unknown.what);
            unknown.name.iter_mut().for_each(|name| redactor.in_place(name));
        }
        // They tell of circumstances as well.
        stack.notes.iter_mut().for_each(|note| redactor.circumstances(note));
    }
    for headline in headlines {
        redactor.in_place(&mut headline.message);
        redactor.in_place(&mut headline.way_out);
        headline.under.iter_mut().for_each(|under| redactor.circumstances(under));
    }
}

fn redactor(before: &[(String, Side)], after: &[(String, Side)]) -> Redactor {
    let mut redactor = Redactor::default();
    for (name, side) in after {
        // What both sides say is learned once.
        let old = named(before, name).filter(|old| old.template != side.template || old.values != side.values);
        let versions: Vec<Version<'_, '_>> = old.into_iter().chain([side]).map(Side::version).collect();
        redactor.learn_versions(&versions);
    }
    for (_, side) in before.iter().filter(|(name, _)| named(after, name).is_none()) {
        redactor.learn(&side.template, &side.values);
    }
    redactor
}

fn named<'s>(sides: &'s [(String, Side)], name: &str) -> Option<&'s Side> {
    sides.iter().find(|(known, _)| known == name).map(|(_, side)| side)
}

/// Whether a value is more than references to something, or ARNs: these are no secrets, and say which one is meant.
fn may_be_secret(node: &Node) -> bool {
    match &node.content {
        Content::Text(text) => !["arn:", dynamic::START].iter().any(|start| text.starts_with(start)),
        Content::Number(_) => true,
        Content::Null | Content::Bool(_) => false,
        Content::List(items) => items.iter().any(may_be_secret),
        Content::Map(map) => match function::call(node) {
            Some((function::REF | function::GET_ATT | function::IMPORT_VALUE, _)) => false,
            _ => map.values().any(may_be_secret),
        },
    }
}

fn hide(change: &mut Change, redactor: &Redactor) {
    let is_hidden = |node: &mut Option<Node>| {
        *node = node.as_ref().map(|node| redactor.node(node));
        node.as_ref().and_then(Node::as_str) == Some(HIDDEN)
    };
    let sides = [is_hidden(&mut change.before), is_hidden(&mut change.after)];
    change.is_secret |= sides.contains(&true);
    change.path = redactor.path(&change.path);
    change.under.iter_mut().for_each(|under| redactor.circumstances(under));
}
