//! Exports that other stacks import: CloudFormation lets nobody remove or change them.

use indexmap::IndexMap;

use super::alike::alike;
use super::change::{Change, ResourceChange, StackChange, Verdict};
use super::effect::Effect;
use super::headline::{Headline, HeadlineKind, leads_to};
use super::processed::{Pair, Processed};
use super::{attributes, propagation};
use crate::language::pseudo::OF_ACCOUNT;
use crate::language::reference;
use crate::template::path::Path;
use crate::template::substitution::{self, Substitution, Variable};
use crate::template::{Node, function};

/// The exports of a stack that are removed or changed while another one of the compared base imports them; one headline for those
/// with the same users.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange, pairs: &[Pair<'_>]) -> Vec<Headline> {
    let mut groups: IndexMap<(Fate, Users<'_>), Vec<String>> = IndexMap::new();
    for (name, fate) in broken(pair, change) {
        let users = pairs.iter().filter(|other| other.before.is_some_and(|side| imports(side, &name)));
        let (still, until): (Vec<_>, Vec<_>) = users.partition(|user| user.after.is_none_or(|side| imports(side, &name)));
        let [still, until] = [still, until].map(|users| users.into_iter().map(|user| user.name).collect::<Vec<_>>());
        if !still.is_empty() || !until.is_empty() {
            groups.entry((fate, Users { still, until })).or_default().push(name);
        }
    }
    groups.iter().map(|((fate, users), names)| headline(pair.name, *fate, users, names)).collect()
}

/// The stacks of the base that import an export.
#[derive(PartialEq, Eq, Hash)]
struct Users<'a> {
    /// Those that still do after the change.
    still: Vec<&'a str>,
    /// Those that do until their own change is deployed.
    until: Vec<&'a str>,
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

fn headline(stack: &str, fate: Fate, users: &Users<'_>, names: &[String]) -> Headline {
    let one = |singular: &'static str, plural: &'static str| if names.len() == 1 { singular } else { plural };
    let what = match fate {
        Fate::Removed => one("is removed", "are removed"),
        Fate::Changed => one("changes its value", "change their values"),
    };
    let (it, imports) = (one("it", "them"), one("import", "imports"));
    let mut message = format!("the export{} {} {what}, but ", one("", "s"), listed(names));
    let of = |users: &[&str], still: &str| match users {
        [user] => format!("the stack `{user}` {still}imports {it}"),
        users => format!("the stacks {} {still}import {it}", listed(users)),
    };
    let way_out = if users.still.is_empty() {
        let their = if users.until.len() == 1 { "its" } else { "their" };
        message.push_str(&format!("{} until {their} own change is deployed", of(&users.until, "")));
        format!("Deploy {} before this stack.", listed(&users.until))
    } else {
        message.push_str(&of(&users.still, "still "));
        if !users.until.is_empty() {
            message.push_str(&format!(", and {} until now", of(&users.until, "")));
        }
        let all: Vec<&str> = users.still.iter().chain(&users.until).copied().collect();
        format!(
            "Two steps: first deploy {} without the {imports} (use a literal value or a weak link) and this stack unchanged; then deploy this change.",
            listed(&all)
        )
    };
    Headline::new(HeadlineKind::WillFail, "DIFF105", stack, &names.join(", "), message, &way_out)
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

/// What is said of an export that changes or goes, where nobody knows who imports it.
const IMPORTED: &str = "refused while another stack imports it";

/// The same of a value that a new resource may have as well: the port of its endpoint, the zone of its name.
const MAY_BE_OTHER: &str = "it may be another value, and is then refused while another stack imports it";

/// Notes at the outputs which exports go, or get another value. Where stacks are compared together, those that import it are known.
pub(super) fn note(pair: &Pair<'_>, change: &mut StackChange) {
    let Some((before, after)) = pair.before.zip(pair.after) else { return };
    let has = reference::exports(&after.scope);
    for old in reference::exports(&before.scope) {
        let output = old.output.as_str();
        let Some(new) = has.iter().find(|new| alike(old.name, new.name)) else {
            let of_output = change.others.iter_mut().filter(|change| change.path.begins_with(&["Outputs", output]));
            of_output.take(1).for_each(|change| change.why = IMPORTED);
            continue;
        };
        let path = Path::of(["Outputs", new.output.as_str(), "Value"]);
        if let Some(known) = change.others.iter_mut().find(|change| change.path == path) {
            known.why = if known.may_be_equal { known.why } else { IMPORTED };
            continue;
        }
        let Some(value) = new.value.and_then(|value| after.value(value)) else { continue };
        let sources = change.resources.iter().filter_map(|source| Some((source, is_other([before, after], value, source)?)));
        if let Some((source, is_sure)) = sources.max_by_key(|(_, is_sure)| *is_sure) {
            let (through, why) = (Some(source.id.clone()), if is_sure { IMPORTED } else { MAY_BE_OTHER });
            let told = Change { through, why, ..Change::of(path.into_owned(), [Some(value); 2], Effect::Nothing) };
            change.others.push(told);
        }
    }
}

/// Whether what a value reads of a resource surely is another value after the change, or may be; nothing where it stays.
fn is_other<'a>(sides: [&'a Processed<'a>; 2], value: &'a Node, source: &ResourceChange) -> Option<bool> {
    if source.verdict == Verdict::Replace {
        let reads = leads_to(value, &source.id) && !propagation::stays_by_name(sides, &source.id, value);
        return reads.then(|| identifies(value, source));
    }
    let attributes = attributes::that_change(source).into_iter();
    let read = attributes.filter(|(name, _)| propagation::reads_attribute(value, &source.id, name));
    read.map(|(_, is_sure)| is_sure).max()
}

