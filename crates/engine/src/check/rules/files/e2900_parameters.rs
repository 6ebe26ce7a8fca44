//! E2900: values that do not fit the parameters of a template.

use crate::check::engine::{Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E2900",
    severity: Severity::Error,
    what: "Finds values of a parameters file that do not match the template: unknown names, missing values, and values that violate the parameter's type, allowed values, pattern, length or range.",
    why: "CloudFormation refuses to create or update the stack.",
    example: "[\"Imgae=backend:1\"]",
    fix: "use the names and values that the template's `Parameters` allow",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    kind: RuleKind::Reading,
};
