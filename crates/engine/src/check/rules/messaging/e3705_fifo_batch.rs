//! E3705: a batch that a queue does not give at once.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3705",
    severity: Severity::Error,
    what: "Finds an event source mapping of a FIFO queue with a `BatchSize` of more than 10, and one of a standard queue without `MaximumBatchingWindowInSeconds`.",
    why: "Lambda refuses the mapping.",
    example: "`BatchSize: 100` for a FIFO queue",
    fix: "write 10 at most",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    kind: RuleKind::Template(run),
};

/// The messages that a FIFO queue gives at once.
const MOST: i64 = 10;

fn run(rule: &Rule, context: &mut Context<'_>) {
    for mapping in resource::of_type(context.scope(), "AWS::Lambda::EventSourceMapping") {
        let size = mapping.properties.get("BatchSize");
        let queue = mapping.properties.get("EventSourceArn").owner_of("AWS::SQS::Queue");
        let is_fifo = queue.as_ref().is_some_and(|queue| queue.properties.get("FifoQueue").is("true"));
        if let (Some(queue), Some(given), true) = (&queue, size.number().filter(|size| *size > MOST), is_fifo) {
            let message =
                format!("a FIFO queue such as `{}` gives at most {MOST} messages at once, and `BatchSize` is {given}", queue.id);
            size.report(context, rule.finding(message).related(queue.location, "the queue"));
            continue;
        }
        let window = mapping.properties.get("MaximumBatchingWindowInSeconds");
        let is_plain = queue.as_ref().is_some_and(|queue| queue.properties.get("FifoQueue").is_absent());
        let given = size.number().filter(|size| is_plain && *size > MOST);
        if let Some(given) = given.filter(|_| window.is_absent() || window.is("0")) {
            let message = format!(
                "more than {MOST} messages are waited for, and `BatchSize` is {given} without `MaximumBatchingWindowInSeconds`"
            );
            size.report(context, rule.finding(message).help("write `MaximumBatchingWindowInSeconds: 1`, or more"));
        }
    }
}
