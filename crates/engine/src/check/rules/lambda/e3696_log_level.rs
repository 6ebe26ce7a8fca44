//! E3696: a function that logs text and has a log level.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3696",
    severity: Severity::Error,
    what: "Finds a function that logs text and has a log level.",
    why: "Lambda refuses the function: levels need `LogFormat: JSON`.",
    example: "`SystemLogLevel` beside `LogFormat: Text`",
    fix: "write `LogFormat: JSON`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_lambda_function/loglevel_logformat",
        places: &["AWS::Lambda::Function"],
        growth: Growth::None,
    }),
};
