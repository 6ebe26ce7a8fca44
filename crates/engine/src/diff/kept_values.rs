//! The values that a stack has for its parameters, and that the changed template refuses.
//!
//! An update keeps them unless it is given others: `UsePreviousValue`, which `aws cloudformation deploy` asks for, and the console. See
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>.

use super::change::StackChange;
use super::headline::{Headline, HeadlineKind};
use super::processed::{Pair, Processed};
use super::show;
use crate::language::constraints;
use crate::language::read::secret;
use crate::template::path::Path;
use crate::template::{Node, parameter_type};

/// Whether nobody says which value a parameter has, so that a stack keeps the one that it was given.
pub(super) fn is_open(sides: [&Processed<'_>; 2], name: &str) -> bool {
    sides.into_iter().all(|side| is_unknown(side, name) && side.scope.parameter(name).is_some())
}

/// Whether nobody says which value a parameter has on a side.
pub(super) fn is_unknown(side: &Processed<'_>, name: &str) -> bool {
    !side.side.values.contains_key(name) && !side.side.assumes_defaults
}

/// Whether a stack may have a value that the changed template refuses.
pub(super) fn is_refused(sides: [&Processed<'_>; 2], name: &str, value: &str) -> bool {
    let [before, after] = sides;
    is_open(sides, name) && takes(before, name, value) && !takes(after, name, value) && !was_missed(before, name, value)
}

/// Whether a side can be deployed with a value, as far as the parameter's constraints and the template's rules say.
fn takes(side: &Processed<'_>, name: &str, value: &str) -> bool {
    side.scope.may_be(name, value) && !side.is_refused_with(name, value)
}

/// Whether no stack can have been deployed with a value: a mapping that is surely asked for it does not have it.
fn was_missed(before: &Processed<'_>, name: &str, value: &str) -> bool {
    let scope = &before.scope;
    before.present().filter(|entry| scope.open_condition(entry.node).is_none()).any(|entry| {
        let mut lookups = scope.open_lookups(entry.node).into_iter().filter(|lookup| lookup.must_find);
        lookups.any(|lookup| lookup.parameter == name && !scope.keys(lookup.mapping, lookup.is_first).contains(&value))
    })
}

/// The limits of a parameter's value, and whether a higher one forbids more.
const LIMITS: [(&str, bool); 4] = [("MinLength", true), ("MinValue", true), ("MaxLength", false), ("MaxValue", false)];

/// What is said of a limit that forbids more.
const FORBIDS: &str = "a value that the stack keeps is refused if it does not fit";

/// The same where a value becomes the name of what the parameter holds. Nobody knows which names the store has.
const TAKEN_FOR_NAME: &str =
    "a value that the stack keeps is taken for a name in the parameter store, and refused if that has none such";

fn is_stored_type(kind: &Option<Node>) -> bool {
    kind.as_ref().and_then(Node::as_str).is_some_and(parameter_type::is_stored)
}

/// Whether a change of a rule is one of what it asserts, or when: its descriptions forbid nothing.
fn assertion_may_forbid(path: &Path<'_>) -> bool {
    !path.last().is_some_and(|step| step.is_key("AssertDescription"))
}

/// Notes at the constraints which forbid values that a stack may have. Allowed values that are gone have headlines.
pub(super) fn note(pair: &Pair<'_>, change: &mut StackChange) {
    let Some((before, after)) = pair.before.zip(pair.after) else { return };
    for other in &mut change.others {
        if other.path.begins_with(&["Rules"]) && other.after.is_some() && assertion_may_forbid(&other.path) {
            other.why = FORBIDS;
        }
        let [section, name, limit] = &other.path[..] else { continue };
        let (Some(name), Some(limit)) = (name.key().filter(|_| section.is_key("Parameters")), limit.key()) else { continue };
        if !is_open([before, after], name) {
            continue;
        }
        let number = |node: &Option<Node>| node.as_ref().and_then(Node::scalar)?.parse::<f64>().ok();
        if limit == "Type" && [&other.before, &other.after].map(is_stored_type) == [false, true] {
            other.why = TAKEN_FOR_NAME;
            continue;
        }
        let forbids = match LIMITS.iter().find(|(known, _)| *known == limit) {
            Some((_, is_least)) => {
                let forbids = |new: f64, old: f64| if *is_least { new > old } else { new < old };
                number(&other.after).is_some_and(|new| number(&other.before).is_none_or(|old| forbids(new, old)))
            }
            None => limit == "AllowedPattern" && other.after.is_some() || limit == "AllowedValues" && other.before.is_none(),
        };
        if forbids {
            other.why = FORBIDS;
        }
    }
}

/// The updates that are refused because of a value that the stack keeps.
pub(super) fn headlines(pair: &Pair<'_>) -> Vec<Headline> {
    let Some((before, after)) = pair.before.zip(pair.after) else { return Vec::new() };
    let sides = [before, after];
    let names = after.parameters().into_iter().flatten().map(|(name, _)| name.as_str());
    let found = names.filter(|name| is_open(sides, name)).filter_map(|name| {
        let (message, under, way_out) = refused(sides, name)?;
        let headline = Headline::new(HeadlineKind::WillFail, "DIFF111", pair.name, name, message, way_out);
        Some(Headline { under: Some(under), ..headline })
    });
    found.collect()
}

/// What happens, under which circumstances, and the way out.
type Told = (String, String, &'static str);

/// Values that the parameter took before, as far as they are known: those that were allowed, else the default.
fn refused(sides: [&Processed<'_>; 2], name: &str) -> Option<Told> {
    let old = sides[0].scope.parameter(name).filter(|declared| !secret::is_hidden(declared))?;
    let allowed = constraints::allowed(old);
    let are_all_known = allowed.is_some();
    let known = allowed.unwrap_or_else(|| old.get("Default").and_then(Node::scalar).into_iter().collect());
    let refused: Vec<String> = known.iter().filter(|value| is_refused(sides, name, value)).cloned().collect();
    let under = match refused.len() {
        _ if constraints::exclude_each_other(old, sides[1].scope.parameter(name)?) => format!("{name} keeps its value"),
        0 => return None,
        count if count == known.len() && are_all_known => format!("{name} keeps its value"),
        _ => {
            let shown: Vec<String> =
                refused.iter().map(|value| if value.is_empty() { "\"\"".to_owned() } else { value.clone() }).collect();
            show::one_of(name, &shown)
        }
    };
    let way_out = "Give the parameter a value that it takes in the same deployment, or let it take the old one.";
    Some((format!("the stack has a value of the parameter {name} that it does not take any more"), under, way_out))
}
