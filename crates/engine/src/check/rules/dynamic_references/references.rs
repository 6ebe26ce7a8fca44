//! The dynamic references of a template, where CloudFormation resolves them.

use crate::check::engine::{Context, Visit};
use crate::template::dynamic::{self, DynamicText};
use crate::template::path::Path;
use crate::template::substitution;
use crate::template::{SourceLocation, function};

/// A dynamic reference that stands in a text as a whole.
pub(crate) struct Reference<'a> {
    /// The reference itself.
    pub text: DynamicText<'a>,
    /// Whether functions make parts of it: then the colons in it do not count its parts.
    pub is_made: bool,
    /// Where the text was written.
    pub location: SourceLocation,
    /// The path to the text below the stack.
    pub path: Path<'a>,
}

/// The references in the properties of resources and in the values of outputs, where CloudFormation resolves them.
pub(crate) fn of<'a>(context: &Context<'a>) -> Vec<Reference<'a>> {
    let mut references = Vec::new();
    context.walk(&mut |visit| references.extend(at(visit)));
    references
}

/// The references in the text that a node is, where CloudFormation resolves them.
pub(crate) fn at<'a>(visit: &Visit<'a, '_>) -> Vec<Reference<'a>> {
    let Some(text) = visit.node.as_str().filter(|text| text.contains(dynamic::START)) else { return Vec::new() };
    if !matches!((visit.section(), visit.attribute()), ("Resources", Some("Properties")) | ("Outputs", Some("Value"))) {
        return Vec::new();
    }
    let in_sub = visit.is_under(function::SUB);
    let reference = |text: DynamicText<'a>| Reference {
        text,
        is_made: in_sub && substitution::begins(text.inner),
        location: visit.location,
        path: visit.path().clone(),
    };
    dynamic::references(text).filter(|text| text.is_whole).map(reference).collect()
}
