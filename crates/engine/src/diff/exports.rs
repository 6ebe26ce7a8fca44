//! Exports that other stacks import: CloudFormation lets nobody remove or change them.

use indexmap::IndexMap;

use super::alike::alike;
use super::change::{StackChange, Verdict};
use super::headline::{Headline, Kind, leads_to};
use super::processed::{Pair, Processed};
use crate::language::reference;
use crate::template::Node;

/// The exports of a stack that are removed or changed while another one of the compared base imports them; one headline for those
/// with the same users.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange, pairs: &[Pair<'_>]) -> Vec<Headline> {
    let mut groups: IndexMap<(Fate, Vec<&str>), Vec<String>> = IndexMap::new();
    for (name, fate) in broken(pair, change) {
        let users = pairs.iter().filter(|other| other.before.is_some_and(|side| imports(side, &name)));
        let users: Vec<&str> = users.map(|other| other.name).collect();
        if !users.is_empty() {
            groups.entry((fate, users)).or_default().push(name);
        }
    }
    groups.iter().map(|((fate, users), names)| headline(pair.name, *fate, users, names)).collect()
}

/// What becomes of an export.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Fate {
    Removed,
    Changed,
}

/// The exports of a stack that do not stay what they are.
fn broken(pair: &Pair<'_>, change: &StackChange) -> Vec<(String, Fate)> {
    let Some(before) = pair.before else { return Vec::new() };
    let fate = |name: &str, old: &Node| {
        let Some(after) = pair.after else { return Some(Fate::Removed) };
        let Some((_, new)) = exports(after).into_iter().find(|(known, _)| known == name) else { return Some(Fate::Removed) };
        is_changed(change, old, new).then_some(Fate::Changed)
    };
    exports(before).into_iter().filter_map(|(name, old)| fate(&name, old).map(|fate| (name, fate))).collect()
}

fn headline(stack: &str, fate: Fate, users: &[&str], names: &[String]) -> Headline {
    let one = |singular: &'static str, plural: &'static str| if names.len() == 1 { singular } else { plural };
    let what = match fate {
        Fate::Removed => one("is removed", "are removed"),
        Fate::Changed => one("changes its value", "change their values"),
    };
    let (exports, users) = (listed(names), (listed(users), users.len() == 1));
    let message = format!(
        "the export{} {exports} {what}, but the stack{} {} still import{} {}",
        one("", "s"),
        if users.1 { "" } else { "s" },
        users.0,
        if users.1 { "s" } else { "" },
        one("it", "them"),
    );
    let way_out = format!(
        "Two steps: first deploy {} without the import{} (use a literal value or a weak link) and this stack unchanged; then deploy this change.",
        users.0,
        one("", "s"),
    );
    Headline::new(Kind::WillFail, "DIFF105", stack, &names.join(", "), message, &way_out)
}

/// `` `a`, `b` and `c` ``
fn listed(names: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// Whether an exported value changes: in its text, or because it refers to a resource that is replaced or removed.
fn is_changed(change: &StackChange, old: &Node, new: &Node) -> bool {
    let moved = change.resources.iter().filter(|resource| matches!(resource.verdict, Verdict::Replace | Verdict::Remove));
    !alike(old, new) || moved.into_iter().any(|resource| leads_to(new, &resource.id))
}

/// The names and values of a stack's exports, as far as the names are known.
fn exports<'a>(side: &Processed<'a>) -> Vec<(String, &'a Node)> {
    let exports = reference::exports(&side.scope).into_iter();
    exports.filter_map(|export| Some((export.name.scalar()?, side.value(export.value?)?))).collect()
}

fn imports(side: &Processed<'_>, name: &str) -> bool {
    let names = reference::imports(&side.scope, side.template().root());
    names.iter().any(|import| import.scalar().as_deref() == Some(name))
}
