//! `Schedule`, `CloudWatchEvent` and `EventBridgeRule`: a rule of EventBridge.

use super::super::build;
use super::super::event::{Event, Invoked};
use super::super::made::MadeResource;
use super::super::role;
use super::{permission, queue};
use crate::template::Node;

const PRINCIPAL: &str = "events.amazonaws.com";
/// The characters of a target's id.
const LONGEST_ID: usize = 64;

/// What a rule makes: itself, its dead-letter queue, and what lets it start its target.
pub(super) fn make(event: &Event<'_>, target: &Invoked) -> Vec<MadeResource> {
    let arn = build::attribute(&event.id, "Arn");
    let (queue_arn, queue) = queue::of(event);
    let mut made = Vec::new();
    let mut role_arn = None;
    if target.is_state_machine {
        let given = event.property("RoleArn").filter(|_| event.kind == "Schedule");
        if given.is_none() {
            made.push(role::start_execution(event, target, PRINCIPAL));
        }
        role_arn = Some(given.cloned().unwrap_or_else(|| build::attribute(&format!("{}Role", event.id), "Arn")));
    } else {
        made.push(permission::of(event, target, PRINCIPAL, arn.clone()));
    }
    if let Some(queue) = queue {
        made.push(queue::policy(event, &queue, arn));
        made.push(queue);
    }
    made.insert(0, rule(event, entry(event, target, queue_arn, role_arn)));
    made
}

fn rule(event: &Event<'_>, target: Node) -> MadeResource {
    let is_schedule = event.kind == "Schedule";
    let rule = event.made("AWS::Events::Rule").set("State", state(event)).set("Targets", build::list([target]));
    let property = |name| event.property(name).cloned();
    if is_schedule {
        rule.set("ScheduleExpression", property("Schedule"))
            .set("Name", property("Name"))
            .set("Description", property("Description"))
    } else {
        rule.set("EventBusName", property("EventBusName"))
            .set("EventPattern", property("Pattern"))
            .set("Name", property("RuleName"))
    }
}

/// `State` as it is given, or what `Enabled` says.
fn state(event: &Event<'_>) -> Option<Node> {
    let enabled = event.property("Enabled");
    let said = |text: &'static str| Some(build::text(text));
    match (event.property("State"), enabled) {
        (Some(state), _) => Some(state.clone()),
        (None, None) => None,
        (None, Some(_)) if build::is_true(enabled) => said("ENABLED"),
        (None, Some(_)) if build::is_false(enabled) => said("DISABLED"),
        (None, Some(enabled)) => Some(build::opaque(enabled)),
    }
}

/// The target of the rule.
fn entry(event: &Event<'_>, target: &Invoked, queue_arn: Option<Node>, role_arn: Option<Node>) -> Node {
    let given = event.property("Target").and_then(|target| build::present(target, "Id")).cloned();
    let suffix = if target.is_state_machine { "StepFunctionsTarget" } else { "LambdaTarget" };
    let kept: String = event.id.chars().take(LONGEST_ID - suffix.len()).collect();
    build::map([
        ("Arn", Some(target.arn.clone())),
        ("Id", Some(given.unwrap_or_else(|| build::text(format!("{kept}{suffix}"))))),
        ("RoleArn", role_arn),
        ("Input", event.property("Input").cloned()),
        ("InputPath", event.property("InputPath").cloned()),
        ("InputTransformer", event.property("InputTransformer").cloned()),
        ("DeadLetterConfig", queue_arn.map(|arn| build::map([("Arn", arn)]))),
        ("RetryPolicy", event.property("RetryPolicy").cloned()),
    ])
}
