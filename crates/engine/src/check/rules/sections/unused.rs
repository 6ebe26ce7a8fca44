//! The elements of a section that nothing uses.

use std::collections::BTreeSet;

use crate::check::engine::{Context, Element};
use crate::language::read::resource::{self, Resource};
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

/// The resources of a type to which nothing refers: no output or condition, and of the other resources only those that are ignored,
/// each given with its type. Where something that is not in the file takes part, none is known to be unused.
pub(crate) fn resources<'a>(context: &Context<'a>, kind: &str, ignores: impl Fn(&str, &Node, &str) -> bool) -> Vec<Resource<'a>> {
    if context.uses().is_rewritten {
        return Vec::new();
    }
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for Element { section, key, node, ids } in &context.uses().elements {
        match node.get("Type").and_then(Node::as_str).filter(|_| *section == "Resources") {
            Some(kind) => used.extend(ids.iter().filter(|id| *id != key && !ignores(kind, node, id))),
            None => used.extend(ids),
        }
    }
    resource::of_type(context.scope(), kind).into_iter().filter(|resource| !used.contains(resource.id)).collect()
}
