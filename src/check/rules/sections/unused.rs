//! The elements of a section that nothing uses.

use crate::check::engine::Context;
use crate::template::path::Path;
use crate::template::{SourceLocation, function};

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
