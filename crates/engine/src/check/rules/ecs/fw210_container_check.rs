//! FW210: a health check of a container with a number that ECS does not take.

use crate::check::engine::{Rule, RuleKind, Subject, Values};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) const RULE: Rule = Rule {
    code: "FW210",
    severity: Severity::Error,
    what: "Finds `Interval`, `Timeout`, `Retries` and `StartPeriod` of a container's health check outside the range that ECS accepts.",
    why: "ECS refuses the task definition; the schema gives no range.",
    example: "\"Interval\": 1",
    fix: "interval 5 to 300, timeout 2 to 60, start period 0 to 300 seconds; 1 to 10 retries",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-healthcheck.html",
    kind: RuleKind::Value(Values::Named(&["Interval", "Retries", "StartPeriod", "Timeout"]), run),
};

const RANGES: [(&str, i64, i64); 4] = [("Interval", 5, 300), ("Retries", 1, 10), ("StartPeriod", 0, 300), ("Timeout", 2, 60)];

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.resource_type != "AWS::ECS::TaskDefinition" {
        return Vec::new();
    }
    let Some((name, least, most)) = RANGES.iter().find(|(name, ..)| *name == subject.name) else { return Vec::new() };
    let Some(number) = subject.scalar().and_then(|text| text.trim().parse::<i64>().ok()) else { return Vec::new() };
    if (*least..=*most).contains(&number) {
        return Vec::new();
    }
    let finding = rule.finding(format!("`{name}` of a container's health check: expected {least} to {most}, found {number}"));
    vec![finding.help(format!("the nearest is {}", number.clamp(*least, *most)))]
}
