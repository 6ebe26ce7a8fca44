//! Events in what the AWS CLI prints as JSON: of stacks, operations, change sets, services, tasks, targets, scaling, functions.

use serde_json::{Map, Value};

use super::event::Event;
use super::time;

/// The fields in which AWS says why.
const REASONS: [&str; 14] = [
    "ResourceStatusReason",
    "ValidationStatusReason",
    "HookStatusReason",
    "StatusReason",
    "StackStatusReason",
    "rolloutStateReason",
    "StateReason",
    "LastUpdateStatusReason",
    "StatusMessage",
    "FailureReason",
    "failureReason",
    "errorMessage",
    "message",
    "Message",
];
const STATUSES: [&str; 9] = [
    "ResourceStatus",
    "ValidationStatus",
    "HookStatus",
    "OperationStatus",
    "StackStatus",
    "rolloutState",
    "StatusCode",
    "LastUpdateStatus",
    "Status",
];
const TIMES: [&str; 8] =
    ["Timestamp", "createdAt", "stoppedAt", "EndTime", "StartTime", "CreationTime", "updatedAt", "eventTime"];

/// The events of a document, or of several one after the other; nothing where the text is no JSON.
pub(super) fn events(text: &str) -> Option<Vec<Event>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut found = Vec::new();
    for document in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        visit(&document.ok()?, &mut found);
    }
    Some(found)
}

/// Looks for events. Documents are as deep as the reader allows, which is 128.
fn visit(value: &Value, found: &mut Vec<Event>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, found)),
        Value::Object(object) => {
            let is_task = object.contains_key("stoppedReason") || object.contains_key("stopCode");
            if is_task {
                found.push(task(object));
                return;
            }
            found.extend(health(object).or_else(|| event(object)));
            object.values().for_each(|inner| visit(inner, found));
        }
        _ => {}
    }
}

fn text(object: &Map<String, Value>, names: &[&str]) -> String {
    let found = names.iter().find_map(|name| object.get(*name).and_then(Value::as_str).filter(|text| !text.is_empty()));
    found.unwrap_or_default().to_owned()
}

/// The event that an object is, if it has a status or a reason of one.
fn event(object: &Map<String, Value>) -> Option<Event> {
    let reasons = REASONS.iter().filter_map(|name| object.get(*name)?.as_str());
    let message = reasons.collect::<Vec<_>>().join(" ");
    let status = text(object, &STATUSES);
    let is_event = object.contains_key("ResourceStatus") || object.contains_key("OperationStatus") || !message.is_empty();
    if !is_event {
        return None;
    }
    Some(Event { message, status, ..place(object) })
}

fn place(object: &Map<String, Value>) -> Event {
    let shown = TIMES.iter().find_map(|name| object.get(*name));
    Event {
        time: shown.and_then(time::of),
        shown_time: shown.map(|time| time.as_str().map_or_else(|| time.to_string(), str::to_owned)).unwrap_or_default(),
        stack: text(object, &["StackId", "StackName"]),
        id: text(object, &["LogicalResourceId", "ChangeSetName"]),
        physical: text(object, &["PhysicalResourceId"]),
        resource_type: text(object, &["ResourceType"]),
        ..Event::default()
    }
}

/// A stopped task: its own reason, and those of its containers.
fn task(object: &Map<String, Value>) -> Event {
    let mut said = vec![text(object, &["stoppedReason"]), text(object, &["stopCode"])];
    for container in object.get("containers").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
        let name = text(container, &["name"]);
        let reason = text(container, &["reason"]);
        let code = container.get("exitCode").and_then(Value::as_i64).filter(|code| *code != 0);
        if !reason.is_empty() || code.is_some() {
            let code = code.map(|code| format!("exit code: {code}")).unwrap_or_default();
            said.push(format!("container {name}: {reason} {code}"));
        }
    }
    said.retain(|part| !part.trim().is_empty());
    let arns = ["taskArn", "clusterArn", "taskDefinitionArn"].map(|name| text(object, &[name]));
    let id = arns[0].rsplit('/').next().unwrap_or_default().to_owned();
    Event { message: said.join("; "), id, physical: arns.join(" "), ..place(object) }
}

/// The health of a target.
fn health(object: &Map<String, Value>) -> Option<Event> {
    let health = object.get("TargetHealth")?.as_object()?;
    let said = [text(health, &["State"]), text(health, &["Reason"]), text(health, &["Description"])].join(" ");
    let target = object.get("Target").and_then(Value::as_object).map(|target| text(target, &["Id"])).unwrap_or_default();
    (text(health, &["State"]) != "healthy").then(|| Event { message: said, id: target, ..Event::default() })
}

#[cfg(test)]
mod tests {
    use super::events;

    #[test]
    fn each_document_has_its_events() {
        let tasks = r#"{"tasks": [{"taskArn": "arn:aws:ecs:eu-west-1:1:task/prod/ab", "stoppedReason": "Essential container in task exited",
            "containers": [{"name": "web", "exitCode": 137, "reason": "OutOfMemoryError: killed"}]}]}"#;
        let read = events(tasks).unwrap();
        assert_eq!(read[0].message, "Essential container in task exited; container web: OutOfMemoryError: killed exit code: 137");
        let two = r#"{"StackEvents": [{"StackId": "arn:aws:cloudformation:eu-west-1:1:stack/shop/1", "LogicalResourceId": "A", "ResourceStatus": "CREATE_FAILED"}]}
            {"services": [{"events": [{"createdAt": 1714564800.5, "message": "(service web) has started 1 tasks"}]}]}"#;
        let read = events(two).unwrap();
        assert_eq!((read.len(), read[0].stack_name(), read[1].time), (2, "shop", Some(1_714_564_800_500)));
        assert_eq!(events("No updates"), None);
    }
}
