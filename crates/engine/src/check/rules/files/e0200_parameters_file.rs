//! E0200: a parameters file in no known form. Reading it finds it.

use crate::check::engine::{Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E0200",
    severity: Severity::Error,
    what: "Finds a parameters file that has none of the forms that the AWS command line and pipelines take.",
    why: "The deployment ends before it begins.",
    example: "{ \"Image\": \"backend:1\" }",
    fix: "Write [\"Name=value\"], [{ \"ParameterKey\": \"Name\", \"ParameterValue\": \"value\" }] or { \"Parameters\": { \"Name\": \"value\" } }.",
    link: "https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/index.html",
    kind: RuleKind::Reading,
};
