//! What the transform has made so far.

use std::collections::BTreeMap;

use super::build::{self, Made};
use super::events::{self, ApiEvent};
use super::source::Source;
use crate::template::{Map, Node, Place, Template};

/// The state of one translation.
pub(super) struct Work<'a> {
    /// The template with the globals merged.
    pub(super) template: &'a Template,
    /// The resources so far, in order: made ones and those that are left as they are.
    pub(super) resources: Map,
    /// Conditions that are made.
    pub(super) conditions: Map,
    /// What `Ref: Function.Alias` and the like stand for.
    pub(super) referable: BTreeMap<(String, &'static str), String>,
    /// Sources whose main resource has another id.
    pub(super) renamed: BTreeMap<String, String>,
    /// Ids up to their digits, with the types of what they name.
    pub(super) hashed: BTreeMap<String, &'static str>,
    /// Beginnings of ids that may be made of what is not modelled.
    pub(super) open: Vec<String>,
    /// The events of each API, by its id.
    pub(super) api_events: BTreeMap<&'a str, Vec<ApiEvent<'a>>>,
    /// What gradual deployments are made of, for all functions.
    pub(super) deployments: Vec<super::deployment::Preference<'a>>,
    /// The REST APIs that share a usage plan.
    pub(super) plans: Vec<super::usage_plan::Planned<'a>>,
    /// Changes of resources that the transform does not make.
    pub(super) changes: Vec<(String, Change)>,
}

/// A change of a resource that the transform does not make.
pub(super) enum Change {
    /// It waits for another one, too.
    After(String),
    /// An item is appended to the list at a path of its properties.
    Append(&'static [&'static str], Node),
    /// An entry of the map at a path of its properties is set.
    Set(&'static [&'static str], String, Node),
}

impl<'a> Work<'a> {
    /// Before anything is made.
    pub(super) fn new(template: &'a Template) -> Self {
        Work {
            template,
            resources: Map::new(),
            conditions: Map::new(),
            referable: BTreeMap::new(),
            renamed: BTreeMap::new(),
            hashed: BTreeMap::new(),
            open: Vec::new(),
            api_events: events::of_apis(template),
            deployments: Vec::new(),
            plans: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Keeps what is made of a source. An author's own resource of that id is what stands there.
    pub(super) fn put(&mut self, source: &Source<'_>, made: Made) {
        self.put_at(source.place, made);
    }

    /// Keeps what is made of a source, at its place.
    pub(super) fn put_at(&mut self, place: Place, made: Made) {
        let (key, node) = made.into_entry(place);
        self.resources.entry(key).or_insert(node);
    }

    /// Keeps several.
    pub(super) fn put_all(&mut self, source: &Source<'_>, made: impl IntoIterator<Item = Made>) {
        made.into_iter().for_each(|made| self.put(source, made));
    }

    /// An id that ends with digits of the content of nodes.
    pub(super) fn hashed_id<'n>(
        &mut self,
        beginning: &str,
        resource_type: &'static str,
        nodes: impl IntoIterator<Item = &'n Node>,
    ) -> String {
        self.hashed.insert(beginning.to_owned(), resource_type);
        format!("{beginning}{}", build::digits(nodes))
    }

    /// An id that ends with a name, or with digits of it where it is not made of letters and digits. An empty name adds nothing.
    pub(super) fn named_id(&mut self, beginning: &str, name: &str, ending: &str, resource_type: &'static str) -> String {
        match name {
            "" => format!("{beginning}{ending}"),
            name if build::is_alphanumeric(name) => format!("{beginning}{name}{ending}"),
            name => self.hashed_id(&format!("{beginning}{ending}"), resource_type, [&build::text(name)]),
        }
    }

    /// What `Ref: Source.Property` stands for.
    pub(super) fn refer(&mut self, source: &Source<'_>, property: &'static str, id: &str) {
        self.referable.insert((source.id.to_owned(), property), id.to_owned());
    }

    /// The source with an id, if it is one.
    pub(super) fn source(&self, id: &str) -> Option<Source<'a>> {
        Source::of(&self.template.resource(id)?, super::empty_map())
    }
}
