//! One side of a stack, as CloudFormation processes it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::language::reference::{self, Export};
use crate::language::{Given, Made, Program, Scope};
use crate::template::{Key, Map, Node, ResourceEntry, Template, function, parameter_type};

use super::change::Side;
use super::effect::{FINDS_ANOTHER, IS_OF_ANOTHER_KIND, MAY_CHOOSE_ANOTHER, MAY_FIND_ANOTHER, MAY_MAKE_ANOTHER};
use super::{reads_store, redefined};

/// A stack on both sides.
pub(super) struct Pair<'a> {
    pub(super) name: &'a str,
    pub(super) before: Option<&'a Processed<'a>>,
    pub(super) after: Option<&'a Processed<'a>>,
    /// The stacks nested in it that are compared, by their logical ids, with the outputs that may give another value.
    pub(super) nested: Option<&'a BTreeMap<String, BTreeSet<String>>>,
    /// The resources that are asked for, where it is not all.
    pub(super) only: Option<Rc<BTreeSet<String>>>,
}

impl Pair<'_> {
    /// The same with other sides.
    pub(super) fn between<'b>(&'b self, before: Option<&'b Processed<'b>>, after: Option<&'b Processed<'b>>) -> Pair<'b> {
        Pair { name: self.name, before, after, nested: self.nested, only: self.only.clone() }
    }

    /// Whether what decides the values of functions is the same on both sides, so that equal resources come to equal values.
    pub(super) fn has_same_circumstances(&self) -> bool {
        let (Some(before), Some(after)) = (self.before, self.after) else { return false };
        let same = |name| before.template().root().get(name) == after.template().root().get(name);
        before.values == after.values && ["Parameters", "Mappings", "Conditions"].into_iter().all(same)
    }

    /// Whether a resource is asked for.
    pub(super) fn asks_for(&self, id: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(id))
    }
}

/// A side with its loops unrolled and SAM's resources translated, and what is known of its values.
pub(super) struct Processed<'a> {
    pub(super) side: &'a Side,
    pub(super) program: &'a Program<'a>,
    /// The values of parameters that are known, or taken to be.
    pub(super) values: Option<&'a BTreeMap<String, String>>,
    pub(super) scope: Scope<'a>,
    /// The same, in which a reference to a resource that its template names is that name.
    by_name: Scope<'a>,
    redefined: OnceCell<BTreeSet<&'a str>>,
    exports: OnceCell<Vec<Export<'a>>>,
    imports: OnceCell<Vec<&'a Node>>,
    other_things: OnceCell<BTreeSet<&'a str>>,
    stored: OnceCell<BTreeSet<&'a str>>,
}

/// What is known of a side.
pub(super) fn given(side: &Side) -> Given<'_> {
    Given { values: Some(&side.values), assumes_defaults: side.assumes_defaults, ..Given::default() }
}

/// The template that a side deploys, where it is another one than that which is written: with its loops unrolled, and with the resources
/// that SAM makes of its own.
pub fn deployed_template(side: &Side) -> Option<Template> {
    let program = Program::new(&side.template, given(side));
    (!std::ptr::eq(program.deployed(), program.written())).then(|| program.deployed().clone())
}

/// Asks a side which of its conditions hold, as far as its values are known.
pub fn with_conditions<T>(side: &Side, ask: impl FnOnce(&dyn Fn(&str) -> Option<bool>) -> T) -> T {
    read(side, |scope| ask(&|name| scope.holds(name)))
}

