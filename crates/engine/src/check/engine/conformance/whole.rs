//! Whether a value meets all keywords of a schema, and what follows from the alternatives of a schema.

use super::answer::{Answer, Why};
use super::inner::{items, property};
use super::map::{Presence, presence, presence_of};
use super::{list, map, scalar};
use crate::check::engine::subject::{Effort, Subject};
use crate::language::{Value, reference, resolve};
use crate::schema::{Keywords, SchemaNode};
use crate::template::{Content, Map, Node};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Types, keys and closed sets: what tells one alternative from another.
    Structure,
    /// Lengths, ranges, patterns, and what depends on each other too.
    All,
}

const ALTERNATIVES: Keywords = Keywords::of(&["allOf", "anyOf", "oneOf", "not", "if"]);

/// Whether a value meets a schema.
pub(crate) fn conforms<'a>(subject: &Subject<'a>, detail: Detail) -> Answer<'a> {
    Look { detail }.literal(subject, subject.depth)
}

/// `not`: whether the value is known to be what the schema refuses.
pub(crate) fn refused<'a>(subject: &Subject<'a>) -> Answer<'a> {
    let refused = subject.schema.schema("not").map(|refused| conforms(&subject.with(refused), Detail::All));
    refused.map_or(Answer::Yes, Answer::opposite)
}

struct Look {
    detail: Detail,
}

impl Look {
    /// A value through all its outcomes.
    fn value<'a>(&self, subject: &Subject<'a>, depth: usize) -> Answer<'a> {
        if resolve::is_plain(subject.node) {
            return self.literal(subject, depth);
        }
        let cases = subject.scope.cases(subject.node);
        let mut answers = cases.iter().map(|case| match &case.value {
            Value::Known(node) => self.literal(&Subject { node, ..*subject }, depth),
            Value::Absent => Answer::Unknown(Why::Condition),
            Value::Unknown(reason) => Answer::Unknown(Why::Value(reason.clone())),
        });
        let first = answers.next().unwrap_or(Answer::Unknown(Why::Outcomes));
        if answers.all(|answer| answer == first) { first } else { Answer::Unknown(Why::Outcomes) }
    }

    /// A literal value.
    fn literal<'a>(&self, subject: &Subject<'a>, depth: usize) -> Answer<'a> {
        if !subject.effort.spend(Effort::KEYWORDS) {
            return Answer::Unknown(Why::TooMuch);
        }
        if subject.schema.is_never() {
            return Answer::No(());
        }
        let own = scalar::types(subject).and(|| match &subject.node.content {
            Content::Map(map) => self.map(subject, map, depth),
            Content::List(nodes) => self.list(subject, nodes, depth),
            Content::Null => Answer::Unknown(Why::Null),
            Content::Text(_) | Content::Number(_) | Content::Bool(_) => self.scalar(subject),
        });
        own.and(|| self.detailed(|| scalar::format(subject).plain())).and(|| match subject.schema.has_any(ALTERNATIVES) {
            true => depth.checked_sub(1).map_or(Answer::Unknown(Why::TooMuch), |depth| self.alternatives(subject, depth)),
            false => Answer::Yes,
        })
    }

    /// `allOf`, `anyOf`, `oneOf`, `not`, `if`.
    fn alternatives<'a>(&self, subject: &Subject<'a>, depth: usize) -> Answer<'a> {
        let schema = subject.schema;
        let look = |branch| self.literal(&subject.with(branch), depth);
        let chosen = |name: &str| schema.schema(name).map_or(Answer::Yes, look);
        Answer::all(schema.all_of().map(look))
            .and(|| Answer::any(schema.any_of().map(look)))
            .and(|| Answer::one(schema.one_of().map(look)))
            .and(|| schema.schema("not").map_or(Answer::Yes, |branch| look(branch).opposite()))
            .and(|| match schema.schema("if").map(look) {
                None => Answer::Yes,
                Some(Answer::Yes) => chosen("then"),
                Some(Answer::No(())) => chosen("else"),
                Some(unknown) => match (chosen("then"), chosen("else")) {
                    (one, other) if one == other => one,
                    _ => unknown,
                },
            })
    }

    fn scalar<'a>(&self, subject: &Subject<'a>) -> Answer<'a> {
        scalar::in_set(subject).plain().and(|| {
            self.detailed(|| {
                let number = || scalar::range(subject).plain().and(|| scalar::multiple(subject).plain());
                scalar::length(subject).plain().and(number).and(|| scalar::pattern(subject).plain())
            })
        })
    }

    fn list<'a>(&self, subject: &Subject<'a>, nodes: &'a [Node], depth: usize) -> Answer<'a> {
        let own = || list::unique(subject).plain().and(|| list::different(subject).plain());
        let own = self.detailed(|| list::count(subject).plain().and(own));
        let inner =
            |node, schema: Option<_>| schema.map_or(Answer::Yes, |schema| self.inner(subject, node, schema, subject.name, depth));
        // What stands at one position does not tell one kind of list from another.
        let item = |(node, (every, here))| inner(node, every).and(|| self.detailed(|| inner(node, here)));
        own.and(|| scalar::in_set(subject).plain()).and(|| Answer::all(nodes.iter().zip(items(subject.schema)).map(item)))
    }

    fn map<'a>(&self, subject: &Subject<'a>, map: &'a Map, depth: usize) -> Answer<'a> {
        let relations = || {
            list::count(subject)
                .plain()
                .and(|| map::together(subject).of_all_outcomes())
                .and(|| map::excluded(subject).plain())
                .and(|| map::exactly_one(subject).plain())
                .and(|| map::at_least_one(subject).plain())
        };
        map::required(subject)
            .plain()
            .and(|| map::known(subject).of_all_outcomes())
            .and(|| scalar::in_set(subject).plain())
            .and(|| self.detailed(relations))
            .and(|| self.dependent(subject, map, depth))
            .and(|| Answer::all(reference::elements(map).map(|(key, node)| self.entry(subject, key.as_str(), node, depth))))
    }

    /// `dependencies`, where they are schemas: what the map must meet because of an entry.
    fn dependent<'a>(&self, subject: &Subject<'a>, map: &'a Map, depth: usize) -> Answer<'a> {
        Answer::all(subject.schema.dependent_schemas().map(|(name, schema)| {
            let look =
                || depth.checked_sub(1).map_or(Answer::Unknown(Why::TooMuch), |depth| self.literal(&subject.with(schema), depth));
            match presence(subject.scope, map, name) {
                Presence::Absent => Answer::Yes,
                Presence::Maybe if look().is_yes() => Answer::Yes,
                Presence::Maybe => Answer::Unknown(Why::Condition),
                Presence::Present => look(),
            }
        }))
    }

    fn entry<'a>(&self, subject: &Subject<'a>, key: &'a str, node: &'a Node, depth: usize) -> Answer<'a> {
        let Some(schema) = property(subject.schema, key) else { return Answer::Yes };
        let inner = || match schema.is_never() {
            true => Answer::No(()),
            false => self.inner(subject, node, schema, key, depth),
        };
        match (presence_of(subject.scope, node), inner()) {
            (Presence::Absent, _) => Answer::Yes,
            (Presence::Maybe, Answer::No(())) => Answer::Unknown(Why::Condition),
            (_, answer) => answer,
        }
    }

    /// What stands in a value, unless it lies too deep.
    fn inner<'a>(
        &self,
        subject: &Subject<'a>,
        node: &'a Node,
        schema: SchemaNode<'a>,
        name: &'a str,
        depth: usize,
    ) -> Answer<'a> {
        let inner = Subject { node, schema, name, ..*subject };
        depth.checked_sub(1).map_or(Answer::Unknown(Why::TooMuch), |depth| self.value(&inner, depth))
    }

    /// What is not looked at where only the structure counts: then it refutes nothing.
    fn detailed<'a>(&self, answer: impl FnOnce() -> Answer<'a>) -> Answer<'a> {
        match answer() {
            Answer::No(()) if self.detail == Detail::Structure => Answer::Unknown(Why::Detail),
            answer => answer,
        }
    }
}

