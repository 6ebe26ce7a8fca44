//! E3717: a function with a `Timeout` of more than 900 seconds.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3717",
    severity: Severity::Error,
    what: "Finds a function with a `Timeout` of more than 900 seconds.",
    why: "Lambda refuses the function unless it runs on a capacity provider.",
    example: "`Timeout: 1000`",
    fix: "write 900 at most",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_lambda_function/capacity_provider_timeout",
        places: &["AWS::Lambda::Function"],
        growth: Growth::None,
    }),
};
