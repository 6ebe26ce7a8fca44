//! E3615: an alarm whose `Period` is neither 10, 30 nor a multiple of 60 seconds.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3615",
    severity: Severity::Error,
    what: "Finds an alarm whose `Period` is neither 10, 30 nor a multiple of 60 seconds.",
    why: "CloudWatch refuses the alarm.",
    example: "`Period: 45`",
    fix: "use 10, 20, 30 or a multiple of 60",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_cloudwatch_alarm/period",
        places: &["AWS::CloudWatch::Alarm"],
        growth: Growth::None,
    }),
};
