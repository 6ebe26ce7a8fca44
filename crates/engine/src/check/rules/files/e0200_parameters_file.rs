//! E0200: a parameters file in no known form. Reading it finds it.

use crate::check::engine::{Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E0200",
    severity: Severity::Error,
    what: "Finds a parameters file in a format that neither the AWS CLI nor CodePipeline accepts.",
    why: "The deployment cannot start.",
    example: "{ \"Image\": \"backend:1\" }",
    fix: "write [\"Name=value\"], [{ \"ParameterKey\": \"Name\", \"ParameterValue\": \"value\" }] or { \"Parameters\": { \"Name\": \"value\" } }",
    link: "https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/index.html",
    kind: RuleKind::Reading,
};
