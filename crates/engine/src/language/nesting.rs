//! Templates in templates, and files on this machine in the place of what lies in S3.

/// The type of a stack in a stack.
pub(crate) const NESTED: &str = "AWS::CloudFormation::Stack";

/// The types that nest a template, each with the property that says where it lies.
pub const NESTING: [(&str, &str); 2] = [(NESTED, "TemplateURL"), ("AWS::Serverless::Application", "Location")];

/// Whether a text is a path on this machine: no place in S3 or on the web, and nothing that only a deployment fills in.
#[must_use]
pub fn is_local_path(text: &str) -> bool {
    !text.is_empty() && !["://", "${", "{{"].iter().any(|part| text.contains(part))
}
