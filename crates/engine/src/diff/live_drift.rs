//! What of a deployed stack is not as its template has it: the results of CloudFormation's drift detection, with the lines that write it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::change::Side;
use crate::language::read::secret;
use crate::language::reference;
use crate::redact::{HIDDEN, Redactor, Version, is_secret_place};
use crate::template::path::{Path, Step};
use crate::template::{Node, SourceLocation, Template};

/// What AWS says of one stack: as the AWS CLI prints it.
#[derive(Clone, Debug, Default)]
pub struct DriftAnswers {
    /// The stack, of `describe-stacks`.
    pub stack: Value,
    /// Its resources, of `list-stack-resources`.
    pub resources: Vec<Value>,
    /// What was detected, of `describe-stack-resource-drifts`.
    pub drifts: Vec<Value>,
}

/// The drift of one stack, as of the last detection.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StackDrift {
    /// The short name of the stack.
    pub name: String,
    /// `DRIFTED`, `IN_SYNC`, `UNKNOWN`, `NOT_CHECKED`.
    pub status: String,
    /// When it was detected; nothing where it never was.
    pub checked: Option<String>,
    /// Whether the stack was updated after that.
    pub is_outdated: bool,
    /// How many resources are as the template has them.
    pub in_sync: usize,
    /// The resources that CloudFormation did not check, by their types: it cannot check most of these.
    pub not_checked: BTreeMap<String, usize>,
    /// The resources that are not.
    pub resources: Vec<ResourceDrift>,
}

/// A resource that is not as its template has it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResourceDrift {
    /// Its logical id.
    pub id: String,
    /// Its type.
    pub resource_type: String,
    /// `MODIFIED`, `DELETED`, `UNKNOWN`.
    pub status: String,
    /// Why it is unknown.
    pub reason: Option<String>,
    /// Where the code has it.
    pub location: SourceLocation,
    /// Its properties that differ.
    pub differences: Vec<PropertyDrift>,
}

/// A property that is not as its template has it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PropertyDrift {
    /// The path to it from `Properties`, as AWS writes it: `/Tags/0/Value`.
    pub path: String,
    /// What the template says; nothing where it says nothing.
    pub expected: Option<String>,
    /// What is there; nothing where nothing is.
    pub actual: Option<String>,
    /// Where the code has it, or else its resource.
    pub location: SourceLocation,
}

impl StackDrift {
    /// What AWS says of a stack that the code writes like `side`. No secret of the code, of what was deployed or of what is there is in it.
    pub fn new(name: &str, answers: &DriftAnswers, side: &Side, deployed: Option<&Side>) -> Self {
        let mut redactor = Redactor::default();
        let versions: Vec<Version<'_, '_>> = std::iter::once(side).chain(deployed).map(Side::version).collect();
        redactor.learn_versions(&versions);
        answers.drifts.iter().for_each(|drift| learn(&mut redactor, drift));
        let information = &answers.stack["DriftInformation"];
        let checked = text(&information["LastCheckTimestamp"]);
        let updated = text(&answers.stack["LastUpdatedTime"]).or_else(|| text(&answers.stack["CreationTime"]));
        let is_of =
            |drift: &&Value, status: &[&str]| drift["StackResourceDriftStatus"].as_str().is_some_and(|it| status.contains(&it));
        let drifted = answers.drifts.iter().filter(|drift| is_of(drift, &["MODIFIED", "DELETED", "UNKNOWN"]));
        let mut not_checked = BTreeMap::new();
        let without = |resource: &&Value| {
            let is_it = |drift: &Value| {
                drift["LogicalResourceId"] == resource["LogicalResourceId"] && !is_of(&drift, &["NOT_CHECKED", "UNSUPPORTED"])
            };
            !answers.drifts.iter().any(is_it)
        };
        for resource in answers.resources.iter().filter(without) {
            *not_checked.entry(text(&resource["ResourceType"]).unwrap_or_default()).or_insert(0) += 1;
        }
        StackDrift {
            name: name.to_owned(),
            status: text(&information["StackDriftStatus"]).unwrap_or_else(|| "NOT_CHECKED".to_owned()),
            is_outdated: checked
                .as_deref()
                .zip(updated.as_deref())
                .is_some_and(|(checked, updated)| second(checked) < second(updated)),
            checked,
            in_sync: answers.drifts.iter().filter(|drift| is_of(drift, &["IN_SYNC"])).count(),
            not_checked,
            resources: drifted.map(|drift| ResourceDrift::new(drift, side, &redactor)).collect(),
        }
    }

    /// Whether something is not as the template has it.
    pub fn is_drifted(&self) -> bool {
        self.resources.iter().any(|resource| resource.status != "UNKNOWN")
    }
}

