//! What an author says of resources that were added already: properties set and removed by their paths, findings allowed.

use super::element::Element;
use super::kind::{Json, Kind};
use super::overrides::{apply, problem};
use super::resource::Override;
use super::stack_builder::{Allowance, Escape, Stack};
use super::value::{IntoValue, Value};
use crate::diagnostic::nearest;
use crate::template::{Content, CowStr, Key, LogicalId, Map, Node, SourceLocation};

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

    /// Allows the findings of one rule on a resource that a construct adds, with the reason: see [`super::Resource::allow`].
    #[track_caller]
    pub fn allow(&mut self, id: impl AsRef<str>, code: &'static str, reason: &'static str) -> &mut Self {
        let location = SourceLocation::caller();
        let id = self.logical_id(id.as_ref(), location);
        self.allowances.push(Allowance { code, reason, id, location });
        self
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

    fn override_added(&mut self, id: &str, each: Override) -> &mut Self {
        let name = self.name();
        let resources = &mut self.sections.resources;
        let Some(Content::Map(entry)) = resources.get_mut(id).map(|node| &mut node.content) else {
            let near = nearest(id, resources.keys().map(Key::as_str)).map(|near| format!("did you mean `{near}`?"));
            let mut problem =
                problem(&each, format!("the stack `{name}` has no resource `{id}` to override"));
            problem.help = near.or(Some("override a property after its resource was added".to_owned()));
            self.problems.push(problem.path([name, "Resources"]));
            return self;
        };
        let properties =
            entry.entry(Key::new("Properties", each.location)).or_insert_with(|| Node::new(Content::Map(Map::default())));
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
