//! Walking a template: each node, where it was written, where it stands.

use crate::template::path::Step;
use crate::template::{Content, Node, SourceLocation, Template, function};

/// A node on a walk: what it is, where it was written, where it stands.
pub(crate) struct Visit<'a, 'w> {
    /// The node.
    pub node: &'a Node,
    /// Its place, or that of the nearest node around it that has one.
    pub location: SourceLocation,
    steps: &'w [Step<'a>],
}

impl Visit<'_, '_> {
    /// The keys and indices that lead to the node.
    pub(crate) fn path(&self) -> Vec<String> {
        self.steps.iter().map(Step::to_string).collect()
    }

    /// How many keys and indices lead to the node.
    pub(crate) fn depth(&self) -> usize {
        self.steps.len()
    }

    /// The key under which the node stands, if it stands in a map.
    pub(crate) fn key(&self) -> Option<&str> {
        match self.steps.last() {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }

    /// Whether the node stands under a key, at any depth.
    pub(crate) fn is_under(&self, key: &str) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Key(known) if *known == key))
    }

    /// The key of the section that the node stands in, for example `Resources`.
    pub(crate) fn section(&self) -> &str {
        match self.steps.first() {
            Some(Step::Key(key)) => key,
            _ => "",
        }
    }

    /// Whether the node is a statement of a policy document.
    pub(crate) fn is_statement(&self) -> bool {
        let effect = self.node.get("Effect").and_then(Node::as_str);
        self.section() == "Resources" && matches!(effect, Some("Allow" | "Deny"))
    }

    /// The attribute of the element that the node stands in, for example `Properties`.
    pub(crate) fn attribute(&self) -> Option<&str> {
        match self.steps.get(2) {
            Some(Step::Key(key)) => Some(key),
            _ => None,
        }
    }

    /// The logical id of the element that the node stands in.
    pub(crate) fn element(&self) -> &str {
        match self.steps.get(1) {
            Some(Step::Key(key)) => key,
            _ => "",
        }
    }
}

/// Walks a whole template, outermost nodes first. What stands in a loop that is not unrolled is not visited: nobody knows what it makes.
pub(crate) fn walk<'a>(template: &'a Template, visit: &mut dyn FnMut(&Visit<'a, '_>)) {
    walk_into(template.root(), SourceLocation::Unknown, &mut Vec::new(), &mut |here| {
        visit(here);
        !here.key().is_some_and(|key| key.starts_with(function::FOR_EACH))
    });
}

/// Walks a whole template as it is written, with the bodies of its loops.
pub(crate) fn walk_written<'a>(template: &'a Template, visit: &mut dyn FnMut(&Visit<'a, '_>)) {
    walk_into(template.root(), SourceLocation::Unknown, &mut Vec::new(), &mut |here| {
        visit(here);
        true
    });
}

/// `visit` says whether to go further down.
fn walk_into<'a>(
    node: &'a Node,
    outer: SourceLocation,
    steps: &mut Vec<Step<'a>>,
    visit: &mut dyn FnMut(&Visit<'a, '_>) -> bool,
) {
    let location = node.location.or(outer);
    if !visit(&Visit { node, location, steps }) {
        return;
    }
    match &node.content {
        Content::List(items) => {
            for (index, item) in items.iter().enumerate() {
                steps.push(Step::Index(index));
                walk_into(item, location, steps, visit);
                steps.pop();
            }
        }
        Content::Map(map) => {
            for (key, item) in map {
                steps.push(Step::Key(key.as_str()));
                walk_into(item, key.location_with(item).or(location), steps, visit);
                steps.pop();
            }
        }
        _ => {}
    }
}