/// Which of several alternatives a value is meant to be.
pub(crate) enum Meant<'a> {
    /// This one: no other is possible.
    One(SchemaNode<'a>),
    /// One of several.
    Several,
    /// None of them.
    None,
}

/// Which of several alternatives a value is meant to be. One that only details speak against is meant where all others are of
/// another structure: so the finding says what is wrong with the value.
pub(crate) fn meant<'a>(subject: &Subject<'a>, branches: &[SchemaNode<'a>]) -> Meant<'a> {
    for detail in [Detail::All, Detail::Structure] {
        let mut possible = branches.iter().filter(|branch| !conforms(&subject.with(**branch), detail).is_no());
        match (possible.next(), possible.next()) {
            (Some(only), None) => return Meant::One(*only),
            (Some(_), Some(_)) if detail == Detail::All => return Meant::Several,
            _ => {}
        }
    }
    Meant::None
}

/// A schema that a value must meet beside its own, and the condition that it meets or does not meet, if that is the reason.
pub(crate) type Implied<'a> = (SchemaNode<'a>, Option<SchemaNode<'a>>);

/// The schemas that a value must meet because of its own schema's alternatives and conditions, beside that schema itself.
pub(crate) fn implied<'a>(subject: &Subject<'a>) -> Vec<Implied<'a>> {
    let schema = subject.schema;
    if !schema.has_any(ALTERNATIVES) {
        return Vec::new();
    }
    let mut implied: Vec<Implied<'a>> = schema.all_of().map(|branch| (branch, None)).collect();
    for branches in [schema.one_of().collect::<Vec<_>>(), schema.any_of().collect()] {
        if let (false, Meant::One(only)) = (branches.is_empty(), meant(subject, &branches)) {
            implied.push((only, None));
        }
    }
    if let Some(condition) = schema.schema("if") {
        let chosen = match conforms(&subject.with(condition), Detail::All) {
            Answer::Yes => schema.schema("then"),
            Answer::No(()) => schema.schema("else"),
            Answer::Unknown(_) => None,
        };
        implied.extend(chosen.map(|chosen| (chosen, Some(condition))));
    }
    implied
}
