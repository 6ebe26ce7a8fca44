//! What an author says of resources that were added already: properties set and removed by their paths, findings allowed.

use super::element::Element;
use super::kind::{Json, Kind};
use super::moved::Move;
use super::notes::{Allowance, Escape, Expectation};
use super::overrides::{TemplateOverride, apply, problem};
use super::resource::Override;
use super::stack_builder::Stack;
use super::value::{IntoValue, Value};
use crate::diagnostic::{Diagnostic, nearest};
use crate::template::{Content, CowStr, Key, LogicalId, Map, Node, SourceLocation, StackName};

impl Stack {
    /// Sets a property of a resource that was added already, by the resource's logical id: the way to change what a construct wrote
    /// where it has no setter. Otherwise it is [`super::Resource::override_property`].
    #[track_caller]
    pub fn override_property(&mut self, id: impl AsRef<str>, path: impl Into<CowStr>, value: impl IntoValue<Json>) -> &mut Self {
        let location = SourceLocation::caller();
        let node = Some(value.into_node().at(location));
        self.override_added(id.as_ref(), Override { path: path.into(), node, location })
    }

    /// Removes a property of a resource that was added already, as [`Stack::override_property`] sets one.
    #[track_caller]
    pub fn remove_property(&mut self, id: impl AsRef<str>, path: impl Into<CowStr>) -> &mut Self {
        self.override_added(id.as_ref(), Override { path: path.into(), node: None, location: SourceLocation::caller() })
    }

    /// Allows the findings of one rule on a resource that a construct adds, with the reason: see [`super::Resource::allow`]. The id may
    /// also be that of a parameter, an output or another element, or the name of a section as a whole.
    #[track_caller]
    pub fn allow(&mut self, id: impl AsRef<str>, code: &'static str, reason: &'static str) -> &mut Self {
        let location = SourceLocation::caller();
        let id = CowStr::from(id.as_ref().to_owned());
        self.allowances.push(Allowance { code, reason, id, location });
        self
    }

    /// Expects that `diff` says this of a resource or output, with the reason: the headline is shown as expected, and no longer decides
    /// how `diff` ends. An expectation that nothing fulfils is reported, so that it is removed with the change that it was made for.
    ///
    /// ```
    /// # use formwork_core::stack::Stack;
    /// # fn f(stack: &mut Stack) {
    /// stack.expect("DATA LOSS", "Orders", "copied to OrdersByCustomer on 3 March");
    /// # }
    /// ```
    #[track_caller]
    pub fn expect(&mut self, headline: &'static str, id: impl AsRef<str>, reason: &'static str) -> &mut Self {
        let location = SourceLocation::caller();
        self.expectations.push(Expectation { headline, id: CowStr::from(id.as_ref().to_owned()), reason, location });
        self
    }

    /// Sets what stands at a path of the template, for what has no method: `stack.override_template(["Globals"], object! { … })`. The
    /// template is put together first, whatever order the calls have; `synth` reports every override.
    #[track_caller]
    pub fn override_template<const N: usize>(&mut self, path: [&str; N], value: impl IntoValue<Json>) -> &mut Self {
        let location = SourceLocation::caller();
        let node = Some(value.into_node().at(location));
        self.overrides.push(TemplateOverride::new(path, node, location));
        self
    }

    /// Removes what stands at a path of the template, as [`Stack::override_template`] sets it.
    #[track_caller]
    pub fn remove_template<const N: usize>(&mut self, path: [&str; N]) -> &mut Self {
        self.overrides.push(TemplateOverride::new(path, None, SourceLocation::caller()));
        self
    }

