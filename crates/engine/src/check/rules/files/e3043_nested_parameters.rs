//! E3043: parameters of a nested stack that its template does not have, or that are missing.

use crate::check::engine::{Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3043",
    severity: Severity::Error,
    what: "Finds parameters of a nested stack that its template does not have, and those without a default that are missing, where `TemplateURL` (of SAM `Location`) is the path of a file beside the template.",
    why: "CloudFormation refuses the nested stack: `Parameters: [Image] must have values`.",
    example: "`Parameters: {Imgae: backend:1}` where the template has `Image`",
    fix: "give the parameters that the nested template has",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html",
    kind: RuleKind::Reading,
};