/// What a side says of itself, alone.
pub(super) fn read<T>(side: &Side, ask: impl FnOnce(&Scope<'_>) -> T) -> T {
    let (program, made) = (Program::new(&side.template, given(side)), Made::new());
    ask(&Scope::new(program.deployed(), given(side), &made))
}

impl<'a> Processed<'a> {
    /// Reads a side.
    pub(super) fn new(side: &'a Side, program: &'a Program<'a>, made: &'a Made) -> Self {
        Processed::under(side, program, given(side), made)
    }

    /// Reads a side of which more is taken to be known.
    pub(super) fn under(side: &'a Side, program: &'a Program<'a>, given: Given<'a>, made: &'a Made) -> Self {
        let scope = Scope::new(program.deployed(), given, made);
        let by_name = Scope::new(program.deployed(), Given { reads_names: true, ..given }, made);
        Processed {
            side,
            program,
            values: given.values,
            scope,
            by_name,
            redefined: OnceCell::new(),
            exports: OnceCell::new(),
            imports: OnceCell::new(),
            other_things: OnceCell::new(),
            stored: OnceCell::new(),
        }
    }

    /// The value of a parameter that is known, or taken to be.
    pub(super) fn value_of(&self, name: &str) -> Option<&'a String> {
        self.values?.get(name)
    }

    /// The template that is deployed.
    pub(super) fn template(&self) -> &'a Template {
        self.scope.template()
    }

    /// A value as far as parameters, mappings and conditions tell it before the deployment; nothing where it is left out.
    pub(super) fn value(&self, node: &'a Node) -> Option<&'a Node> {
        self.scope.reduce(node)
    }

    /// The same, where names of resources stand for references to them: what a service is given does not tell one from the other.
    pub(super) fn value_by_name(&self, node: &'a Node) -> &'a Node {
        if reference::ids(node).is_empty() { node } else { self.by_name.reduce(node).unwrap_or(node) }
    }

    /// The properties of a resource, as far as they are known.
    pub(super) fn properties(&self, resource: &'a Node) -> Option<&'a Node> {
        self.value(resource.get("Properties")?)
    }

    /// The resources that the conditions do not surely leave out.
    pub(super) fn present(&self) -> impl Iterator<Item = ResourceEntry<'a>> {
        let resources: Vec<ResourceEntry<'a>> = self.template().resources().filter(|entry| self.is_present(entry)).collect();
        resources.into_iter()
    }

    /// A resource that the conditions do not surely leave out.
    pub(super) fn find(&self, id: &str) -> Option<ResourceEntry<'a>> {
        self.template().resource(id).filter(|entry| self.is_present(entry))
    }

    /// Why a value that is written alike on another side may be another one here; nothing where it is surely the same.
    pub(super) fn why_another(&self, before: &Processed<'a>, value: &'a Node) -> Option<&'static str> {
        if redefined::may_find_another([&before.scope, &self.scope], value) {
            let is_sure = redefined::finds_another([&before.scope, &self.scope], [value; 2]);
            return Some(if is_sure { FINDS_ANOTHER } else { MAY_FIND_ANOTHER });
        }
        if redefined::may_make_another([&before.scope, &self.scope], value) {
            return Some(MAY_MAKE_ANOTHER);
        }
        if reference::ids(value).iter().any(|id| self.other_things(before).contains(id)) {
            return Some(IS_OF_ANOTHER_KIND);
        }
        let mut is_other = false;
        value.walk(&mut |node| is_other |= redefined::chosen_by(node).is_some_and(|name| self.redefines(before, name)));
        is_other.then_some(MAY_CHOOSE_ANOTHER)
    }

    /// Whether a name is that of another kind of thing than on another side.
    pub(super) fn renames_things(&self, before: &Processed<'a>) -> bool {
        !self.other_things(before).is_empty()
    }

    /// Whether a value refers to a resource whose name was that of a parameter: AWS makes it, so that nobody can have given it.
    pub(super) fn makes_anew(&self, before: &Processed<'a>, value: &Node) -> bool {
        let is_new = |id: &str| self.other_things(before).contains(id) && self.scope.is_generated(id, None);
        function::referred(value).is_some_and(is_new)
    }

    /// The names of what is a resource on one side and a parameter on the other.
    fn other_things(&self, before: &Processed<'a>) -> &BTreeSet<&'a str> {
        self.other_things.get_or_init(|| {
            let turned = |one: &Processed<'a>, other: &Processed<'a>| -> Vec<&'a str> {
                let names = one.parameters().into_iter().flat_map(Map::keys).map(|name| name.as_str());
                names.filter(|name| other.template().resource(name).is_some()).collect()
            };
            [turned(before, self), turned(self, before)].concat().into_iter().collect()
        })
    }

    /// Whether a condition may hold where it does not on another side.
    pub(super) fn redefines(&self, before: &Processed<'a>, condition: &str) -> bool {
        self.redefined.get_or_init(|| redefined::between([&before.scope, &self.scope])).contains(condition)
    }

    /// Whether a condition depends on what the parameter store holds.
    pub(super) fn asks_store(&self, condition: &str) -> bool {
        self.stored.get_or_init(|| reads_store::conditions(&self.scope)).contains(condition)
    }

    /// What other stacks can import.
    pub(super) fn exports(&self) -> &[Export<'a>] {
        self.exports.get_or_init(|| reference::exports(&self.scope))
    }

    /// The names that it imports, as far as they are known. Each stack is asked for those of all others.
    pub(super) fn imports(&self) -> &[&'a Node] {
        self.imports.get_or_init(|| reference::imports(&self.scope, self.template().root()))
    }

    /// Whether there is something that a value may be read from.
    pub(super) fn has_definitions(&self) -> bool {
        ["Parameters", "Mappings", "Conditions"].iter().any(|name| self.template().section(name).is_some())
    }

    /// Whether the template's rules refuse a deployment with a value of a parameter, whatever others have.
    pub(super) fn is_refused_with(&self, parameter: &str, value: &str) -> bool {
        if self.scope.section("Rules").is_none() {
            return false;
        }
        let mut values = self.side.values.clone();
        values.insert(parameter.to_owned(), value.to_owned());
        let made = Made::new();
        Scope::new(self.template(), Given { values: Some(&values), ..given(self.side) }, &made).is_refused()
    }

    /// A parameter as it is declared.
    pub(super) fn parameters(&self) -> Option<&'a Map> {
        self.template().section("Parameters")
    }

    /// The defaults of parameters, but for the names of what the parameter store holds.
    pub(super) fn defaults(&self) -> impl Iterator<Item = (String, String)> {
        let of_one = |(name, declared): (&Key, &Node)| {
            let default = declared.get("Default").filter(|_| !parameter_type::reads_store(declared))?;
            Some((name.as_str().to_owned(), default.scalar()?))
        };
        self.parameters().into_iter().flatten().filter_map(of_one)
    }

    fn is_present(&self, entry: &ResourceEntry<'_>) -> bool {
        // A key that is a function makes entries; it is none.
        !function::is_function(entry.id.as_str()) && !self.scope.leaves_out(entry.node)
    }
}
