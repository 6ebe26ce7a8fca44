//! E3633: an event source mapping of a stream without `StartingPosition`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3633",
    severity: Severity::Error,
    what: "Finds an event source mapping of a stream without `StartingPosition`.",
    why: "Lambda refuses the mapping.",
    example: "A Kinesis stream without `StartingPosition`",
    fix: "write `StartingPosition: LATEST` or `TRIM_HORIZON`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_lambda_eventsourcemapping/eventsourcearn_stream_inclusive",
        places: &["AWS::Lambda::EventSourceMapping"],
        growth: Growth::None,
    }),
};
