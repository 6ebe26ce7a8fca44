//! Dynamic references: `{{resolve:service:…}}` in a text.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>

use super::context::Context;
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
    context.walk(&mut |visit| {
        let Some(text) = visit.node.as_str().filter(|text| text.contains(START)) else { return };
        let path = visit.path();
        let is_resolved = match visit.section() {
            "Resources" => path.get(2).is_some_and(|attribute| attribute == "Properties"),
            "Outputs" => path.get(2).is_some_and(|attribute| attribute == "Value"),
            _ => false,
        };
        let in_sub = path.iter().any(|step| step == function::SUB);
        for reference in split(text).filter(|_| is_resolved) {
            let is_made = in_sub && reference.contains("${");
            references.push(Reference { text: reference, is_made, place: visit.place, path: path.clone() });
        }
    });
    references
}

/// What stands between the braces of each reference in a text.
fn split(text: &str) -> impl Iterator<Item = &str> {
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
