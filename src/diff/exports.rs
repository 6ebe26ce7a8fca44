//! Exports that other stacks import: CloudFormation lets nobody remove or change them.

use super::headline::{Headline, Kind, leads_to};
use super::tree::alike;
use super::{Pair, Side, StackChange, Verdict, resolve};
use crate::template::{Node, function};

/// The exports that are removed or changed while a stack of the compared base imports them.
pub fn headlines(pairs: &[Pair<'_>], changes: &[StackChange]) -> Vec<Headline> {
    let mut found = Vec::new();
    for (pair, change) in pairs.iter().zip(changes) {
        let Some(before) = pair.before else { continue };
        for (name, old) in exports(before) {
            let importers: Vec<&str> = pairs
                .iter()
                .filter(|other| other.before.is_some_and(|side| imports(side, &name)))
                .map(|other| other.name)
                .collect();
            if importers.is_empty() {
                continue;
            }
            let new = pair.after.and_then(|after| Some((after, exports(after).into_iter().find(|(known, _)| *known == name)?.1)));
            let what = match new {
                None => "is removed",
                Some((after, new)) if is_changed(change, &resolve::node(before, old), &resolve::node(after, new)) => {
                    "changes its value"
                }
                Some(_) => continue,
            };
            let users = importers.join("` and `");
            let message = format!(
                "the export `{name}` {what}, but the stack{} `{users}` still import{} it",
                plural(&importers),
                if importers.len() == 1 { "s" } else { "" }
            );
            let way_out = format!(
                "Two steps: first deploy `{users}` without the import (a value that is written out, or a weak link) and this stack unchanged; then deploy this change."
            );
            found.push(Headline::new(Kind::WillFail, "DIFF105", pair.name, &name, message, &way_out));
        }
    }
    found
}

fn plural(items: &[&str]) -> &'static str {
    if items.len() == 1 { "" } else { "s" }
}

/// Whether an exported value changes: in its text, or because it refers to a resource that is replaced or removed.
fn is_changed(change: &StackChange, old: &Node, new: &Node) -> bool {
    let moved = change.resources.iter().filter(|resource| matches!(resource.verdict, Verdict::Replace | Verdict::Remove));
    !alike(old, new) || moved.into_iter().any(|resource| leads_to(new, &resource.id))
}

/// The names and values of a stack's exports, as far as the names are known.
fn exports(side: &Side) -> Vec<(String, &Node)> {
    let outputs = side.template.section("Outputs").into_iter().flatten();
    let named = outputs.filter_map(|(_, output)| {
        let name = output.at_path(&["Export", "Name"])?;
        Some((resolve::node(side, name).scalar()?, output.get("Value")?))
    });
    named.collect()
}

fn imports(side: &Side, name: &str) -> bool {
    let mut found = false;
    side.template.root().walk(&mut |node| {
        if let Some((function::IMPORT_VALUE, argument)) = function::call(node) {
            found |= resolve::node(side, argument).scalar().as_deref() == Some(name);
        }
    });
    found
}
