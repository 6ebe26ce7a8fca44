//! E3634: an event source mapping of a queue with `StartingPosition`.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3634",
    severity: Severity::Error,
    what: "Finds an event source mapping of a queue with `StartingPosition`.",
    why: "Lambda refuses the mapping.",
    example: "`StartingPosition` for an SQS queue",
    fix: "remove `StartingPosition`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_lambda_eventsourcemapping/eventsourcearn_sqs_exclusive",
        places: &["AWS::Lambda::EventSourceMapping"],
        growth: Growth::None,
    }),
};
