//! What the transform has made so far.

use std::collections::{BTreeMap, BTreeSet};

use super::api_event::{self, ApiEvent};
use super::build;
use super::change::Change;
use super::made::MadeResource;
use super::pending::{Planned, Preference};
use super::resource::{LONGEST_ID, SamResource};
use super::tags;
use super::transform::empty_map;
use crate::template::{Map, Node, SourceLocation, Template};

/// By the id of a source: the properties that can be referred to, and what they stand for.
pub(super) type Referable = BTreeMap<String, BTreeMap<&'static str, String>>;

/// The state of one translation.
pub(super) struct Work<'a> {
    /// The template with the globals merged.
    pub(super) template: &'a Template,
    /// The resources so far, in order: made ones and those that are left as they are.
    pub(super) resources: Map,
    /// Conditions that are made.
    pub(super) conditions: Map,
    /// What `Ref: Function.Alias` and the like stand for.
    pub(super) referable: Referable,
    /// Sources whose main resource has another id.
    pub(super) renamed: BTreeMap<String, String>,
    /// Ids up to their digits, with the types of what they name.
    pub(super) hashed: BTreeMap<String, &'static str>,
    /// Beginnings of ids that may be made of what is not modelled.
    pub(super) open: Vec<String>,
    /// The events of each API, by its id.
    pub(super) api_events: BTreeMap<&'a str, Vec<ApiEvent<'a>>>,
    /// The HTTP APIs and the functions that take whatever no other route does.
    pub(super) default_routes: BTreeSet<(&'a str, &'a str)>,
    /// What gradual deployments are made of, for all functions.
    pub(super) deployments: Vec<Preference<'a>>,
    /// The REST APIs that share a usage plan.
    pub(super) plans: Vec<Planned<'a>>,
    /// Changes of resources that the transform does not make.
    pub(super) changes: Vec<(String, Change)>,
}

impl<'a> Work<'a> {
    /// Before anything is made.
    pub(super) fn new(template: &'a Template) -> Self {
        let api_events = api_event::of_apis(template);
        Work {
            template,
            default_routes: api_event::default_routes(&api_events),
            resources: Map::default(),
            conditions: Map::default(),
            referable: BTreeMap::new(),
            renamed: BTreeMap::new(),
            hashed: BTreeMap::new(),
            open: Vec::new(),
            api_events,
            deployments: Vec::new(),
            plans: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Keeps what is made of a source. An author's own resource of that id is what stands there.
    pub(super) fn put(&mut self, source: &SamResource<'_>, made: MadeResource) {
        let made = tags::propagate(source, made);
        self.put_at(source.location, made);
    }

    /// Keeps what is made of a source, at its place.
    pub(super) fn put_at(&mut self, location: SourceLocation, made: MadeResource) {
        let (key, node) = made.into_entry(location);
        self.resources.get_or_insert_with(key, || node);
    }

    /// Keeps several.
    pub(super) fn put_all(&mut self, source: &SamResource<'_>, made: impl IntoIterator<Item = MadeResource>) {
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
            name if build::is_alphanumeric(name) && name.len() <= LONGEST_ID => format!("{beginning}{name}{ending}"),
            name => self.hashed_id(&format!("{beginning}{ending}"), resource_type, [&build::text(name)]),
        }
    }

    /// What `Ref: Source.Property` stands for.
    pub(super) fn refer(&mut self, source: &SamResource<'_>, property: &'static str, id: &str) {
        self.referable.entry(source.id.to_owned()).or_default().insert(property, id.to_owned());
    }

    /// The source with an id, if it is one.
    pub(super) fn source(&self, id: &str) -> Option<SamResource<'a>> {
        SamResource::of(&self.template.resource(id)?, empty_map())
    }
}
