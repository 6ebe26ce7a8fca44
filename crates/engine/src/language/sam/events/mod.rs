//! The events of functions and state machines.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html>

mod api;
mod mapping;
mod notification;
mod others;
pub(super) mod paths;
mod permission;
mod queue;
mod rule;
mod schedule;
mod subscription;

use super::build;
use super::event::{Event, Invoked, Needs, written};
use super::made::MadeResource;
use super::resource::SamResource;
use super::transform::empty_map;
use super::work::Work;
use crate::template::Node;

/// What the events of a source make, and what its role needs for them.
pub(super) fn make<'a>(work: &mut Work<'a>, owner: &SamResource<'a>, target: &Invoked) -> (Vec<MadeResource>, Needs) {
    let (mut made, mut needs) = (Vec::new(), Needs::default());
    if let Some(events) = owner.property("Events").filter(|node| !node.is_empty() && !build::is_plain_map(node)) {
        work.open.push(owner.id.to_owned());
        made.push(MadeResource::opaque(
            owner.id_of("Events"),
            build::opaque_of([("Source", events.clone()), ("Target", target.arn.clone())]),
        ));
    }
    // The order decides that of policies and notifications: functions have theirs by path, or by name.
    let mut events: Vec<_> = written(owner).collect();
    if !target.is_state_machine {
        events.sort_by_key(|(key, node)| node.at_path(&["Properties", "Path"]).and_then(Node::as_str).unwrap_or(key.as_str()));
    }
    for (key, node) in events {
        let properties = build::present(node, "Properties").unwrap_or(empty_map());
        let kind = node.get("Type").and_then(Node::as_str).unwrap_or_default();
        let id = owner.id_of(key.as_str());
        let event = Event { owner: *owner, id, kind, location: key.location_with(node), node, properties };
        let is_known = build::is_plain_map(properties) || properties.is_empty();
        match of_kind(work, &event, target, &mut needs).filter(|_| is_known) {
            Some(more) => made.extend(more),
            None => made.push(unknown(work, &event, target)),
        }
    }
    (made, needs)
}

/// What an event of a known type makes; nothing for other types.
fn of_kind<'a>(work: &mut Work<'a>, event: &Event<'a>, target: &Invoked, needs: &mut Needs) -> Option<Vec<MadeResource>> {
    Some(match (target.is_state_machine, event.kind) {
        (_, "Schedule" | "CloudWatchEvent" | "EventBridgeRule") => rule::make(event, target),
        (_, "ScheduleV2") => schedule::make(event, target),
        (true, "Api") => vec![api::start_role(event, target)],
        (true, _) => return None,
        (false, "Api") => vec![api::rest(work, event, target)],
        (false, "HttpApi") => api::http(work, event, target).into_iter().collect(),
        (false, "S3") => notification::make(work, event, target),
        (false, "SNS") => subscription::make(event, target, needs),
        (false, "CloudWatchLogs") => others::logs(event, target),
        (false, "IoTRule") => others::topic_rule(event, target),
        (false, "AlexaSkill") => vec![others::skill(event, target)],
        (false, "Cognito") => vec![others::user_pool(work, event, target)],
        (false, kind) => vec![mapping::make(event, mapping::source_of(kind)?, target, needs)],
    })
}

/// An event of a type that is not modelled, or whose properties are a function.
fn unknown(work: &mut Work<'_>, event: &Event<'_>, target: &Invoked) -> MadeResource {
    work.open.push(event.id.clone());
    let whole = build::opaque_of([("Source", event.node.clone()), ("Target", target.arn.clone())]);
    MadeResource::opaque(event.id.clone(), whole).at(event.location)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made};

    fn of(event: &str) -> Vec<String> {
        let yaml = format!(
            "Resources:\n  F: {{Type: AWS::Serverless::Function, Properties: {{Role: r, Events: {{E: {event}}}}}}}\n  B: {{Type: AWS::S3::Bucket}}"
        );
        made(&yaml).into_iter().filter(|line| line.starts_with("FE")).collect()
    }

    #[test]
    fn each_type_of_event_makes_its_own() {
        let permission = "FEPermission AWS::Lambda::Permission";
        assert_eq!(of("{Type: Kinesis, Properties: {Stream: s}}"), ["FE AWS::Lambda::EventSourceMapping"]);
        let rule = ["FE AWS::Events::Rule", permission];
        assert_eq!(of("{Type: Schedule, Properties: {Schedule: rate(1 day)}}"), rule);
        assert_eq!(of("{Type: EventBridgeRule, Properties: {Pattern: {}}}"), rule);
        let schedule = ["FE AWS::Scheduler::Schedule", "FERole AWS::IAM::Role"];
        assert_eq!(of("{Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day)}}"), schedule);
        assert_eq!(of("{Type: S3, Properties: {Bucket: !Ref B, Events: e}}"), [permission]);
        assert_eq!(of("{Type: SNS, Properties: {Topic: t}}"), [permission, "FE AWS::SNS::Subscription"]);
        assert_eq!(
            of("{Type: SNS, Properties: {Topic: t, SqsSubscription: true}}"),
            [
                "FEEventSourceMapping AWS::Lambda::EventSourceMapping",
                "FEQueue AWS::SQS::Queue",
                "FEQueuePolicy AWS::SQS::QueuePolicy",
                "FE AWS::SNS::Subscription",
            ]
        );
        let logs = [permission, "FE AWS::Logs::SubscriptionFilter"];
        assert_eq!(of("{Type: CloudWatchLogs, Properties: {LogGroupName: g}}"), logs);
        assert_eq!(of("{Type: IoTRule, Properties: {Sql: s}}"), [permission, "FE AWS::IoT::TopicRule"]);
        assert_eq!(of("{Type: AlexaSkill}"), [permission]);
    }

    #[test]
    fn an_unknown_event_is_opaque() {
        assert_eq!(of("{Type: New, Properties: {A: b}}"), ["FE"]);
        assert_eq!(of("{Type: SQS, Properties: !If [C, {}, {}]}"), ["FE"]);
        let yaml = "Resources: {F: {Type: AWS::Serverless::Function, Properties: {Role: r, Events: !If [C, {}, {}]}}}";
        assert_eq!(made(yaml), ["F AWS::Lambda::Function", "FEvents"]);
    }

    #[test]
    fn the_role_gets_what_events_need() {
        let yaml = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        A: {Type: SQS, Properties: {Queue: a}}
        B: {Type: SQS, Properties: {Queue: b}}
        C: {Type: Kinesis, Properties: {Stream: s, DestinationConfig: {OnFailure: {Type: SQS, Destination: q}}}}";
        let policies = json(yaml, &["Resources", "FRole", "Properties", "ManagedPolicyArns"]);
        assert_eq!(policies.matches("AWSLambdaSQSQueueExecutionRole").count(), 1);
        assert_eq!(policies.matches("AWSLambdaKinesisExecutionRole").count(), 1);
        assert_eq!(
            json(yaml, &["Resources", "FRole", "Properties", "Policies"]),
            r#"[{"PolicyName":"FCSQSPolicy","PolicyDocument":{"Statement":[{"Action":"sqs:SendMessage","Effect":"Allow","Resource":"q"}]}}]"#
        );
        let config = json(yaml, &["Resources", "FC", "Properties", "DestinationConfig"]);
        assert_eq!(config, r#"{"OnFailure":{"Destination":"q"}}"#);
    }
}
