//! E9014: a pattern of events that EventBridge cannot read.

use super::event_pattern;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::template::path::{Path, Step};
use crate::template::read;

pub(crate) const RULE: Rule = Rule {
    code: "E9014",
    severity: Severity::Error,
    what: "Finds an event pattern with a value that is not in a list, an empty list, a matcher that EventBridge does not have, or (warning) a field that no event has.",
    why: "EventBridge refuses the rule: `Event pattern is not valid`.",
    example: "`source: aws.ec2`, `[{prefx: prod-}]`",
    fix: "write values as lists, and matchers as `[{prefix: prod-}]`",
    link: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    kind: RuleKind::Template(run),
};

/// The types of the serverless transform whose events may have a pattern.
const SERVERLESS: [&str; 2] = ["AWS::Serverless::Function", "AWS::Serverless::StateMachine"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for kind in ["AWS::Events::Rule", "AWS::Events::Archive"] {
        for holder in resource::of_type(scope, kind) {
            holder.properties.get("EventPattern").cases().iter().for_each(|pattern| check(rule, context, pattern));
        }
    }
    for holder in SERVERLESS.iter().flat_map(|kind| resource::of_type(scope, kind)) {
        let events = holder.properties.get("Events");
        for event in events.keys().unwrap_or_default() {
            let event = events.get(event);
            if ["EventBridgeRule", "CloudWatchEvent"].iter().any(|kind| event.get("Type").is(kind)) {
                check(rule, context, &event.at(&["Properties", "Pattern"]));
            }
        }
    }
}

fn check(rule: &Rule, context: &mut Context<'_>, pattern: &Property<'_>) {
    if let Some(text) = pattern.text().filter(|text| !text.contains("${")) {
        // The places in a text are those of the text.
        let faults = read::document(text.as_bytes()).map(|read| event_pattern::faults(&read.root)).unwrap_or_default();
        for fault in faults {
            let mut finding = rule.finding(fault.message).help(fault.help);
            finding.severity = fault.severity;
            pattern.report(context, finding);
        }
        return;
    }
    let Some(node) = pattern.map().and(pattern.node()) else { return };
    for fault in event_pattern::faults(node) {
        let path = pattern.path().join(fault.path.iter().map(|step| Step::from(step.as_str())).collect::<Path<'_>>());
        let location = fault.location.or(pattern.location());
        let mut finding = rule.finding(fault.message).help(fault.help);
        finding.severity = fault.severity;
        context.report(finding, location, path.into_owned());
    }
}
