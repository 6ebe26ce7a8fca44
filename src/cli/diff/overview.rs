//! A comparison in one line: what is lost, what is replaced, what is updated, the gravest first.

use std::collections::BTreeMap;

use indexmap::IndexSet;

use super::compared::Compared;
use super::words::{is_silent, is_unimportant, silent_outside};
use crate::diff::{Comparison, HeadlineKind, ResourceChange, StackChange, Verdict};
use crate::template::{counted, listed};

/// The names that are given of each kind.
const NAMED: usize = 3;

/// What happens to a resource, from the gravest to the mildest. Each resource counts once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Fails,
    Lost,
    MaybeLost,
    Retyped,
    Removed,
    Replaced,
    MaybeReplaced,
    Interrupted,
    MaybeInterrupted,
    Unknown,
    KeptLess,
    Updated,
    MaybeUpdated,
    Differs,
    Revised,
    Added,
    Attributes,
    Moved,
}

/// `prod: 1 table lost (Orders), 2 replaced (Service, TargetGroup), 3 updated, 14 without effect`, without the name.
pub(super) fn line(compared: &Compared) -> String {
    let comparison = &compared.comparison;
    let fates = fates(comparison);
    let mut parts: Vec<String> = gone(comparison, compared.drift_from.is_some());
    let others = failing_others(comparison);
    let told = |told: String, is_sure: bool| if is_sure { told } else { format!("{told} in some cases") };
    if !others.is_empty() && !fates.iter().any(|(fate, _)| *fate == Fate::Fails) {
        let fails = format!("{} will fail ({})", others.len(), listed(&others, NAMED));
        parts.push(told(fails, is_sure(comparison, HeadlineKind::WillFail)));
    }
    for (fate, resources) in &fates {
        let others = if *fate == Fate::Fails { others.as_slice() } else { &[] };
        let is_sure = match fate {
            Fate::Fails => is_sure(comparison, HeadlineKind::WillFail),
            Fate::Lost | Fate::MaybeLost => is_sure(comparison, HeadlineKind::DataLoss),
            _ => resources.iter().any(|resource| resource.is_certain),
        };
        parts.push(told(part(*fate, resources, others, compared), is_sure));
    }
    let is_told = |resource: &ResourceChange| fates.iter().flat_map(|(_, told)| told).any(|told| told.id == resource.id);
    let outside = comparison
        .stacks
        .iter()
        .map(|stack| outside(stack, is_told))
        .fold([0, 0], |all, [one, other]| [all[0] + one, all[1] + other]);
    if outside[0] > 0 {
        parts.push(format!("{} outside the resources", counted(outside[0], "change")));
    }
    let silent = outside[1];
    if silent > 0 {
        parts.push(format!("{silent} without effect"));
    }
    let unknown = comparison.stacks.iter().filter(|stack| !stack.unknown.is_empty()).count();
    match (parts.is_empty(), unknown > 0) {
        (true, true) => "no change (some not compared)".to_owned(),
        (false, true) => format!("{}, some not compared", parts.join(", ")),
        (_, false) => parts.join(", "),
    }
}

/// Stacks that come or go as a whole.
fn gone(comparison: &Comparison, is_drift: bool) -> Vec<String> {
    let names = |is_it: &dyn Fn(&StackChange) -> bool| {
        let found = comparison.stacks.iter().filter(|stack| is_it(stack));
        found.map(|stack| stack.name.as_str()).collect::<Vec<_>>()
    };
    if is_drift {
        return Vec::new();
    }
    let (gone, new) = (names(&|stack| !stack.exists), names(&|stack| !stack.existed));
    let told = |names: &[&str], what: &str| {
        let stacks = counted(names.len(), "stack");
        (!names.is_empty()).then(|| format!("{stacks} {what} ({})", listed(names, NAMED)))
    };
    told(&gone, "gone").into_iter().chain(told(&new, "new")).collect()
}

