//! E0000: a file whose form is broken. The reader finds it.

use crate::check::{Reach, Rule};
use crate::diagnostic::Severity;

pub const RULE: Rule = Rule {
    code: "E0000",
    severity: Severity::Error,
    what: "Finds a file that cannot be read as a template: broken JSON or YAML, duplicate keys, unknown tags, something that is no text, or more than is read.",
    why: "CloudFormation refuses the file, or loses one of two equal keys without a word.",
    example: "Two resources of one name.",
    fix: "The finding names the line; where it is the end of something long, look for the beginning.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
    reach: Reach::Reading,
};
