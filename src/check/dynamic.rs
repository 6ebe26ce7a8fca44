//! Dynamic references: `{{resolve:service:…}}` in a text.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>

use super::context::{Context, Visit};
use crate::template::{Place, function};

/// A dynamic reference that stands in a text as a whole.
pub struct Reference<'a> {
    /// What stands between the braces: `resolve:ssm:/a/b:1`.
    pub text: &'a str,
    /// Whether functions make parts of it: then the colons in it do not count its parts.
    pub is_made: bool,
    /// Where the text was written.
    pub place: Place,
    /// The path to the text below the stack.
    pub path: Vec<String>,
}

const START: &str = "{{resolve:";
const END: &str = "}}";

/// The references in the properties of resources and in the values of outputs, where CloudFormation resolves them.
pub fn references<'a>(context: &Context<'a>) -> Vec<Reference<'a>> {
    let mut references = Vec::new();
    context.walk(&mut |visit| references.extend(at(visit)));
    references
}

/// The references in the text that a node is, where CloudFormation resolves them.
pub fn at<'a>(visit: &Visit<'a, '_>) -> Vec<Reference<'a>> {
    let Some(text) = visit.node.as_str().filter(|text| text.contains(START)) else { return Vec::new() };
    if !matches!((visit.section(), visit.attribute()), ("Resources", Some("Properties")) | ("Outputs", Some("Value"))) {
        return Vec::new();
    }
    let in_sub = visit.is_under(function::SUB);
    let reference =
        |text: &'a str| Reference { text, is_made: in_sub && text.contains("${"), place: visit.place, path: visit.path() };
    split(text).map(reference).collect()
}

/// What stands between the braces of each reference in a text.
fn split<'a>(text: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(START)? + "{{".len();
        let length = rest[start..].find(END)?;
        let found = &rest[start..start + length];
        rest = &rest[start + length + END.len()..];
        Some(found)
    })
}

impl Reference<'_> {
    /// The service that resolves it: `ssm`.
    pub fn service(&self) -> &str {
        self.text.split(':').nth(1).unwrap_or_default()
    }

    /// Its parts after the service.
    pub fn parts(&self) -> Vec<&str> {
        self.text.split(':').skip(2).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn every_whole_reference_of_a_text_is_found() {
        let text = "a {{resolve:ssm:x}}-{{resolve:secretsmanager:b:SecretString:c}} {{resolve:ssm:cut";
        assert_eq!(split(text).collect::<Vec<_>>(), ["resolve:ssm:x", "resolve:secretsmanager:b:SecretString:c"]);
    }
}
