//! Stepping down the properties of a resource: what each is known to be, and where it stands.

use std::rc::Rc;

use crate::language::case::{Fact, Reason, Value, When, both, excludes};
use crate::language::{Piece, Scope, resolve};
use crate::template::path::{Path, Step};
use crate::template::{Map, Node, SourceLocation, function};

/// A property, or an item of one. What a condition, a parameter or a macro decides is unknown, and its [cases](Self::cases) tell
/// what it can be.
#[derive(Clone)]
pub struct Property<'a> {
    scope: &'a Scope<'a>,
    written: Option<&'a Node>,
    value: Value<'a>,
    when: When<'a>,
    location: SourceLocation,
    way: Way<'a>,
}

/// What a property can be, as far as it is followed: conditions within conditions multiply.
const MOST_OUTCOMES: usize = 64;

/// The way to a property. Few properties are reported, so no path is made of it before.
#[derive(Clone)]
enum Way<'a> {
    /// No way is known to what a walk comes to.
    Start,
    /// The resource of this logical id.
    Resource(&'a str),
    /// One step further.
    Step(Rc<(Way<'a>, Step<'a>)>),
}

impl<'a> Property<'a> {
    /// The `Properties` of a resource. They are there under its condition, which decides what their own functions can be.
    pub(super) fn root(scope: &'a Scope<'a>, id: &'a str, location: SourceLocation, resource: &'a Node) -> Self {
        let condition = resource.get("Condition").and_then(Node::as_str).filter(|name| scope.holds(name).is_none());
        let when = condition.map(|name| Fact::Condition(name, true)).into_iter().collect();
        Property { when, way: Way::Resource(id), ..Property::of(scope, resource, location) }.get("Properties")
    }

    /// A node that a walk comes to.
    pub(crate) fn of(scope: &'a Scope<'a>, node: &'a Node, location: SourceLocation) -> Self {
        let value = Value::Known(node);
        Property { scope, written: Some(node), value, when: Vec::new(), location, way: Way::Start }.seen()
    }

    /// What stands under a key.
    pub fn get(&self, key: &'a str) -> Property<'a> {
        let entry = match &self.value {
            Value::Known(node) => Ok(node.as_map().and_then(|map| map.get_key_value(key))),
            Value::Absent => Ok(None),
            Value::Unknown(reason) => Err(reason.clone()),
        };
        let (written, value, location) = match entry {
            Ok(Some((key, node))) => (Some(node), Value::Known(node), key.location_with(node).or(self.location)),
            Ok(None) => (None, Value::Absent, self.location),
            Err(reason) => (None, Value::Unknown(reason), self.location),
        };
        self.below(written, value, location, key.into())
    }

    /// What stands under the keys of a path.
    pub fn at(&self, path: &[&'a str]) -> Property<'a> {
        path.iter().fold(self.clone(), |property, key| property.get(key))
    }

    fn below(&self, written: Option<&'a Node>, value: Value<'a>, location: SourceLocation, step: Step<'a>) -> Property<'a> {
        let way = Way::Step(Rc::new((self.way.clone(), step)));
        Property { scope: self.scope, written, value, when: self.when.clone(), location, way }.seen()
    }

    /// The same, seen through functions: its one case, or why there are several.
    fn seen(self) -> Property<'a> {
        let Some(written) = self.written.filter(|node| !resolve::is_plain(node)) else { return self };
        if let [case] = &*self.scope.cases(written)
            && case.when.is_empty()
        {
            return Property { written: Some(case.at), value: case.value.clone(), ..self };
        }
        let mut cases = self.cases();
        let reason = match cases.last().and_then(|case| case.when.last()) {
            _ if cases.len() == 1 => return cases.remove(0),
            Some(Fact::Condition(name, _)) => Reason::Condition(name),
            Some(Fact::Parameter(name, _)) => Reason::Parameter(name),
            None => Reason::TooMuch,
        };
        Property { value: Value::Unknown(reason), ..self }
    }

    /// Everything that it can be, each with what must hold for it: both branches of an `If`.
    pub fn cases(&self) -> Vec<Property<'a>> {
        let Some(written) = self.written else { return vec![self.clone()] };
        let cases = self.scope.cases(written);
        let seen = cases.iter().filter_map(|case| {
            let when = both(&self.when, &case.when)?;
            Some(Property { written: Some(case.at), value: case.value.clone(), when, ..self.clone() })
        });
        seen.collect()
    }

    /// The same, and where it is a parameter of no known value, its default as one of them: somebody who gives no other deploys that.
    pub(crate) fn cases_with_default(&self) -> Vec<Property<'a>> {
        let chosen = |case: Property<'a>| {
            let name = function::referred(case.written?).filter(|name| case.value == Value::Unknown(Reason::Parameter(name)))?;
            let default = self.scope.possible_default(name)?;
            let when = both(&case.when, &[Fact::Parameter(name, default)])?;
            Some(Property { written: Some(default), value: Value::Known(default), when, ..case })
        };
        self.cases().into_iter().flat_map(|case| [Some(case.clone()), chosen(case)]).flatten().collect()
    }

