//! E3501: a FIFO queue whose name does not end with `.fifo`, and FIFO settings on a standard queue.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3501",
    severity: Severity::Error,
    what: "Finds a FIFO queue whose name does not end with `.fifo`, and FIFO settings on a standard queue.",
    why: "SQS refuses the queue.",
    example: "`FifoQueue: true` with `QueueName: orders`",
    fix: "end the name with `.fifo`, or leave it out",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_sqs_queue/properties",
        places: &["AWS::SQS::Queue"],
        growth: Growth::None,
    }),
};
