//! Changes of resources that the transform does not make: a bucket gets notifications, a pool of users gets triggers.

use std::collections::BTreeSet;

use super::{build, hash, transform};
use crate::template::{Content, Key, Map, Node};

/// A change of one resource.
pub(super) enum Change {
    /// It waits for another one, too.
    After(String),
    /// An item is appended to the list at a path of its properties, once.
    Append(&'static [&'static str], Node),
    /// An entry of the map at a path of its properties is set.
    Set(&'static [&'static str], String, Node),
}

/// Makes the changes. Those of resources that are not there are left out.
pub(super) fn apply(resources: &mut Map, changes: Vec<(String, Change)>) {
    let mut appended = BTreeSet::new();
    for (id, change) in changes {
        let Some(resource) = resources.get_mut(id.as_str()) else { continue };
        match change {
            Change::After(other) => after(resource, other),
            Change::Append(path, item) => {
                if appended.insert((id, path, hash::whole([&item]))) {
                    append(resource, path, item);
                }
            }
            Change::Set(path, name, value) => {
                if let Some(Content::Map(entries)) = open(resource, path, transform::empty_map()) {
                    entries.insert(Key::new(name, value.location), value);
                }
            }
        }
    }
}

fn after(resource: &mut Node, id: String) {
    let location = resource.location;
    let Content::Map(entries) = &mut resource.content else { return };
    let node = entries.get_or_insert_with("DependsOn".into(), || Node::list([]).at(location));
    if matches!(node.content, Content::Text(_)) {
        let only = std::mem::replace(&mut node.content, Content::Null);
        node.content = Content::List(vec![Node::new(only).at(node.location)]);
    }
    if let Content::List(ids) = &mut node.content {
        ids.push(build::text(id).at(location));
    }
}

fn append(resource: &mut Node, path: &[&'static str], item: Node) {
    if let Some(Content::List(items)) = open(resource, path, &Node::list([])) {
        items.push(item);
    }
}

/// What is at a path of properties, made where it is missing; nothing where a function or something else stands on the way.
fn open<'n>(resource: &'n mut Node, path: &[&'static str], leaf: &Node) -> Option<&'n mut Content> {
    let location = resource.location;
    let mut node = resource;
    for (index, name) in std::iter::once(&"Properties").chain(path).enumerate() {
        if !build::is_plain_map(node) && !node.is_empty() {
            return None;
        }
        let Content::Map(entries) = &mut node.content else { return None };
        let missing = if index == path.len() { leaf.clone() } else { transform::empty_map().clone() };
        node = entries.get_or_insert_with((*name).into(), || missing.at(location));
    }
    Some(&mut node.content)
}

#[cfg(test)]
mod tests {
    use super::super::testing::json;

    #[test]
    fn a_bucket_waits_for_the_permission_and_notifies() {
        let yaml = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: {Role: r, Events: {Put: {Type: S3, Properties: {Bucket: !Ref B, Events: 's3:ObjectCreated:*'}}}}
  B: {Type: AWS::S3::Bucket, DependsOn: T}";
        assert_eq!(
            json(yaml, &["Resources", "B"]),
            r#"{"Type":"AWS::S3::Bucket","DependsOn":["T","FPutPermission"],"Properties":{"NotificationConfiguration":{"LambdaConfigurations":[{"Event":"s3:ObjectCreated:*","Function":{"Fn::GetAtt":["F","Arn"]}}]}}}"#
        );
    }

    #[test]
    fn a_pool_of_users_gets_its_triggers() {
        let yaml = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: {Role: r, Events: {U: {Type: Cognito, Properties: {UserPool: !Ref P, Trigger: [PreSignUp]}}}}
  P: {Type: AWS::Cognito::UserPool}";
        assert_eq!(json(yaml, &["Resources", "P", "Properties"]), r#"{"LambdaConfig":{"PreSignUp":{"Fn::GetAtt":["F","Arn"]}}}"#);
    }
}
