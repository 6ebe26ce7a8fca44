//! E2529: more filters than a log group takes.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E2529",
    severity: Severity::Error,
    what: "Finds more than five subscription filters of one log group.",
    why: "CloudWatch Logs refuses the next one: `LimitExceededException`.",
    example: "Six `AWS::Logs::SubscriptionFilter` with one `LogGroupName`",
    fix: "let one filter deliver to a stream, and read that more than once",
    link: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html",
    kind: RuleKind::Template(run),
};

/// The most filters that any version of the service's page allows.
const MOST: usize = 5;

fn run(rule: &Rule, context: &mut Context<'_>) {
    let filters = resource::of_type(context.scope(), "AWS::Logs::SubscriptionFilter");
    let sure = filters.into_iter().filter(|filter| filter.node.get("Condition").is_none());
    for filters in resource::grouped(sure, |filter| filter.properties.get("LogGroupName").identity()).values() {
        if let Some(next) = filters.get(MOST) {
            let message = format!("the log group has {} subscription filters, and takes {MOST}", filters.len());
            next.properties.get("LogGroupName").report(context, rule.finding(message).help(rule.fix));
        }
    }
}
