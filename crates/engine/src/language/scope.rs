//! What is known when a template is read: values of parameters and pseudo parameters, mappings, conditions.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use indexmap::IndexMap;

use super::case::Case;
use super::scenario::Scenario;
use crate::template::{KeyHasher, Map, Node, ResourceEntry, Template};

/// Holds the nodes that functions make. It lives longer than the [`Scope`] that fills it.
pub(crate) type Made = typed_arena::Arena<Node>;

/// What is known beside the template.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Given<'a> {
    /// The values of parameters and pseudo parameters, by name; those of lists are joined by commas.
    pub(crate) values: Option<&'a BTreeMap<String, String>>,
    /// Whether a parameter without a value has its default. Otherwise it can have any value that it allows.
    pub(crate) assumes_defaults: bool,
    /// What conditions find where nothing else tells it.
    pub(crate) scenario: Option<&'a Scenario>,
    /// Whether a reference to a resource that is named by its template is the name. Otherwise it says which resource it is.
    pub(crate) reads_names: bool,
}

/// The most that is done for one template: far more than its 1 MB can hold of functions, and little enough to answer at once.
const STEPS: usize = 500_000;

/// The longest text that is made: as long as a whole template may be.
pub(super) const LONGEST_TEXT: usize = crate::template::limits::BODY;

/// What was found out, by the node that it is about.
pub(super) type Remembered<T> = IndexMap<*const Node, T, KeyHasher>;

/// Entries of a mapping by their two keys.
pub(crate) type Entries<'a> = BTreeMap<[&'a str; 2], &'a Node>;

/// A template and what is known of its values. It remembers what it found out.
pub(crate) struct Scope<'a> {
    template: &'a Template,
    given: Given<'a>,
    made: &'a Made,
    cases: [RefCell<Remembered<Rc<[Case<'a>]>>>; 2],
    /// What lookups may find, by their arguments as text.
    entries: [RefCell<BTreeMap<String, Rc<Entries<'a>>>>; 2],
    pub(super) reduced: RefCell<Remembered<Option<&'a Node>>>,
    pub(super) conditions: RefCell<BTreeMap<&'a str, Option<bool>>>,
    resources: OnceCell<Rc<[ResourceEntry<'a>]>>,
    by_type: OnceCell<BTreeMap<&'a str, Rc<[ResourceEntry<'a>]>>>,
    steps: Cell<usize>,
    /// Whether a condition is being tested, which sees the values of the scenario.
    is_testing: Cell<bool>,
    /// What is being read back of resources.
    pub(super) being_read: RefCell<Vec<String>>,
}

impl<'a> Scope<'a> {
    /// A template about which this much is known.
    pub(crate) fn new(template: &'a Template, given: Given<'a>, made: &'a Made) -> Self {
        Scope {
            template,
            given,
            made,
            cases: Default::default(),
            entries: Default::default(),
            reduced: RefCell::default(),
            conditions: RefCell::default(),
            resources: OnceCell::new(),
            by_type: OnceCell::new(),
            steps: Cell::new(STEPS),
            is_testing: Cell::new(false),
            being_read: RefCell::default(),
        }
    }

    /// The template.
    pub(crate) fn template(&self) -> &'a Template {
        self.template
    }

    /// A section of the template by its name.
    pub(crate) fn section(&self, name: &str) -> Option<&'a Map> {
        self.template.section(name)
    }

    /// The resources, in order. Most rules look for some of them by their type, so the types are read once.
    pub(crate) fn resources(&self) -> impl Iterator<Item = ResourceEntry<'a>> + use<'a> {
        let all = Rc::clone(self.resources.get_or_init(|| self.template.resources().collect()));
        (0..all.len()).map(move |index| all[index])
    }

    /// The resources of a type, in order: there are more rules than resources of most types.
    pub(crate) fn resources_of(&self, kind: &str) -> impl Iterator<Item = ResourceEntry<'a>> + use<'a> {
        let by_type = self.by_type.get_or_init(|| {
            let mut sorted: BTreeMap<&str, Vec<ResourceEntry<'_>>> = BTreeMap::new();
            self.resources().for_each(|entry| sorted.entry(entry.resource_type).or_default().push(entry));
            sorted.into_iter().map(|(kind, entries)| (kind, entries.into())).collect()
        });
        let found = by_type.get(kind).cloned();
        let count = found.as_ref().map_or(0, |found| found.len());
        (0..count).filter_map(move |index| found.as_ref()?.get(index).copied())
    }

    /// The resource of a logical id.
    pub(crate) fn resource(&self, id: &str) -> Option<ResourceEntry<'a>> {
        self.template.resource(id)
    }

    /// Whether the work was cut short, so that some values are unknown only because of that.
    pub(crate) fn is_spent(&self) -> bool {
        self.steps.get() == 0
    }

    /// Does so much work, if it is still to be had.
    pub(super) fn spend(&self, steps: usize) -> bool {
        self.steps.set(self.steps.get().saturating_sub(steps));
        !self.is_spent()
    }

    /// Where made nodes are kept.
    pub(super) fn made(&self) -> &'a Made {
        self.made
    }

    /// Keeps a node that a function makes.
    pub(crate) fn make(&self, node: Node) -> &'a Node {
        self.made.alloc(node)
    }

    /// The value that is given for a parameter or pseudo parameter.
    pub(super) fn given(&self, name: &str) -> Option<&'a str> {
        self.tested(name).or_else(|| self.given.values?.get(name).map(String::as_str))
    }

    /// What is known beside the template.
    pub(super) fn given_values(&self) -> Given<'a> {
        self.given
    }

    /// Whether a reference to a resource that is named by its template is the name.
    pub(super) fn reads_names(&self) -> bool {
        self.given.reads_names
    }

    /// What conditions are taken to find.
    pub(super) fn scenario(&self) -> Option<&'a Scenario> {
        self.given.scenario
    }

    /// The value of a parameter in the scenario, as long as a condition is tested.
    pub(super) fn tested(&self, name: &str) -> Option<&'a str> {
        self.scenario().filter(|_| self.is_testing.get())?.value(name)
    }

    /// The outcomes that were found out; those that a condition sees are others.
    pub(super) fn known_cases(&self) -> &RefCell<Remembered<Rc<[Case<'a>]>>> {
        &self.cases[self.sight()]
    }

    /// What lookups may find, as far as that was found out.
    pub(super) fn known_entries(&self) -> &RefCell<BTreeMap<String, Rc<Entries<'a>>>> {
        &self.entries[self.sight()]
    }

    /// Whether the values of the scenario are seen, as the index of what was found out with them.
    fn sight(&self) -> usize {
        usize::from(self.is_testing.get() && self.scenario().is_some())
    }

    /// Does something as a condition does it, which sees the values of the scenario.
    pub(super) fn testing<T>(&self, look: impl FnOnce() -> T) -> T {
        let before = self.is_testing.replace(true);
        let found = look();
        self.is_testing.set(before);
        found
    }

    /// The account that the stack is in, where it is known.
    pub(crate) fn account(&self) -> Option<&'a str> {
        self.given("AWS::AccountId")
    }

    /// The region that the stack is in, where it is known.
    pub(crate) fn region(&self) -> Option<&'a str> {
        self.given("AWS::Region")
    }

    pub(super) fn assumes_defaults(&self) -> bool {
        self.given.assumes_defaults
    }

    /// The declaration of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&'a Node> {
        self.template.section("Parameters")?.get(name)
    }

    /// A mapping.
    pub(super) fn mappings(&self) -> Option<&'a Map> {
        self.template.section("Mappings")
    }
}