/// The resources of each fate, the gravest first.
fn fates(comparison: &Comparison) -> Vec<(Fate, Vec<&ResourceChange>)> {
    let mut found: BTreeMap<Fate, Vec<&ResourceChange>> = BTreeMap::new();
    for stack in &comparison.stacks {
        // What happens to one resource under different values counts as the gravest of it.
        let mut gravest: Vec<(Fate, &ResourceChange)> = Vec::new();
        let says = |kind: HeadlineKind, id: &str| {
            let mut headlines = comparison.headlines.iter().filter(|headline| headline.kind == kind);
            headlines.any(|headline| headline.stack == stack.name && headline.id == id)
        };
        for resource in &stack.resources {
            let fate = match resource.verdict {
                _ if says(HeadlineKind::WillFail, &resource.id) => Fate::Fails,
                _ if says(HeadlineKind::DataLoss, &resource.id) => {
                    // What is in a nested stack is not known.
                    let is_open = resource.verdict == Verdict::MayReplace || resource.is_nested_stack();
                    if is_open { Fate::MaybeLost } else { Fate::Lost }
                }
                Verdict::Retype => Fate::Retyped,
                Verdict::Remove => Fate::Removed,
                Verdict::Replace if resource.is_revision() => Fate::Revised,
                Verdict::Replace => Fate::Replaced,
                Verdict::MayReplace => Fate::MaybeReplaced,
                Verdict::Interruption => Fate::Interrupted,
                Verdict::MayInterrupt => Fate::MaybeInterrupted,
                Verdict::Unknown => Fate::Unknown,
                _ if resource.is_kept_less => Fate::KeptLess,
                Verdict::Update => Fate::Updated,
                Verdict::MayUpdate => Fate::MaybeUpdated,
                Verdict::Differs => Fate::Differs,
                Verdict::Add => Fate::Added,
                Verdict::Metadata if is_unimportant(resource) => continue,
                Verdict::Metadata => Fate::Attributes,
                Verdict::Moved => Fate::Moved,
            };
            // What comes or goes with its stack is told with that.
            let with_stack = stack.existed != stack.exists && matches!(fate, Fate::Added | Fate::Removed);
            if with_stack {
                continue;
            }
            match gravest.iter_mut().find(|(_, known)| known.id == resource.id) {
                Some(known) if fate < known.0 => *known = (fate, resource),
                Some(_) => {}
                None => gravest.push((fate, resource)),
            }
        }
        gravest.into_iter().for_each(|(fate, resource)| found.entry(fate).or_default().push(resource));
    }
    found.into_iter().collect()
}

/// Whether a headline of a kind applies whatever the values of parameters are.
fn is_sure(comparison: &Comparison, kind: HeadlineKind) -> bool {
    comparison.headlines.iter().any(|headline| headline.kind == kind && headline.under.is_none())
}

/// What will fail and is no resource: an output, or a stack as a whole.
fn failing_others(comparison: &Comparison) -> Vec<&str> {
    let mut names: IndexSet<&str> = IndexSet::new();
    for headline in comparison.headlines.iter().filter(|headline| headline.kind == HeadlineKind::WillFail) {
        let mut resources =
            comparison.stacks.iter().filter(|stack| stack.name == headline.stack).flat_map(|stack| &stack.resources);
        let name = if headline.id.is_empty() { headline.stack.as_str() } else { headline.id.as_str() };
        if !resources.any(|resource| resource.id == headline.id) {
            // A headline of several exports names them all.
            names.extend(name.split(", "));
        }
    }
    names.into_iter().collect()
}

