//! `CloudWatchLogs`, `IoTRule`, `AlexaSkill` and `Cognito`.

use super::super::build;
use super::super::change::Change;
use super::super::event::{Event, Invoked};
use super::super::made::MadeResource;
use super::super::work::Work;
use super::permission;
use crate::template::{Node, function};

/// The subscription of a log group, and its permission.
pub(super) fn logs(event: &Event<'_>, target: &Invoked) -> Vec<MadeResource> {
    let arn = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*";
    let group = event.property("LogGroupName").cloned();
    let source = group.map(|group| build::sub_with(arn, [("__LogGroupName__", group)]));
    let permission = permission::of(event, target, "logs.amazonaws.com", source);
    let filter = event
        .made("AWS::Logs::SubscriptionFilter")
        .after(&permission.id)
        .copy(event.properties, &["LogGroupName", "FilterPattern"])
        .set("DestinationArn", target.arn.clone());
    vec![permission, filter]
}

/// A rule for messages of things, and its permission.
pub(super) fn topic_rule(event: &Event<'_>, target: &Invoked) -> Vec<MadeResource> {
    let arn = "arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:rule/${RuleName}";
    let source = build::sub_with(arn, [("RuleName", build::reference(&event.id))]);
    let permission =
        permission::of(event, target, "iot.amazonaws.com", source).set("SourceAccount", build::sub("${AWS::AccountId}"));
    let action = build::map([("Lambda", build::map([("FunctionArn", target.arn.clone())]))]);
    let payload = build::map([
        ("Sql", event.property("Sql").cloned()),
        ("RuleDisabled", Some(build::flag(false))),
        ("Actions", Some(build::list([action]))),
        ("AwsIotSqlVersion", event.property("AwsIotSqlVersion").cloned()),
    ]);
    vec![permission, event.made("AWS::IoT::TopicRule").set("TopicRulePayload", payload)]
}

/// The permission of a skill.
pub(super) fn skill(event: &Event<'_>, target: &Invoked) -> MadeResource {
    let token = event.property("SkillId").cloned();
    permission::of(event, target, "alexa-appkit.amazon.com", None::<Node>).set("EventSourceToken", token)
}

/// The permission of a pool of users, one for all events of the function; the pool gets the triggers.
pub(super) fn user_pool(work: &mut Work<'_>, event: &Event<'_>, target: &Invoked) -> MadeResource {
    let pool = event.property("UserPool").and_then(function::referred);
    if let Some(pool) = pool {
        let triggers = event.property("Trigger");
        let names = triggers.map(|node| node.as_list().unwrap_or(std::slice::from_ref(node)));
        for trigger in names.into_iter().flatten().filter_map(Node::as_str) {
            let change = Change::Set(&["LambdaConfig"], trigger.to_owned(), target.arn.clone().at(event.location));
            work.changes.push((pool.to_owned(), change));
        }
    }
    // The ARN of the function's alias does not matter for the id.
    let id = match function::call(&target.name).and_then(|(_, argument)| argument.as_str()) {
        Some(name) => format!("{name}CognitoPermission"),
        None => event.owner.id_of("CognitoPermission"),
    };
    permission::named(event, target, id, "cognito-idp.amazonaws.com", pool.map(|pool| build::attribute(pool, "Arn")))
}