impl ResourceDrift {
    fn new(drift: &Value, side: &Side, redactor: &Redactor) -> Self {
        let (id, resource_type) =
            (text(&drift["LogicalResourceId"]).unwrap_or_default(), text(&drift["ResourceType"]).unwrap_or_default());
        let written = side.template.resource(&id);
        let location = written.map_or(SourceLocation::Unknown, |entry| entry.id.location_with(entry.node));
        let properties = written.and_then(|entry| entry.node.get("Properties"));
        let differences = drift["PropertyDifferences"].as_array().into_iter().flatten();
        let differences = differences.map(|difference| {
            let path = text(&difference["PropertyPath"]).unwrap_or_default();
            let steps = steps(&path);
            let (node, at) = place(properties, &steps);
            let is_secret =
                is_secret_place(&resource_type, &typed(&steps)) || node.is_some_and(|node| is_of_a_secret(node, &side.template));
            let shown = |value: &Value, absent: &str| {
                let value = text(value).filter(|_| difference["DifferenceType"] != absent)?;
                Some(if is_secret { HIDDEN.to_owned() } else { redactor.value(&redactor.message(&value)) })
            };
            PropertyDrift {
                expected: shown(&difference["ExpectedValue"], "ADD"),
                actual: shown(&difference["ActualValue"], "REMOVE"),
                location: at.or(location),
                path,
            }
        });
        let differences = differences.collect();
        let reason = text(&drift["DriftStatusReason"]).map(|reason| redactor.message(&reason));
        let status = text(&drift["StackResourceDriftStatus"]).unwrap_or_default();
        ResourceDrift { id, resource_type, status, reason, location, differences }
    }
}

/// Learns what is a secret in the properties of a resource as they should be, and as they are.
fn learn(redactor: &mut Redactor, drift: &Value) {
    for side in ["ExpectedProperties", "ActualProperties"] {
        let properties = drift[side].as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
        let resource = json!({ "Type": drift["ResourceType"], "Properties": properties });
        let template = Template::new(json!({ "Resources": { "It": resource } }).into());
        redactor.learn(&template, &BTreeMap::new());
    }
}

/// The steps of a path of AWS: a JSON pointer.
fn steps(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

/// The same, for what reads schemas.
fn typed(steps: &[String]) -> Path<'_> {
    steps.iter().map(|step| step.parse().map_or_else(|_| Step::from(step.as_str()), Step::Index)).collect()
}

/// What the code has at a path, and the nearest place to it.
fn place<'n>(properties: Option<&'n Node>, steps: &[String]) -> (Option<&'n Node>, SourceLocation) {
    let (mut node, mut location) = (properties, SourceLocation::Unknown);
    for step in steps {
        let item = |node: &'n Node| node.as_list().and_then(|items| items.get(step.parse::<usize>().ok()?));
        node = node.and_then(|node| node.get(step).or_else(|| item(node)));
        location = node.map_or(location, |node| node.location.or(location));
    }
    (node, location)
}

/// Whether a value is made of a parameter with `NoEcho`.
fn is_of_a_secret(node: &Node, template: &Template) -> bool {
    let parameter = |name: &str| template.section("Parameters")?.get(name);
    reference::ids(node).into_iter().filter_map(parameter).any(secret::is_hidden)
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A time up to its seconds: the AWS CLI writes them in UTC, with fractions or without.
fn second(time: &str) -> &str {
    time.get(..19).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::read;

    #[test]
    fn a_drift_has_its_line_and_no_secret() {
        let text = "Parameters:\n  Key: { Type: String, NoEcho: true }\nResources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      \
                    DelaySeconds: 5\n      KmsMasterKeyId: !Ref Key\n      Tags:\n        - Key: a/b\n          Value: x\n      \
                    QueueName: !Sub q-${Key}\n";
        let side = Side::new(read::template(text.as_bytes()).unwrap().0, BTreeMap::new());
        let difference = |path: &str, kind: &str| json!({ "PropertyPath": path, "ExpectedValue": "CANARY1", "ActualValue": "8", "DifferenceType": kind });
        let drift = |id: &str, status: &str| json!({ "LogicalResourceId": id, "ResourceType": "AWS::SQS::Queue", "StackResourceDriftStatus": status });
        let mut queue = drift("Queue", "MODIFIED");
        queue["PropertyDifferences"] = json!([
            difference("/DelaySeconds", "NOT_EQUAL"),
            difference("/KmsMasterKeyId", "NOT_EQUAL"),
            difference("/QueueName", "NOT_EQUAL"),
            difference("/Tags/0/Value", "REMOVE"),
            difference("/FifoQueue", "ADD")
        ]);
        let answers = DriftAnswers {
            stack: json!({ "LastUpdatedTime": "2026-11-27T01:00:00.5+00:00",
                "DriftInformation": { "StackDriftStatus": "DRIFTED", "LastCheckTimestamp": "2026-11-27T00:59:59Z" } }),
            resources: ["Queue", "Other", "Note"]
                .map(|id| json!({ "LogicalResourceId": id, "ResourceType": "AWS::X::Y" }))
                .into(),
            drifts: vec![queue, drift("Other", "IN_SYNC")],
        };
        let found = StackDrift::new("data", &answers, &side, None);
        assert!(found.is_outdated && found.is_drifted());
        assert_eq!((found.in_sync, found.not_checked["AWS::X::Y"]), (1, 1));
        let lines = found.resources[0].differences.iter().map(|it| {
            let SourceLocation::File { line, .. } = it.location else { panic!("no line of {}", it.path) };
            (it.path.as_str(), line, it.expected.as_deref(), it.actual.as_deref())
        });
        assert_eq!(
            lines.collect::<Vec<_>>(),
            [
                ("/DelaySeconds", 7, Some("CANARY1"), Some("8")),
                ("/KmsMasterKeyId", 8, Some(HIDDEN), Some(HIDDEN)),
                ("/QueueName", 12, Some(HIDDEN), Some(HIDDEN)),
                ("/Tags/0/Value", 11, Some("CANARY1"), None),
                ("/FifoQueue", 4, None, Some("8")),
            ]
        );
    }
}