/// Whether a value is what tells a resource from others: what `Ref` gives, or its id or ARN.
fn identifies(value: &Node, resource: &ResourceChange) -> bool {
    let own = resource.resource_type.rsplit("::").next().unwrap_or_default().to_lowercase();
    let is_own = |attribute: &str| {
        attribute == "Arn" || attribute.strip_suffix("Id").is_some_and(|stem| own.ends_with(&stem.to_lowercase()))
    };
    let is_it = |target: &str, attribute: Option<&str>| target == resource.id && attribute.is_none_or(is_own);
    let mut found = false;
    value.walk(&mut |node| {
        found |= match function::call(node) {
            Some((function::REF, argument)) => argument.as_str().is_some_and(|id| is_it(id, None)),
            Some((function::GET_ATT, argument)) => {
                function::get_att_target(argument).is_some_and(|(id, attribute)| is_it(id, Some(attribute)))
            }
            Some((function::SUB, argument)) => {
                let read = Substitution::of(argument).map(Substitution::references).unwrap_or_default();
                read.iter().any(|variable| is_it(variable.element(), variable.attribute()))
            }
            _ => false,
        };
    });
    found
}

/// The names and values of a stack's exports, as far as the names are known.
fn exports<'a>(side: &Processed<'a>) -> Vec<(String, &'a Node)> {
    let exports = reference::exports(&side.scope).into_iter();
    exports.filter_map(|export| Some((name(export.name)?, side.value(export.value?)?))).collect()
}

fn imports(side: &Processed<'_>, name: &str) -> bool {
    let names = reference::imports(&side.scope, side.template().root());
    names.iter().any(|import| self::name(import).as_deref() == Some(name))
}

/// Whether a stack imports what another one exports, so that it is deployed later.
pub(super) fn needs(user: &Processed<'_>, provider: &Processed<'_>) -> bool {
    exports(provider).iter().any(|(name, _)| imports(user, name))
}

/// The name of an export as far as it is the same for every stack of an account and region.
fn name(node: &Node) -> Option<String> {
    let is_shared = |variable: &Variable<'_>| OF_ACCOUNT.contains(&variable.0);
    let text = || Some(reference::as_text(node)).filter(|text| substitution::variables(text).iter().all(is_shared));
    let is_text = matches!(function::call(node), Some((function::SUB | function::JOIN | function::REF, _)));
    node.scalar().or_else(|| text().filter(|_| is_text))
}