    /// Gives the stack this name in AWS, whatever the app and the environment are called: for one that exists already. Call it first:
    /// exports and links are made of the name. An environment that has the stack under yet another name says so in its settings:
    /// `[environment.stack-names]`, `network = "CrdNet"`.
    #[track_caller]
    pub fn named(&mut self, name: impl AsRef<str>) -> &mut Self {
        let location = SourceLocation::caller();
        match StackName::new(name.as_ref()) {
            Err(error) => {
                let mut problem = Diagnostic::error("FW001", error.to_string()).at(location).path([self.name()]);
                problem.help = error.nearest.map(|nearest| format!("for example `{nearest}`"));
                self.problems.push(problem);
            }
            Ok(_) if !self.sections.outputs.is_empty() => {
                let problem =
                    Diagnostic::error("FW001", format!("the stack `{}` is named after it shared something", self.name()));
                let help = "call `.named(…)` where the stack is declared: exports and links have its name in theirs";
                self.problems.push(problem.at(location).path([self.name()]).help(help));
            }
            Ok(name) => self.rename(name),
        }
        self
    }

    /// The resource `to` was called `from` before: what is deployed is kept under its new id, instead of replaced by a new resource.
    ///
    /// CloudFormation needs to be told: `cargo run -- refactor` writes how. Remove the line once every environment has the new id.
    ///
    /// ```
    /// # use formwork::aws::sqs::Queue;
    /// # use formwork::prelude::*;
    /// # fn orders(stack: &mut Stack) {
    /// stack.add("Orders", Queue::new());
    /// stack.moved("Queue", "Orders");
    /// # }
    /// ```
    #[track_caller]
    pub fn moved(&mut self, from: impl AsRef<str>, to: impl AsRef<str>) -> &mut Self {
        let stack = self.name();
        self.note_move(stack, from.as_ref(), to.as_ref(), SourceLocation::caller())
    }

    /// The resource `to` was in the stack `stack` before, under the id `from`. `stack` is the short name, as the app declares it.
    ///
    /// ```
    /// # use formwork::aws::sqs::Queue;
    /// # use formwork::prelude::*;
    /// # fn orders(stack: &mut Stack) {
    /// stack.add("Orders", Queue::new());
    /// stack.moved_from("backend", "OrdersQueue", "Orders");
    /// # }
    /// ```
    #[track_caller]
    pub fn moved_from(&mut self, stack: &str, from: impl AsRef<str>, to: impl AsRef<str>) -> &mut Self {
        self.note_move(stack, from.as_ref(), to.as_ref(), SourceLocation::caller())
    }

    /// The resources of these types, added so far, that hold this value: for what must come after them.
    pub fn users_of<K: Kind>(&self, value: &Value<K>, types: &[&str]) -> Vec<Element> {
        let is_meant = |node: &Node| node.get("Type").and_then(Node::as_str).is_some_and(|name| types.contains(&name));
        let holds = |node: &Node| {
            let mut found = false;
            node.walk(&mut |part| found |= part == value.node());
            found
        };
        let users = self.sections.resources.iter().filter(|(_, node)| is_meant(node) && holds(node));
        users.filter_map(|(id, _)| Some(Element::new(LogicalId::new(id.as_str()).ok()?, self.name()))).collect()
    }

    fn note_move(&mut self, stack: &str, from: &str, to: &str, location: SourceLocation) -> &mut Self {
        let [from, to] = [from, to].map(|id| self.logical_id(id, location));
        self.moves.push(Move { from_stack: stack.to_owned(), from, to_stack: self.name(), to, location });
        self
    }

    fn override_added(&mut self, id: &str, each: Override) -> &mut Self {
        let name = self.name();
        let resources = &mut self.sections.resources;
        let Some(Content::Map(entry)) = resources.get_mut(id).map(|node| &mut node.content) else {
            let near = nearest(id, resources.keys().map(Key::as_str)).map(|near| format!("did you mean `{near}`?"));
            let mut problem = problem(&each, format!("the stack `{name}` has no resource `{id}` to override"));
            problem.help = near.or(Some("override a property after its resource was added".to_owned()));
            self.problems.push(problem.path([name, "Resources"]));
            return self;
        };
        let properties =
            entry.get_or_insert_with(Key::new("Properties", each.location), || Node::new(Content::Map(Map::default())));
        let what = each.describe();
        let location = each.location;
        if let Content::Map(properties) = &mut properties.content
            && let Err(problem) = apply(properties, each)
        {
            self.problems.push(problem.path([name, id]));
        }
        if let Ok(id) = LogicalId::new(id) {
            self.escapes.push(Escape { what, id, location });
        }
        self
    }
}
