//! FW601: a log group that keeps everything for ever.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::{Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "FW601",
    severity: Severity::Warning,
    what: "Finds a log group without `RetentionInDays`.",
    why: "CloudWatch Logs keeps every line forever, and the cost grows.",
    example: "Logs: { Type: AWS::Logs::LogGroup }",
    fix: "set `RetentionInDays`, for example to 14; the construct `LogGroup` wants it in any case",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    for resource in scope.resources().filter(|resource| resource.resource_type == "AWS::Logs::LogGroup") {
        let properties = resource.node.get("Properties").and_then(Node::as_map);
        // A log group of the class `DELIVERY` always keeps its lines for two days.
        let is_kept = properties.is_some_and(|map| {
            scope.is_present(map, "RetentionInDays")
                || map.get("LogGroupClass").and_then(Node::as_str) == Some("DELIVERY")
                || function::has_functions(map)
        });
        if is_kept {
            continue;
        }
        let finding = rule.finding(format!("the log group `{}` keeps its lines forever", resource.id.as_str()));
        let (location, path) = context.element("Resources", resource.id, resource.node);
        found.push((finding.help(rule.fix), location, path));
    }
    context.report_all(found);
}
