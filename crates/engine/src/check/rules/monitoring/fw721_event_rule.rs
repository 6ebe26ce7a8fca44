//! FW721: a rule of EventBridge without the role that its target needs, or with a schedule on a bus of its own.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::{arn, resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW721",
    severity: Severity::Error,
    what: "Finds a target of an EventBridge rule that only a role lets it start, such as a state machine or a pipeline, without `RoleArn`; and a schedule on another bus than the default one.",
    why: "EventBridge refuses the rule: `RoleArn is required for target`, `ScheduleExpression is supported only on the default event bus`.",
    example: "`Targets: [{Id: flow, Arn: !Ref StateMachine}]`",
    fix: "give the target `RoleArn`, a role that `events.amazonaws.com` may assume; leave `EventBusName` out of a schedule",
    link: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html",
    kind: RuleKind::Template(run),
};

/// What a rule starts with a role: the types, and the services of their ARNs.
const STARTED: [(&str, &str); 9] = [
    ("AWS::Batch::JobQueue", "batch"),
    ("AWS::CodeBuild::Project", "codebuild"),
    ("AWS::CodePipeline::Pipeline", "codepipeline"),
    ("AWS::Kinesis::Stream", "kinesis"),
    ("AWS::ECS::Cluster", "ecs"),
    // The service of its ARN is `events`, as that of a bus, which needs no role.
    ("AWS::Events::ApiDestination", "api-destination"),
    ("AWS::KinesisFirehose::DeliveryStream", "firehose"),
    ("AWS::Serverless::StateMachine", "states"),
    ("AWS::StepFunctions::StateMachine", "states"),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for event_rule in resource::of_type(context.scope(), "AWS::Events::Rule") {
        let bus = event_rule.properties.get("EventBusName");
        let is_other = bus.owner_of("AWS::Events::EventBus").is_some()
            || bus.text().is_some_and(|name| name != "default" && !name.ends_with("/default"));
        if is_other && event_rule.properties.get("ScheduleExpression").is_given() {
            let message = format!("`{}` has a schedule, and only rules of the default bus have one", event_rule.id);
            bus.report(context, rule.finding(message).help("leave `EventBusName` out, or use `AWS::Scheduler::Schedule`"));
        }
        if !event_rule.properties.get("RoleArn").is_absent() {
            continue;
        }
        for target in event_rule.properties.get("Targets").every_item() {
            let to = target.get("Arn");
            if let Some(service) = started(&to).filter(|_| target.get("RoleArn").is_absent()) {
                let message = format!("`{}` starts a target of `{service}`, which needs a role", event_rule.id);
                to.report(context, rule.finding(message).help("give the target `RoleArn`"));
            }
        }
    }
}

/// The service of a target that is started with a role.
fn started(target: &Property<'_>) -> Option<&'static str> {
    let written = arn::of(target).map(|arn| arn.service);
    let known = STARTED.iter().find(|(kind, service)| written.as_deref() == Some(service) || target.owner_of(kind).is_some());
    known.map(|(_, service)| *service)
}
