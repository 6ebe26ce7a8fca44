//! The keywords of maps.

use super::answer::{Answer, Why};
use super::inner::property;
use crate::check::engine::subject::Subject;
use crate::language::Fact;
use crate::language::{Scope, Value, resolve};
use crate::schema::AdditionalProperties;
use crate::template::{Key, Map, Node, function};

/// Whether an entry of a map is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It is known to be not.
    Absent,
    /// A condition decides.
    Maybe,
    /// It is known to be.
    Present,
}

/// Whether an entry of a map is there.
pub(crate) fn presence<'a>(scope: &Scope<'a>, map: &'a Map, key: &str) -> Presence {
    map.get(key).map_or(Presence::Absent, |node| presence_of(scope, node))
}

/// Whether a node turns out to be something.
pub(crate) fn presence_of<'a>(scope: &Scope<'a>, node: &'a Node) -> Presence {
    if resolve::is_plain(node) {
        return Presence::Present;
    }
    let cases = scope.cases(node);
    match cases.iter().filter(|case| case.value == Value::Absent).count() {
        0 => Presence::Present,
        absent if absent == cases.len() => Presence::Absent,
        _ => Presence::Maybe,
    }
}

/// Whether an entry turns out to say something. Most services take an empty list for none at all.
fn set<'a>(scope: &Scope<'a>, map: &'a Map, key: &str) -> Presence {
    let is_empty = map.get(key).and_then(Node::as_list).is_some_and(|items| items.is_empty());
    if is_empty { Presence::Maybe } else { presence(scope, map, key) }
}

/// The names among some that are known to be there, and how many others may be.
fn given<'a>(subject: &Subject<'a>, names: &[&'a str]) -> Option<(Vec<&'a str>, usize)> {
    let map = subject.map()?;
    let of = |name: &&str| set(subject.scope, map, name);
    let sure = names.iter().copied().filter(|name| of(name) == Presence::Present).collect();
    Some((sure, names.iter().filter(|name| of(name) == Presence::Maybe).count()))
}

/// A fault of an entry: it is one in the outcomes in which the entry is there.
#[derive(Clone, Debug)]
pub(crate) struct OfEntry<T> {
    /// What is wrong.
    pub fault: T,
    /// Whether the entry is there.
    pub presence: Presence,
}

impl<'a, T> Answer<'a, Vec<OfEntry<T>>> {
    /// The answer for all outcomes together: what is wrong in some does not refute the others.
    pub(crate) fn of_all_outcomes(self) -> Answer<'a> {
        let Answer::No(faults) = &self else { return self.plain() };
        let is_any = |presence| faults.iter().any(|fault| fault.presence == presence);
        match is_any(Presence::Present) {
            true => Answer::No(()),
            false if is_any(Presence::Maybe) => Answer::Unknown(Why::Condition),
            false => Answer::Yes,
        }
    }
}

/// `required`: the names that are missing.
pub(crate) fn required<'a>(subject: &Subject<'a>) -> Answer<'a, Vec<&'a str>> {
    let Some(map) = subject.map() else { return Answer::Yes };
    let (mut missing, mut is_open) = (Vec::new(), false);
    for name in subject.schema.required() {
        match presence(subject.scope, map, name) {
            Presence::Absent => missing.push(name),
            Presence::Maybe => is_open = true,
            Presence::Present => {}
        }
    }
    Answer::of(missing, is_open)
}

/// `required`: the names that are missing where one condition decides so, each with that condition and whether it holds then.
/// Several conditions may exclude each other, and a value that is itself conditional may be there only where the name is.
pub(crate) fn required_but<'a>(subject: &Subject<'a>) -> Vec<(&'a str, &'a str, bool)> {
    let Some(map) = subject.map().filter(|_| subject.is_sure) else { return Vec::new() };
    let decided = |name: &'a str| {
        let node = map.get(name).filter(|node| !resolve::is_plain(node))?;
        let cases = subject.scope.cases(node);
        let absent = cases.iter().filter(|case| case.value == Value::Absent && cases.len() > 1);
        absent.into_iter().find_map(|case| match case.when[..] {
            [Fact::Condition(condition, holds)] if may_fail(subject.scope, condition) => Some((name, condition, holds)),
            _ => None,
        })
    };
    subject.schema.required().filter_map(decided).collect()
}

/// Whether a condition may hold and may not: one that reads a mapping has an answer only where the mapping has one.
fn may_fail(scope: &Scope<'_>, condition: &str) -> bool {
    let mut reads_mapping = false;
    if let Some(node) = scope.section("Conditions").and_then(|section| section.get(condition)) {
        node.walk(&mut |node| reads_mapping |= node.get(function::FIND_IN_MAP).is_some());
    }
    !reads_mapping
}