    /// What the properties under these keys are together: each combination of their cases that some deployment has. A combination
    /// that needs two parameters to be chosen alike is none that the author wrote.
    pub(crate) fn together<const N: usize>(&self, keys: [&'a str; N]) -> Vec<[Property<'a>; N]> {
        let mut rows: Vec<(Vec<Property<'a>>, When<'a>)> = vec![(Vec::new(), self.when.clone())];
        for key in keys {
            let cases = self.get(key).cases();
            let longer = rows.iter().flat_map(|(row, when)| {
                cases.iter().filter_map(move |case| {
                    let when = both(when, &case.when).filter(|when| when.len() < 2 || self.scope.is_possible(when))?;
                    Some((row.iter().chain([case]).cloned().collect(), when))
                })
            });
            rows = longer.take(MOST_OUTCOMES + 1).collect();
            if rows.len() > MOST_OUTCOMES {
                return Vec::new();
            }
        }
        let is_written = |when: &When<'a>| when.iter().filter(|fact| matches!(fact, Fact::Parameter(..))).count() < 2;
        rows.into_iter().filter(|(_, when)| is_written(when)).filter_map(|(row, _)| row.try_into().ok()).collect()
    }

    /// The places that a path leads to, one for each item of the lists at its `*` (or for the one thing that is
    /// there), each with everything that it can be.
    pub(crate) fn places(&self, path: &[&'a str]) -> Vec<Vec<Property<'a>>> {
        let Some(at) = path.iter().position(|key| *key == "*") else { return vec![self.outcomes(path)] };
        let items = self.outcomes(&path[..at]).into_iter().flat_map(|list| list.every_entry());
        items.flat_map(|item| item.places(&path[at + 1..])).collect()
    }

    /// Everything that the property under some keys can be; nothing where that is more than is followed.
    fn outcomes(&self, keys: &[&'a str]) -> Vec<Property<'a>> {
        let step = |found: Vec<Property<'a>>, key: &&'a str| -> Vec<Property<'a>> {
            let below: Vec<Property<'a>> = found.iter().flat_map(|one| one.get(key).cases()).take(MOST_OUTCOMES + 1).collect();
            if below.len() > MOST_OUTCOMES { Vec::new() } else { below }
        };
        keys.iter().fold(self.cases(), step)
    }

    /// The items of a list, where it is known to be this one; none where it is absent.
    pub fn items(&self) -> Option<Vec<Property<'a>>> {
        let list = match self.value {
            Value::Known(node) => node.as_list()?,
            Value::Absent => &[],
            Value::Unknown(_) => return None,
        };
        let items = list
            .iter()
            .enumerate()
            .map(|(index, node)| self.below(Some(node), Value::Known(node), node.location.or(self.location), index.into()));
        Some(items.filter(|item| !item.is_absent()).collect())
    }

    /// Every item that a list may turn out to have, in any of its cases.
    pub fn every_item(&self) -> Vec<Property<'a>> {
        let lists = self.cases().into_iter().filter_map(|case| case.items());
        lists.flatten().flat_map(|item| item.cases()).filter(|item| !item.is_absent()).collect()
    }

    /// Every item that it may turn out to have, where one thing alone stands for a list of it. What is unknown is an item as well.
    pub fn every_entry(&self) -> Vec<Property<'a>> {
        let entries = self.cases().into_iter().flat_map(|case| case.items().unwrap_or_else(|| vec![case]));
        entries.flat_map(|entry| entry.cases()).filter(|entry| !entry.is_absent()).collect()
    }

    /// The map that it is known to be.
    pub(crate) fn map(&self) -> Option<&'a Map> {
        match self.value {
            Value::Known(node) => node.as_map(),
            Value::Absent | Value::Unknown(_) => None,
        }
    }

