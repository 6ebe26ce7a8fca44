//! Stepping down the properties of a resource: what each surely is, and where it stands.

use std::rc::Rc;

use crate::language::{Scope, Value, resolve};
use crate::template::path::{Path, Step};
use crate::template::{Node, SourceLocation};

/// A property, or an item of one. What is written by `If`, a parameter or a macro is not known for sure.
#[derive(Clone)]
pub(crate) struct Property<'a> {
    scope: &'a Scope<'a>,
    written: Option<&'a Node>,
    known: Known<'a>,
    location: SourceLocation,
    way: Rc<Way<'a>>,
}

/// The last step to a property, and the way to what that stands in. Few properties are reported, so no path is made of it before.
struct Way<'a> {
    outer: Option<Rc<Way<'a>>>,
    step: Step<'a>,
}

impl<'a> Way<'a> {
    fn new(outer: Option<&Rc<Way<'a>>>, step: impl Into<Step<'a>>) -> Rc<Self> {
        Rc::new(Way { outer: outer.cloned(), step: step.into() })
    }
}

/// What a property surely is.
#[derive(Clone)]
enum Known<'a> {
    Absent,
    Literal(&'a Node),
    Unknown,
}

impl<'a> From<&Value<'a>> for Known<'a> {
    fn from(value: &Value<'a>) -> Self {
        match value {
            Value::Known(node) => Known::Literal(node),
            Value::Absent => Known::Absent,
            Value::Unknown(_) => Known::Unknown,
        }
    }
}

impl<'a> Property<'a> {
    /// The `Properties` of a resource.
    pub(super) fn root(scope: &'a Scope<'a>, id: &'a str, location: SourceLocation, resource: &'a Node) -> Self {
        let way = Way::new(None, id);
        Property { scope, written: Some(resource), known: Known::Literal(resource), location, way }.get("Properties")
    }

    /// What stands under a key.
    pub(crate) fn get(&self, key: &'a str) -> Property<'a> {
        let written = match self.known {
            // What a function writes among the other entries cannot be seen.
            Known::Literal(node) if resolve::is_plain(node) => Some(node.as_map().and_then(|map| map.get_key_value(key))),
            Known::Absent => Some(None),
            _ => None,
        };
        let location = written.flatten().map_or(self.location, |(key, node)| key.location_with(node).or(self.location));
        let node = written.flatten().map(|(_, node)| node);
        let known = match node {
            Some(node) => self.known(node),
            None if written.is_some() => Known::Absent,
            None => Known::Unknown,
        };
        Property { scope: self.scope, written: node, known, location, way: Way::new(Some(&self.way), key) }
    }

    /// What stands under the keys of a path.
    pub(crate) fn at(&self, path: &[&'a str]) -> Property<'a> {
        path.iter().fold(self.clone(), |property, key| property.get(key))
    }

    fn known(&self, node: &'a Node) -> Known<'a> {
        if resolve::is_plain(node) {
            return Known::Literal(node);
        }
        match &*self.scope.cases(node) {
            [case] => Known::from(&case.value),
            _ => Known::Unknown,
        }
    }

    /// Everything that it can be, as far as that is written out: both branches of an `If`.
    pub(crate) fn cases(&self) -> Vec<Property<'a>> {
        let Some(written) = self.written else { return vec![self.clone()] };
        let cases = self.scope.cases(written);
        cases.iter().map(|case| Property { known: Known::from(&case.value), ..self.clone() }).collect()
    }

    /// The items of a list, where it is surely this one; none where it is absent.
    pub(crate) fn items(&self) -> Option<Vec<Property<'a>>> {
        let list = match self.known {
            Known::Literal(node) => node.as_list()?,
            Known::Absent => &[],
            _ => return None,
        };
        let items = list.iter().enumerate().map(|(index, node)| Property {
            scope: self.scope,
            written: Some(node),
            known: self.known(node),
            location: node.location.or(self.location),
            way: Way::new(Some(&self.way), index),
        });
        Some(items.filter(|item| !item.is_absent()).collect())
    }

    /// Every item that a list may turn out to have, in any of its cases.
    pub(crate) fn every_item(&self) -> Vec<Property<'a>> {
        let lists = self.cases().into_iter().filter_map(|case| case.items());
        lists.flatten().flat_map(|item| item.cases()).collect()
    }

    /// The keys of a map, where they are surely these.
    pub(crate) fn keys(&self) -> Option<Vec<&'a str>> {
        match self.known {
            Known::Literal(node) if resolve::is_plain(node) => Some(node.as_map()?.keys().map(|key| key.as_str()).collect()),
            Known::Absent => Some(Vec::new()),
            _ => None,
        }
    }

    /// The scalar that it surely is, as text.
    pub(crate) fn text(&self) -> Option<String> {
        match &self.known {
            Known::Literal(node) => node.scalar(),
            _ => None,
        }
    }

    /// The scalar that it surely is, or what the service takes where it is surely left out.
    pub(crate) fn text_or(&self, default: &str) -> Option<String> {
        if self.is_absent() { Some(default.to_owned()) } else { self.text() }
    }

    /// The whole number that it surely is.
    pub(crate) fn number(&self) -> Option<i64> {
        self.text()?.trim().parse().ok()
    }

    /// Whether it is surely this text.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text().as_deref() == Some(text)
    }

    /// Whether it is surely left out.
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self.known, Known::Absent)
    }

    /// Whether it is surely there, whatever its value.
    pub(crate) fn is_given(&self) -> bool {
        self.written.is_some_and(|node| !self.scope.may_be_absent(node))
    }

    /// The template that it is in.
    pub(super) fn scope(&self) -> &'a Scope<'a> {
        self.scope
    }

    /// The node as it is written.
    pub(crate) fn node(&self) -> Option<&'a Node> {
        self.written
    }

    /// Where it was written, or what it would stand in.
    pub(crate) fn location(&self) -> SourceLocation {
        self.location
    }

    /// The keys and indices that lead to it.
    pub(crate) fn path(&self) -> Path<'a> {
        let outwards = std::iter::successors(Some(&self.way), |way| way.outer.as_ref());
        let mut steps: Vec<&Step<'a>> = outwards.map(|way| &way.step).collect();
        steps.reverse();
        std::iter::once(Step::from("Resources")).chain(steps.into_iter().cloned()).collect()
    }
}
