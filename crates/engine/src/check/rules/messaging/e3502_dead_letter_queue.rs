//! E3502: a dead-letter queue of another kind.

use super::is_fifo;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "E3502",
    severity: Severity::Error,
    what: "Finds a queue whose dead-letter queue is FIFO where it is standard, or the other way round.",
    why: "SQS refuses the queue: both must be of one kind.",
    example: "A FIFO queue with a standard dead-letter queue",
    fix: "make both FIFO, or neither",
    link: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for queue in resource::of_type(scope, QUEUE) {
        let target = queue.properties.at(&["RedrivePolicy", "deadLetterTargetArn"]);
        let Some(other) = target.owner_of(QUEUE) else { continue };
        let kind = |queue: &Resource<'_>| is_fifo(&queue.properties.get("FifoQueue"));
        let (Some(own), Some(others)) = (kind(&queue), kind(&other)) else { continue };
        if own != others {
            let word = |is_fifo| if is_fifo { "FIFO" } else { "a standard queue" };
            let message =
                format!("`{}` is {}, and its dead-letter queue `{}` is {}", queue.id, word(own), other.id, word(others));
            let finding = rule.finding(message).help(rule.fix).related(other.location, "the dead-letter queue");
            target.report(context, finding);
        }
    }
}

const QUEUE: &str = "AWS::SQS::Queue";
