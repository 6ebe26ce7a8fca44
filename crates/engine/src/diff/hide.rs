//! Secrets in a comparison: more people read it than a template.

use super::change::{Change, Side, StackChange};
use super::headline::Headline;
use crate::redact::{HIDDEN, Redactor, is_secret_place};
use crate::template::Node;

/// What knows the secrets of both sides.
pub(super) fn redactor<'s>(sides: impl Iterator<Item = &'s Side>) -> Redactor {
    let mut redactor = Redactor::default();
    sides.for_each(|side| redactor.learn(&side.template, &side.values));
    redactor
}

/// Takes the secrets out of all that is told.
pub(super) fn secrets(stacks: &mut [StackChange], headlines: &mut [Headline], redactor: &Redactor) {
    for stack in stacks {
        for resource in &mut stack.resources {
            for change in &mut resource.changes {
                change.is_secret |= is_secret_place(&resource.resource_type, &change.path);
                hide(change, redactor);
            }
            resource.under.iter_mut().for_each(|under| redactor.in_place(under));
        }
        let outside = stack.values.iter_mut().chain(&mut stack.others).chain(&mut stack.stored);
        outside.for_each(|change| hide(change, redactor));
        stack.unknown.iter_mut().for_each(|what| redactor.in_place(what));
    }
    for headline in headlines {
        redactor.in_place(&mut headline.message);
        redactor.in_place(&mut headline.way_out);
        headline.under.iter_mut().for_each(|under| redactor.in_place(under));
    }
}

fn hide(change: &mut Change, redactor: &Redactor) {
    let is_hidden = |node: &mut Option<Node>| {
        *node = node.as_ref().map(|node| redactor.node(node));
        node.as_ref().and_then(Node::as_str) == Some(HIDDEN)
    };
    let sides = [is_hidden(&mut change.before), is_hidden(&mut change.after)];
    change.is_secret |= sides.contains(&true);
    change.under.iter_mut().for_each(|under| redactor.in_place(under));
}
