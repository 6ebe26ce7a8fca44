//! Events in what the AWS CLI prints as JSON, YAML or a table, of any service: objects with a status or a reason.

use serde_json::{Map, Value};

use super::console;
use super::event::Event;
use super::fields::{fails, is_reason, is_status, said};
use super::time;
use crate::template::{Content, Node, read};

const TIMES: [&str; 10] = [
    "Timestamp",
    "stoppedAt",
    "createdAt",
    "EndTime",
    "endTime",
    "StartTime",
    "CreationTime",
    "updatedAt",
    "eventTime",
    "lastStatusChange",
];
/// The fields that name what an object is about.
const NAMES: [&str; 14] = [
    "LogicalResourceId",
    "lifecycleEventName",
    "ChangeSetName",
    "FunctionName",
    "AutoScalingGroupName",
    "ResourceId",
    "serviceName",
    "deploymentId",
    "actionName",
    "stageName",
    "DomainName",
    "Account",
    "nodegroupName",
    "phaseType",
];
/// How the reason of a task begins that its service did not need any more.
const SCALED: &str = "Scaling activity initiated";
/// More lines of a table than anyone pastes.
const MOST: usize = 20_000;

/// The events of a document, or of several one after the other; nothing where the text is none.
pub(super) fn events(text: &str) -> Option<Vec<Event>> {
    let is_json = text.trim_start().starts_with(['{', '[']);
    let documents = if is_json { json(text)? } else { table(text).or_else(|| yaml(text))? };
    let mut found = Vec::new();
    documents.iter().for_each(|document| visit(document, &Event::default(), &mut found));
    (is_json || !found.is_empty()).then_some(found)
}

fn json(text: &str) -> Option<Vec<Value>> {
    serde_json::Deserializer::from_str(text).into_iter::<Value>().collect::<Result<_, _>>().ok()
}

/// A document in YAML: of several lines, the first of which has a key.
fn yaml(text: &str) -> Option<Vec<Value>> {
    let is_key = |line: &str| line.trim_start_matches(['-', ' ']).split_once(':').is_some_and(|(key, _)| is_field(key));
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(2).collect();
    if lines.len() < 2 || !lines.iter().all(|line| is_key(line)) {
        return None;
    }
    Some(vec![value(&read::document(text.as_bytes()).ok()?.root)])
}

fn value(node: &Node) -> Value {
    match &node.content {
        Content::Null => Value::Null,
        Content::Bool(is_true) => Value::Bool(*is_true),
        Content::Number(number) => serde_json::from_str(&number.to_string()).unwrap_or_default(),
        Content::Text(text) => Value::String(text.to_string()),
        Content::List(items) => Value::Array(items.iter().map(value).collect()),
        Content::Map(map) => Value::Object(map.iter().map(|(key, node)| (key.as_str().to_owned(), value(node))).collect()),
    }
}

/// The objects of a table: rows under a heading of fields, or a field and its value in each line.
fn table(text: &str) -> Option<Vec<Value>> {
    let (mut heading, mut pairs, mut found) = (Vec::<&str>::new(), Map::new(), Vec::new());
    for line in text.lines().take(MOST).map(str::trim) {
        if !line.starts_with('|') {
            continue;
        }
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let is_heading = cells.len() > 1
            && cells.iter().all(|cell| is_field(cell))
            && cells[1..].iter().any(|cell| is_status(cell) || is_reason(cell));
        if is_heading {
            heading = cells;
        } else if heading.len() == cells.len() {
            let row = heading.iter().zip(&cells).map(|(name, cell)| ((*name).to_owned(), Value::String((*cell).to_owned())));
            found.push(Value::Object(row.collect()));
        } else if let [name, cell] = cells[..]
            && is_field(name)
        {
            pairs.insert(name.to_owned(), Value::String(cell.to_owned()));
        } else {
            // The title of another object.
            found.extend((!pairs.is_empty()).then(|| Value::Object(std::mem::take(&mut pairs))));
            heading.clear();
        }
    }
    found.extend((!pairs.is_empty()).then_some(Value::Object(pairs)));
    (!found.is_empty()).then_some(found)
}

