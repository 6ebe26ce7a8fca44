//! The elements of a section that nothing uses.

use crate::check::engine::Context;
use crate::template::{SourceLocation, function};

/// The elements of a section that are not used, each with its place and path.
pub(super) fn unused(
    context: &Context<'_>,
    section: &str,
    is_used: impl Fn(&str) -> bool,
) -> Vec<(String, SourceLocation, Vec<String>)> {
    let elements = context.scope().section(section).into_iter().flatten();
    let unused = elements.filter(|(key, _)| !function::is_function(key.as_str()) && !is_used(key.as_str()));
    unused
        .map(|(key, node)| {
            let name = key.as_str().to_owned();
            (name.clone(), key.location().or(node.location), vec![section.to_owned(), name])
        })
        .collect()
}