/// `additionalProperties: false`: the entries that the schema does not know.
pub(crate) fn known<'a>(subject: &Subject<'a>) -> Answer<'a, Vec<OfEntry<(&'a Key, &'a Node)>>> {
    let Some(map) = subject.map() else { return Answer::Yes };
    let schema = subject.schema;
    let has_patterns = schema.pattern_properties().next().is_some();
    // Where nothing is named, alternatives name it.
    let names_some = has_patterns || schema.properties().next().is_some();
    if !names_some || !matches!(schema.additional_properties(), AdditionalProperties::Forbidden) {
        return Answer::Yes;
    }
    let is_unknown = |key: &Key| property(schema, key.as_str()).is_none() && !function::makes_entries(key.as_str());
    let unknown = map.iter().filter(|(key, _)| is_unknown(key));
    let fault = |(key, node)| OfEntry { fault: (key, node), presence: presence_of(subject.scope, node) };
    let faults: Vec<_> = unknown.map(fault).collect();
    match faults.is_empty() {
        true => Answer::Yes,
        // Services take more characters in the keys of tags than the patterns say.
        false if has_patterns && subject.name.ends_with("Tags") => Answer::Unknown(Why::Replaced),
        false => Answer::No(faults),
    }
}

/// `dependentRequired`, `dependencies`: names, each with one that it needs beside it.
pub(crate) fn together<'a>(subject: &Subject<'a>) -> Answer<'a, Vec<OfEntry<(&'a str, &'a str)>>> {
    let Some(map) = subject.map() else { return Answer::Yes };
    let of = |name| presence(subject.scope, map, name);
    let (mut faults, mut is_open) = (Vec::new(), false);
    for (name, needed) in subject.schema.dependent_required() {
        if of(name) == Presence::Absent {
            continue;
        }
        for other in needed {
            match of(other) {
                Presence::Absent => faults.push(OfEntry { fault: (name, other), presence: of(name) }),
                Presence::Maybe => is_open = true,
                Presence::Present => {}
            }
        }
    }
    Answer::of(faults, is_open)
}

/// `dependentExcluded`: pairs of names that exclude each other.
pub(crate) fn excluded<'a>(subject: &Subject<'a>) -> Answer<'a, Vec<(&'a str, &'a str)>> {
    let Some(map) = subject.map() else { return Answer::Yes };
    let of = |name| set(subject.scope, map, name);
    let (mut faults, mut is_open) = (Vec::new(), false);
    for (name, others) in subject.schema.dependent_excluded() {
        for other in others {
            match (of(name), of(other)) {
                (Presence::Absent, _) | (_, Presence::Absent) => {}
                // The schemas say it from both sides.
                (Presence::Present, Presence::Present) if faults.contains(&(other, name)) => {}
                (Presence::Present, Presence::Present) => faults.push((name, other)),
                // One that may be left out may be the one that the condition chooses.
                _ => is_open = true,
            }
        }
    }
    Answer::of(faults, is_open)
}

/// `requiredXor`: the names of which exactly one is to be there, as they are: several, or none of all.
pub(crate) fn exactly_one<'a>(subject: &Subject<'a>) -> Answer<'a, Choice<'a>> {
    let names: Vec<&str> = subject.schema.required_xor().collect();
    let Some((sure, open)) = given(subject, &names).filter(|_| !names.is_empty()) else { return Answer::Yes };
    match (sure.len(), open) {
        (0, 0) => Answer::No(Choice::NoneOf(names)),
        (1, 0) => Answer::Yes,
        (2.., _) => Answer::No(Choice::Several(sure)),
        _ => Answer::Unknown(Why::Condition),
    }
}

/// What is wrong where one of several properties is to be given.
#[derive(Clone, Debug)]
pub(crate) enum Choice<'a> {
    /// None of these is given.
    NoneOf(Vec<&'a str>),
    /// These are.
    Several(Vec<&'a str>),
}

/// `requiredOr`: the names of which none is there.
pub(crate) fn at_least_one<'a>(subject: &Subject<'a>) -> Answer<'a, Vec<&'a str>> {
    let names: Vec<&str> = subject.schema.required_or().collect();
    let Some((sure, open)) = given(subject, &names).filter(|_| !names.is_empty()) else { return Answer::Yes };
    match (sure.len(), open) {
        (0, 0) => Answer::No(names),
        (0, _) => Answer::Unknown(Why::Condition),
        _ => Answer::Yes,
    }
}
