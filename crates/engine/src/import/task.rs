//! A task definition as `aws ecs register-task-definition` takes it, as a template: the names are those of the API, in its case.

use std::collections::BTreeSet;

use super::kind::Kind;
use super::types::{TypeProperties, Typed, Types};
use crate::template::{Content, Key, Map, Node, Template};

/// The type that it becomes.
const TYPE: &str = "AWS::ECS::TaskDefinition";
/// What `describe-task-definition` says of a revision, and nobody writes.
const ANSWERED: [&str; 9] = [
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "registeredBy",
    "deregisteredAt",
    "deleteRequestedAt",
];

/// A task definition, as a template.
pub struct TaskDefinition {
    /// The template, with the task definition alone.
    pub template: Template,
    /// The keys that the type has no property for.
    pub unknown: Vec<String>,
}

/// Reads a task definition, as `register-task-definition` takes it or `describe-task-definition` answers it; nothing for what is none.
pub fn task_definition(document: &Node) -> Option<TaskDefinition> {
    let root = document.get("taskDefinition").unwrap_or(document).as_map()?;
    root.get("containerDefinitions").and_then(Node::as_list)?;
    let typed = Types::new(&BTreeSet::new()).get(TYPE)?;
    let mut unknown = Vec::new();
    let mut properties = named(root, &typed.type_properties(), &typed, "", &mut unknown);
    if let (Some(tags), Content::Map(map)) =
        (document.get("tags").filter(|_| !root.contains_key("tags")), &mut properties.content)
    {
        let tags = value(tags, &Kind::List(Box::new(Kind::Tag)), &typed, "tags", &mut unknown);
        map.insert(Key::new("Tags", document.location), tags);
    }
    let resource = Node::map([("Type", Node::text(TYPE)), ("Properties", properties)]);
    let template = Node::map([
        ("AWSTemplateFormatVersion", Node::text("2010-09-09")),
        ("Resources", Node::map([("TaskDefinition", resource)])),
    ]);
    Some(TaskDefinition { template: Template::new(template), unknown })
}

/// A map of the API with the names of the properties: the same letters, in whatever case, or the longer name that ends with them.
fn named(map: &Map, owner: &TypeProperties<'_>, typed: &Typed, path: &str, unknown: &mut Vec<String>) -> Node {
    let mut made = Map::default();
    for (key, node) in map {
        let name = key.as_str();
        let below = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        if node.content == Content::Null || (path.is_empty() && ANSWERED.contains(&name)) {
            continue;
        }
        let lower = name.to_lowercase();
        let same = owner.properties.iter().find(|property| property.name.to_lowercase() == lower);
        let mut longer = owner.properties.iter().filter(|property| property.name.to_lowercase().ends_with(&lower));
        let Some(property) = same.or_else(|| longer.next().filter(|_| longer.next().is_none())) else {
            unknown.push(below);
            continue;
        };
        let value = value(node, &typed.kind(&property.kind), typed, &below, unknown);
        made.insert(Key::new(property.name.clone(), key.location()), value);
    }
    Node::new(Content::Map(made)).at(map.first().map(|(key, _)| key.location()).unwrap_or_default())
}

fn value(node: &Node, kind: &Kind, typed: &Typed, path: &str, unknown: &mut Vec<String>) -> Node {
    match (&node.content, kind) {
        (Content::List(items), Kind::List(kind)) => {
            Node::list(items.iter().map(|item| value(item, kind, typed, path, unknown))).at(node.location)
        }
        (Content::Map(map), Kind::Nested(_, name)) => match typed.nested(name) {
            Some(owner) => named(map, &owner, typed, path, unknown),
            None => node.clone(),
        },
        (Content::Map(map), Kind::Tag) => {
            let entry = |(key, node): (&Key, &Node)| {
                let name = key.as_str();
                let name = name.get(..1).unwrap_or_default().to_uppercase() + name.get(1..).unwrap_or_default();
                (Key::new(name, key.location()), node.clone())
            };
            Node::map(map.iter().map(entry)).at(node.location)
        }
        _ => node.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::task_definition;
    use crate::template::read;

    #[test]
    fn the_names_are_those_of_the_type() {
        let text = r#"{
          "family": "web", "revision": 3, "networkMode": "awsvpc", "executionRoleArn": null,
          "containerDefinitions": [{
            "name": "web", "image": "web:1", "portMappings": [{ "containerPort": 80 }],
            "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "web" } },
            "dockerLabels": { "myKey": "x" }, "secrets": [{ "name": "A", "valueFrom": "arn" }], "shiny": 1
          }],
          "volumes": [{ "name": "data", "efsVolumeConfiguration": { "fileSystemId": "fs-1", "authorizationConfig": { "iam": "ENABLED" } } }],
          "proxyConfiguration": { "type": "APPMESH", "containerName": "envoy", "properties": [{ "name": "A", "value": "1" }] },
          "tags": [{ "key": "team", "value": "core" }]
        }"#;
        let document = read::document(text.as_bytes()).unwrap().root;
        let task = task_definition(&document).unwrap();
        assert_eq!(task.unknown, ["containerDefinitions.shiny"]);
        let properties = task.template.root().at_path(&["Resources", "TaskDefinition", "Properties"]).unwrap();
        let expected = r#"{"Family":"web","NetworkMode":"awsvpc","ContainerDefinitions":[{"Name":"web","Image":"web:1","PortMappings":[{"ContainerPort":80}],"LogConfiguration":{"LogDriver":"awslogs","Options":{"awslogs-group":"web"}},"DockerLabels":{"myKey":"x"},"Secrets":[{"Name":"A","ValueFrom":"arn"}]}],"Volumes":[{"Name":"data","EFSVolumeConfiguration":{"FilesystemId":"fs-1","AuthorizationConfig":{"IAM":"ENABLED"}}}],"ProxyConfiguration":{"Type":"APPMESH","ContainerName":"envoy","ProxyConfigurationProperties":[{"Name":"A","Value":"1"}]},"Tags":[{"Key":"team","Value":"core"}]}"#;
        assert_eq!(serde_json::to_string(properties).unwrap(), expected);
    }

    #[test]
    fn what_is_no_task_definition_is_not_taken_for_one() {
        let document = read::document(b"{\"Resources\": {}}").unwrap().root;
        assert!(task_definition(&document).is_none());
    }
}