    /// The keys of a map, where they are known to be these.
    pub fn keys(&self) -> Option<Vec<&'a str>> {
        match self.value {
            Value::Absent => Some(Vec::new()),
            _ => Some(self.map()?.keys().map(|key| key.as_str()).collect()),
        }
    }

    /// The scalar that it is known to be, as text.
    pub fn text(&self) -> Option<String> {
        match self.value {
            Value::Known(node) => node.scalar(),
            Value::Absent | Value::Unknown(_) => None,
        }
    }

    /// The scalar that it is known to be, or what the service takes where it is known to be left out.
    pub fn text_or(&self, default: &str) -> Option<String> {
        if self.is_absent() { Some(default.to_owned()) } else { self.text() }
    }

    /// The whole number that it is known to be.
    pub fn number(&self) -> Option<i64> {
        self.text()?.trim().parse().ok()
    }

    /// Whether it is known to be this text.
    pub fn is(&self, text: &str) -> bool {
        self.text().as_deref() == Some(text)
    }

    /// Whether it is known to be left out.
    pub fn is_absent(&self) -> bool {
        self.value == Value::Absent
    }

    /// Whether it is known to be there, whatever its value.
    pub fn is_given(&self) -> bool {
        self.written.is_some_and(|node| !self.scope.may_be_absent(node))
    }

    /// The text that functions and what is given come to; nothing where only the deployment knows.
    pub(crate) fn reduced(&self) -> Option<String> {
        self.scope.reduce(self.node()?)?.scalar()
    }

    /// What its text consists of, as far as it is known.
    pub(crate) fn parts(&self) -> Vec<Piece<'a>> {
        self.node().and_then(|node| self.scope.parts(node)).unwrap_or_default()
    }

    /// Whether its text is known to end so.
    pub(crate) fn ends_with(&self, end: &str) -> bool {
        matches!(self.parts().last(), Some(Piece::Text(text)) if text.ends_with(end))
    }

    /// The template that it is in.
    pub(super) fn scope(&self) -> &'a Scope<'a> {
        self.scope
    }

    /// What it is, or why that is unknown.
    pub(crate) fn value(&self) -> &Value<'a> {
        &self.value
    }

    /// What must hold for it.
    pub(crate) fn when(&self) -> &[Fact<'a>] {
        &self.when
    }

    /// Whether somebody chooses it when the stack is deployed: a parameter allows it, and other values too.
    pub(crate) fn is_chosen(&self) -> bool {
        self.when.iter().any(|fact| matches!(fact, Fact::Parameter(..)))
    }

    /// Whether it is one of the values that a parameter allows, as it is.
    pub(crate) fn is_value_of_parameter(&self) -> bool {
        let is_it = |fact: &Fact<'a>| matches!(fact, Fact::Parameter(_, value) if self.written.is_some_and(|node| std::ptr::eq(node, *value)));
        self.when.iter().any(is_it)
    }

    /// Whether it and another one can be there together.
    pub(crate) fn coexists(&self, other: &Property<'_>) -> bool {
        !excludes(&self.when, &other.when)
    }

    /// The node as it is written, or the branch of an `If` that it is.
    pub(crate) fn node(&self) -> Option<&'a Node> {
        self.written
    }

    /// Where it was written, or what it would stand in.
    pub(crate) fn location(&self) -> SourceLocation {
        self.location
    }

    /// The keys and indices that lead to it.
    pub(crate) fn path(&self) -> Path<'a> {
        let (mut way, mut steps) = (&self.way, Vec::new());
        while let Way::Step(further) = way {
            steps.push(further.1.clone());
            way = &further.0;
        }
        if let Way::Resource(id) = way {
            steps.extend([Step::from(*id), Step::from("Resources")]);
        }
        steps.into_iter().rev().collect()
    }
}
