//! Walking a template: each node, where it was written, where it stands.

use crate::language::Fact;
use crate::template::path::{Path, Step};
use crate::template::{Content, Node, SourceLocation, Template, function};

/// A node on a walk: what it is, where it was written, where it stands.
pub(crate) struct Visit<'a, 'w> {
    /// The node.
    pub node: &'a Node,
    /// Its place, or that of the nearest node around it that has one.
    pub location: SourceLocation,
    path: &'w Path<'a>,
}

impl<'a> Visit<'a, '_> {
    /// The keys and indices that lead to the node.
    pub(crate) fn path(&self) -> &Path<'a> {
        self.path
    }

    /// How many keys and indices lead to the node.
    pub(crate) fn depth(&self) -> usize {
        self.path.len()
    }

    /// The key under which the node stands, if it stands in a map.
    pub(crate) fn key(&self) -> Option<&str> {
        self.path.last().and_then(Step::key)
    }

    /// Whether the node stands under a key, at any depth.
    pub(crate) fn is_under(&self, key: &str) -> bool {
        self.path.iter().any(|step| step.is_key(key))
    }

    /// The key of the section that the node stands in, for example `Resources`.
    pub(crate) fn section(&self) -> &str {
        self.path.first().and_then(Step::key).unwrap_or_default()
    }

    /// What must hold for the node to count: the condition of its element, and the branches of `Fn::If` that it stands in.
    pub(crate) fn circumstances(&self, template: &'a Template) -> Vec<Fact<'a>> {
        let mut facts = Vec::new();
        let mut node = template.root();
        let mut condition = None;
        for (depth, step) in self.path.iter().enumerate() {
            let below = match step {
                Step::Index(index) => node.as_list().and_then(|items| items.get(*index)),
                _ => step.key().and_then(|key| node.get(key)),
            };
            let Some(below) = below else { break };
            if let (Some(name), Step::Index(branch @ (1 | 2))) = (condition, step) {
                facts.push(Fact::Condition(name, *branch == 1));
            }
            let is_choice = step.is_key(function::IF);
            condition = below.as_list().filter(|_| is_choice).and_then(|items| items.first()?.as_str());
            if depth == 1 {
                facts.extend(below.get("Condition").and_then(Node::as_str).map(|name| Fact::Condition(name, true)));
            }
            node = below;
        }
        facts
    }

    /// Whether the node is a statement of a policy document.
    pub(crate) fn is_statement(&self) -> bool {
        let effect = self.node.get("Effect").and_then(Node::as_str);
        self.section() == "Resources" && matches!(effect, Some("Allow" | "Deny"))
    }

    /// The attribute of the element that the node stands in, for example `Properties`.
    pub(crate) fn attribute(&self) -> Option<&str> {
        self.path.get(2).and_then(Step::key)
    }

    /// The logical id of the element that the node stands in.
    pub(crate) fn element(&self) -> &str {
        self.path.get(1).and_then(Step::key).unwrap_or_default()
    }
}

/// Walks a whole template, outermost nodes first. What stands in a loop that is not unrolled is not visited: nobody knows what it makes.
pub(crate) fn walk<'a>(template: &'a Template, visit: &mut dyn FnMut(&Visit<'a, '_>)) {
    walk_into(template.root(), SourceLocation::Unknown, &mut Path::default(), &mut |here| {
        visit(here);
        !here.key().is_some_and(|key| key.starts_with(function::FOR_EACH))
    });
}

/// Walks a whole template as it is written, with the bodies of its loops.
pub(crate) fn walk_written<'a>(template: &'a Template, visit: &mut dyn FnMut(&Visit<'a, '_>)) {
    walk_into(template.root(), SourceLocation::Unknown, &mut Path::default(), &mut |here| {
        visit(here);
        true
    });
}

/// `visit` says whether to go further down.
fn walk_into<'a>(node: &'a Node, outer: SourceLocation, path: &mut Path<'a>, visit: &mut dyn FnMut(&Visit<'a, '_>) -> bool) {
    let location = node.location.or(outer);
    if !visit(&Visit { node, location, path }) {
        return;
    }
    match &node.content {
        Content::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index);
                walk_into(item, location, path, visit);
                path.pop();
            }
        }
        Content::Map(map) => {
            for (key, item) in map {
                path.push(key.as_str());
                walk_into(item, key.location_with(item).or(location), path, visit);
                path.pop();
            }
        }
        _ => {}
    }
}