fn part(fate: Fate, resources: &[&ResourceChange], others: &[&str], compared: &Compared) -> String {
    let ids: Vec<&str> = resources.iter().map(|resource| resource.id.as_str()).chain(others.iter().copied()).collect();
    let count = ids.len();
    let of = compared.drift_from.as_deref();
    let words = match (fate, of) {
        (Fate::Fails, _) => "will fail".to_owned(),
        (Fate::MaybeLost, _) => return format!("{} maybe lost ({})", nouns(resources), listed(&ids, NAMED)),
        (Fate::Lost, _) => {
            // A stack set stays and loses stacks.
            let of = if resources.iter().any(|resource| resource.verdict == Verdict::Update) { "data of " } else { "" };
            return format!("{of}{} lost ({})", nouns(resources), listed(&ids, NAMED));
        }
        (Fate::Retyped, _) => "changed in type".to_owned(),
        (Fate::Removed, Some(from)) => format!("in {from} only"),
        (Fate::Added, Some(_)) => format!("in {} only", compared.environment),
        (Fate::Removed, None) => "removed".to_owned(),
        (Fate::Replaced, _) => "replaced".to_owned(),
        (Fate::MaybeReplaced, _) => "maybe replaced".to_owned(),
        (Fate::Interrupted, _) => "interrupted".to_owned(),
        (Fate::MaybeInterrupted, _) => "maybe interrupted".to_owned(),
        (Fate::Unknown, _) => "of unknown effect".to_owned(),
        (Fate::KeptLess, _) => "less protected".to_owned(),
        (Fate::Updated, _) => return format!("{count} updated"),
        (Fate::MaybeUpdated, _) => return format!("{count} maybe updated"),
        (Fate::Differs, _) => return format!("{count} different"),
        (Fate::Added, None) => return format!("{count} added"),
        (Fate::Revised, _) => return counted(count, "new revision"),
        (Fate::Moved, _) => "to be moved".to_owned(),
        (Fate::Attributes, _) => "changed in attributes only".to_owned(),
    };
    format!("{count} {words} ({})", listed(&ids, NAMED))
}

/// How many changes outside the resources there are, and how many of these and of resources have no effect, without resources of which more is
/// told.
fn outside(stack: &StackChange, is_told: impl Fn(&ResourceChange) -> bool) -> [usize; 2] {
    let told = stack.others.iter().filter(|change| !is_silent(change)).count();
    let resources = stack.resources.iter().filter(|resource| is_unimportant(resource) && !is_told(resource)).count();
    [stack.values.len() + told, silent_outside(stack).count() + resources]
}

/// `1 table`, `2 log groups`, `3 resources`
fn nouns(resources: &[&ResourceChange]) -> String {
    let noun = |resource: &&ResourceChange| noun(&resource.resource_type);
    let first = resources.first().map(noun).unwrap_or_default();
    let noun = if resources.iter().all(|resource| noun(resource) == first) { first } else { "resource".to_owned() };
    match (resources.len(), noun.strip_suffix('y')) {
        (count, Some(stem)) if count != 1 && !stem.ends_with(['a', 'e', 'o']) => format!("{count} {stem}ies"),
        (count, _) => counted(count, &noun),
    }
}

/// What a type is called: `AWS::Logs::LogGroup` is a log group, `AWS::RDS::DBInstance` a DB instance.
fn noun(resource_type: &str) -> String {
    let last: Vec<char> = resource_type.rsplit("::").next().unwrap_or_default().chars().collect();
    let mut noun = String::new();
    for (index, letter) in last.iter().enumerate() {
        let is_next_lower = last.get(index + 1).is_some_and(|next| next.is_lowercase());
        let is_last_lower = index > 0 && last[index - 1].is_lowercase();
        if index > 0 && letter.is_uppercase() && (is_last_lower || is_next_lower) {
            noun.push(' ');
        }
        let is_word = is_next_lower || !letter.is_uppercase() || last.len() == 1;
        noun.extend(if is_word { letter.to_lowercase().collect::<Vec<_>>() } else { vec![*letter] });
    }
    noun
}

#[cfg(test)]
mod tests {
    use super::noun;

    #[test]
    fn types_are_called_what_engineers_call_them() {
        let all = ["AWS::DynamoDB::Table", "AWS::Logs::LogGroup", "AWS::RDS::DBInstance", "AWS::EC2::VPC", "AWS::S3::Bucket"];
        assert_eq!(all.map(noun), ["table", "log group", "DB instance", "VPC", "bucket"]);
    }
}
