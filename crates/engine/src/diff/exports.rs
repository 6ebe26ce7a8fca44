//! Exports that other stacks import: CloudFormation lets nobody remove or change them.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::alike::alike;
use super::change::{Change, ResourceChange, StackChange, Verdict};
use super::effect::Effect;
use super::headline::{Headline, HeadlineKind, leads_to};
use super::may_be_equal::{self, Open};
use super::processed::{Pair, Processed};
use super::{attributes, propagation};
use crate::language::pseudo::OF_ACCOUNT;
use crate::language::read::pattern;
use crate::language::reference;
use crate::template::path::Path;
use crate::template::substitution::{self, Substitution};
use crate::template::{Node, function};

/// The exports of a stack that are removed or changed while another one of the compared base imports them; one headline for those
/// with the same users.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange, pairs: &[Pair<'_>]) -> Vec<Headline> {
    let mut groups: IndexMap<(Fate, Users<'_>, BTreeSet<String>), Vec<String>> = IndexMap::new();
    for (Name { text: name, parameters }, fate) in broken(pair, change) {
        let users = pairs.iter().filter(|other| other.before.is_some_and(|side| imports(side, &name)));
        let (still, until): (Vec<_>, Vec<_>) = users.partition(|user| user.after.is_none_or(|side| imports(side, &name)));
        let [still, until] = [still, until].map(|users| users.into_iter().map(|user| user.name).collect::<Vec<_>>());
        if !still.is_empty() || !until.is_empty() {
            groups.entry((fate, Users { still, until }, parameters)).or_default().push(name);
        }
    }
    let told = groups.iter().map(|((fate, users, parameters), names)| {
        // Stacks have values of their own for parameters of one name.
        let names_of = parameters.iter().map(String::as_str).collect::<Vec<_>>();
        let under = (!parameters.is_empty()).then(|| format!("both have the same {}", names_of.join(" and ")));
        Headline { under, ..headline(pair.name, *fate, users, names) }
    });
    told.collect()
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
fn broken(pair: &Pair<'_>, change: &StackChange) -> Vec<(Name, Fate)> {
    let Some(before) = pair.before else { return Vec::new() };
    let fate = |name: &Name, old: &Node| {
        let Some(after) = pair.after else { return Some(Fate::Removed) };
        let Some((_, new)) = exports(after).into_iter().find(|(known, _)| known == name) else {
            return (!may_stay(before, after, name)).then_some(Fate::Removed);
        };
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

/// Notes at the outputs which exports go, or get another value, where another stack may import them: any, or one of those that are compared
/// together whose name for it may come to the same.
pub(super) fn note(pair: &Pair<'_>, change: &mut StackChange, pairs: &[Pair<'_>]) {
    let Some((before, after)) = pair.before.zip(pair.after) else { return };
    let users = || pairs.iter().filter(|other| other.name != pair.name).filter_map(|other| other.before);
    let is_imported = |name: &Node| pairs.len() == 1 || users().any(|user| may_import(user, before, name));
    let has = after.exports();
    for old in before.exports().iter().filter(|old| is_imported(old.name)) {
        let output = old.output.as_str();
        let Some(new) = has.iter().find(|new| alike(old.name, new.name)) else {
            let of_output = change.others.iter_mut().filter(|change| change.path.begins_with(&["Outputs", output]));
            of_output.take(1).for_each(|change| change.why = IMPORTED);
            continue;
        };
        let path = Path::of(["Outputs", new.output.as_str(), "Value"]);
        if let Some(known) = change.others.iter_mut().find(|change| change.path == path) {
            known.why = if known.may_be_equal { MAY_BE_OTHER } else { IMPORTED };
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

/// Whether a stack imports what may be an export of another one, and of which that is not sure.
fn may_import(user: &Processed<'_>, side: &Processed<'_>, export: &Node) -> bool {
    if name(export).is_some_and(|name| imports(user, &name.text)) {
        return false;
    }
    let pattern = |side: &Processed<'_>, name: &Node| Open::of_all(side, name).pattern(None, str::to_owned);
    let exported = pattern(side, export);
    user.imports().iter().any(|import| {
        let imported = pattern(user, import);
        pattern::matches(&imported, &exported) || pattern::matches(&exported, &imported)
    })
}

/// Whether what a value reads of a resource surely is another value after the change, or may be; nothing where it stays.
fn is_other<'a>(sides: [&'a Processed<'a>; 2], value: &'a Node, source: &ResourceChange) -> Option<bool> {
    if source.verdict == Verdict::Replace {
        let stays = || propagation::stays_by_name(sides, &source.id, value) || attributes::stays(sides[1], source, value);
        let reads = leads_to(value, &source.id) && !stays();
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
fn exports<'a>(side: &Processed<'a>) -> Vec<(Name, &'a Node)> {
    let exports = side.exports().iter();
    exports.filter_map(|export| Some((name(export.name)?, side.value(export.value?)?))).collect()
}

fn imports(side: &Processed<'_>, name: &str) -> bool {
    side.imports().iter().any(|import| self::name(import).is_some_and(|import| import.text == name))
}

/// Whether an export of which no name reads the same may be there under one that comes to the same.
fn may_stay<'a>(before: &Processed<'a>, after: &Processed<'a>, name: &Name) -> bool {
    let old = before.exports().iter().map(|export| export.name);
    let old: Vec<&Node> = old.filter(|node| self::name(node).as_ref() == Some(name)).collect();
    let new = after.exports();
    old.iter().any(|old| new.iter().any(|new| may_be_equal::are([before, after], [Some(old), Some(new.name)])))
}

/// Whether a stack imports what another one exports, so that it is deployed later.
pub(super) fn needs(user: &Processed<'_>, provider: &Processed<'_>) -> bool {
    exports(provider).iter().any(|(name, _)| imports(user, &name.text))
}

/// The name of an export, as far as it is the same for every stack of an account and region that has these parameters alike.
#[derive(PartialEq)]
struct Name {
    text: String,
    parameters: BTreeSet<String>,
}

fn name(node: &Node) -> Option<Name> {
    if let Some(text) = node.scalar() {
        return Some(Name { text, parameters: BTreeSet::new() });
    }
    if !matches!(function::call(node), Some((function::SUB | function::JOIN | function::REF, _))) {
        return None;
    }
    let text = reference::as_text(node);
    let variables = substitution::variables(&text);
    let open = variables.iter().map(|variable| variable.0).filter(|name| !OF_ACCOUNT.contains(name));
    // A stack's own name is that of no other stack, and what is no name stands for what a function makes.
    let is_parameter = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let parameters: Option<BTreeSet<String>> = open.map(|name| is_parameter(name).then(|| name.to_owned())).collect();
    Some(Name { parameters: parameters?, text })
}
