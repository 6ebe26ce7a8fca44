//! What a graph is made of.

use crate::template::Template;

/// One template that goes into a graph.
pub struct InputTemplate<'a> {
    /// The short name of the stack, or the name of the file.
    pub name: &'a str,
    /// The stack's name in AWS, where it is known: exports are often named after it.
    pub stack_name: Option<&'a str>,
    /// The template.
    pub template: &'a Template,
}
