//! The elements of a section that nothing uses.

use std::collections::BTreeSet;

use crate::check::engine::Context;
use crate::language::read::resource::{self, Resource};
use crate::language::reference;
use crate::template::path::Path;
use crate::template::{Node, SourceLocation, function};

/// The elements of a section that are not used, each with its place and path.
pub(super) fn unused<'a>(
    context: &Context<'a>,
    section: &'a str,
    is_used: impl Fn(&str) -> bool,
) -> Vec<(&'a str, SourceLocation, Path<'a>)> {
    let elements = context.scope().section(section).into_iter().flatten();
    let unused = elements.filter(|(key, _)| !function::is_function(key.as_str()) && !is_used(key.as_str()));
    unused.map(|(key, node)| (key.as_str(), key.location().or(node.location), [section, key.as_str()].into())).collect()
}

/// A resource that refers to another.
pub(crate) struct User<'a> {
    /// Its type.
    pub(crate) kind: &'a str,
    /// The resource.
    pub(crate) node: &'a Node,
}

/// The resources of a type to which nothing refers: no output or condition, and of the other resources only those that do not count as
/// users. Where something that is not in the file takes part, none is known to be unused.
pub(crate) fn resources<'a>(context: &Context<'a>, kind: &str, ignores: impl Fn(&User<'a>, &str) -> bool) -> Vec<Resource<'a>> {
    let (program, scope) = (context.program(), context.scope());
    if context.uses().is_rewritten {
        return Vec::new();
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for template in [program.written(), program.expanded()] {
        for (section, elements) in template.root().as_map().into_iter().flatten() {
            for (key, node) in elements.as_map().into_iter().flatten() {
                let ids = reference::ids(node).into_iter();
                match node.get("Type").and_then(Node::as_str).filter(|_| section.as_str() == "Resources") {
                    Some(kind) => used.extend(ids.filter(|id| *id != key.as_str() && !ignores(&User { kind, node }, id))),
                    None => used.extend(ids),
                }
            }
        }
    }
    resource::of_type(scope, kind).into_iter().filter(|resource| !used.contains(resource.id)).collect()
}