/// `StackResourceDriftStatus`.
fn is_field(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Looks for events below what an object is about. Documents are as deep as their readers allow.
fn visit(value: &Value, above: &Event, found: &mut Vec<Event>) {
    match value {
        Value::Array(items) => match texts(items).and_then(|cells| console::row(&cells)) {
            Some(event) => found.push(event),
            None => items.iter().for_each(|item| visit(item, above, found)),
        },
        Value::Object(object) if object.contains_key("stoppedReason") || object.contains_key("stopCode") => {
            found.push(task(object))
        }
        Value::Object(object) => {
            let event = event(object, above);
            let is_event = object.contains_key("ResourceStatus") || object.contains_key("OperationStatus");
            if is_event || !event.message.is_empty() || fails(&event.status) && event.status != above.status {
                found.push(event.clone());
            }
            // What failed without a word may have the reason in an object of its own.
            let is_open = fails(&event.status) && event.message.is_empty();
            let status = if is_open { event.status.clone() } else { String::new() };
            let below = Event { status, message: String::new(), ..event };
            object.values().for_each(|inner| visit(inner, &below, found));
        }
        // CloudTrail keeps an event as a text.
        Value::String(text) if text.starts_with("{\"") => {
            if let Ok(inner @ Value::Object(_)) = serde_json::from_str(text) {
                visit(&inner, above, found);
            }
        }
        _ => {}
    }
}

/// The texts of a list that has nothing else; one that has no value is left out.
fn texts(items: &[Value]) -> Option<Vec<String>> {
    let texts: Option<Vec<&str>> =
        items.iter().filter(|item| !item.is_null()).map(|item| item.as_str().filter(|text| !text.starts_with("{\""))).collect();
    texts.map(|texts| texts.into_iter().map(str::to_owned).collect())
}

fn text(object: &Map<String, Value>, names: &[&str]) -> String {
    let found = names.iter().find_map(|name| object.get(*name).and_then(Value::as_str).filter(|text| !text.is_empty()));
    found.unwrap_or_default().to_owned()
}

/// What an object says, and what it is about: what it does not name, the object above it does.
fn event(object: &Map<String, Value>, above: &Event) -> Event {
    let said = said(object).unwrap_or_default();
    let or = |own: String, other: &str| if own.is_empty() { other.to_owned() } else { own };
    let target = object.get("Target").and_then(Value::as_object).map(|target| text(target, &["Id"])).unwrap_or_default();
    let shown = TIMES.iter().find_map(|name| object.get(*name));
    Event {
        time: shown.and_then(time::of).or(above.time),
        shown_time: shown
            .map_or_else(|| above.shown_time.clone(), |time| time.as_str().map_or_else(|| time.to_string(), str::to_owned)),
        stack: or(text(object, &["StackId", "StackName"]), &above.stack),
        id: or(or(text(object, &NAMES), &target), &above.id),
        physical: or(text(object, &["PhysicalResourceId", "FunctionArn", "CertificateArn"]), &above.physical),
        resource_type: or(text(object, &["ResourceType"]), &above.resource_type),
        status: if said.status.is_empty() && !said.message.is_empty() { above.status.clone() } else { said.status },
        message: said.message,
    }
}

/// A stopped task: its own reason, and those of its containers.
fn task(object: &Map<String, Value>) -> Event {
    let mut parts = vec![text(object, &["stoppedReason"]), text(object, &["stopCode"])];
    let mut status = parts[1].clone();
    // Programs that are told to stop end with the code of the signal, or with one of their own.
    let is_told_to_stop = parts[0].starts_with(SCALED) || parts[1] == "UserInitiated";
    for container in object.get("containers").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
        let code = container.get("exitCode").and_then(Value::as_i64);
        let code =
            code.filter(|code| *code != 0 && !is_told_to_stop).map(|code| format!("exit code: {code}")).unwrap_or_default();
        let reason = text(container, &["reason"]);
        if !reason.is_empty() || !code.is_empty() {
            "FAILED".clone_into(&mut status);
            parts.push(format!("container {}: {reason} {code}", text(container, &["name"])));
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    let arns = ["taskArn", "clusterArn", "taskDefinitionArn"].map(|name| text(object, &[name]));
    let id = arns[0].rsplit('/').next().unwrap_or_default().to_owned();
    // A task that was stopped on purpose did not fail.
    let status = if fails(&status) { status } else { String::new() };
    Event { message: parts.join("; "), id, physical: arns.join(" "), status, ..event(object, &Event::default()) }
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
        assert_eq!(events("Error: it failed\nand is gone"), None);
    }

    /// Every form of the AWS CLI says the same.
    #[test]
    fn forms_of_an_output_are_one() {
        let json =
            r#"{"ScalingActivities": [{"ResourceId": "service/prod/web", "StatusCode": "Failed", "StatusMessage": "no role"}]}"#;
        let yaml = "ScalingActivities:\n- ResourceId: service/prod/web\n  StatusCode: Failed\n  StatusMessage: no role\n";
        let rows = "|  DescribeScalingActivities  |\n||  ResourceId | StatusCode | StatusMessage ||\n||  service/prod/web | Failed | no role ||";
        let lines = "||  ScalingActivities  ||\n||  ResourceId | service/prod/web ||\n||  StatusCode | Failed ||\n||  StatusMessage | no role ||";
        for text in [json, yaml, rows, lines] {
            let read = events(text).unwrap_or_default();
            let read: Vec<_> = read.iter().map(|event| (&*event.id, &*event.status, &*event.message)).collect();
            assert_eq!(read, [("service/prod/web", "Failed", "no role")], "{text}");
        }
    }

    /// `--query "StackEvents[].[Timestamp, LogicalResourceId, ResourceStatus, ResourceStatusReason]"` has no names of fields.
    #[test]
    fn rows_without_names_are_events() {
        let rows = r#"[["2026-01-01T10:00:02Z", "Table", "CREATE_FAILED", "Resource creation cancelled"],
            ["2026-01-01T10:00:01Z", "Queue", "CREATE_FAILED", "no such key"], ["2026-01-01T10:00:00Z", "Queue", "CREATE_IN_PROGRESS", null]]"#;
        let read = events(rows).unwrap();
        let told: Vec<_> = read.iter().map(|event| (&*event.id, &*event.status, &*event.message)).collect();
        assert_eq!(told[1], ("Queue", "CREATE_FAILED", "no such key"));
        assert_eq!((told.len(), told[2]), (3, ("Queue", "CREATE_IN_PROGRESS", "")));
    }

    /// The reason of what failed may stand in an object below it.
    #[test]
    fn a_reason_below_a_failure_is_its_reason() {
        let pipeline = r#"{"stageStates": [{"stageName": "Deploy", "actionStates": [{"actionName": "Apply", "latestExecution":
            {"status": "Failed", "errorDetails": {"code": "JobFailed", "message": "it broke"}}}]}]}"#;
        let read = events(pipeline).unwrap();
        let last = read.last().expect("an event");
        assert_eq!((&*last.id, &*last.status, &*last.message), ("Apply", "Failed", "JobFailed it broke"));
    }
}
