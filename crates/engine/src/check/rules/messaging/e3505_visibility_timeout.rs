//! E3505: a queue that shows a message again while a function works on it.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "E3505",
    severity: Severity::Error,
    what: "Finds a queue whose `VisibilityTimeout` is shorter than the `Timeout` of a function that reads from it.",
    why: "Lambda refuses the event source: `Queue visibility timeout … is less than Function timeout`.",
    example: "`Timeout: 60` with a queue that has the default of 30 seconds",
    fix: "make `VisibilityTimeout` of the queue six times the `Timeout` of the function",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    kind: RuleKind::Template(run),
};

/// The seconds that Lambda and SQS take where none are given.
const DEFAULTS: (i64, i64) = (3, 30);

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for mapping in resource::of_type(scope, "AWS::Lambda::EventSourceMapping") {
        let source = mapping.properties.get("EventSourceArn");
        let Some(queue) = source.owner_of("AWS::SQS::Queue") else { continue };
        let Some(function) = mapping.properties.get("FunctionName").owner_of("AWS::Lambda::Function") else { continue };
        let seconds = |resource: &Resource<'_>, name, default| {
            let property = resource.properties.get(name);
            if property.is_absent() { Some(default) } else { property.number() }
        };
        let (timeout, visibility) = (seconds(&function, "Timeout", DEFAULTS.0), seconds(&queue, "VisibilityTimeout", DEFAULTS.1));
        let Some((timeout, visibility)) = timeout.zip(visibility).filter(|(timeout, visibility)| visibility < timeout) else {
            continue;
        };
        let message = format!(
            "`{}` may work for {timeout} s, and its queue `{}` shows a message again after {visibility} s",
            function.id, queue.id
        );
        let finding =
            rule.finding(message).help(rule.fix).related(queue.location, "the queue").related(function.location, "the function");
        source.report(context, finding);
    }
}
