//! The names that the transform makes.

use std::collections::{BTreeMap, BTreeSet};

use super::resource::LONGEST_ID;
use super::work::Referable;
use super::{application, compute, function, globals, graph_ql, hash, http_api, implicit, layer, make, rest_api, state_machine};
use super::{table, web_function};
use crate::schema;
use crate::template::{Node, Template};

/// The ids that the transform may make of a template, and what they name.
pub(crate) struct Names {
    /// Ids, with the types of what they name; nothing for what is not modelled.
    ids: BTreeMap<String, Option<String>>,
    /// Ids up to the ten digits that the transform appends, with the types of what they name.
    hashed: BTreeMap<String, &'static str>,
    /// Beginnings of ids that may be made of what is not modelled.
    open: BTreeSet<String>,
    /// The author's ids of resources of the transform, with the types of what they become.
    becomes: BTreeMap<String, &'static str>,
    /// What `Ref: Function.Alias` and the like stand for.
    referable: Referable,
}

/// The names that the transform makes of a template.
pub(crate) fn made_names(template: &Template) -> Names {
    let merged = globals::merge(&implicit::add(template));
    let work = make::all(&merged);
    let own = |id: &str| template.resource(id).is_some();
    let made = work.resources.iter().filter(|(key, _)| !own(key.as_str()));
    let type_of = |node: &Node| node.get("Type").and_then(Node::as_str).map(str::to_owned);
    let ids = made.map(|(key, node)| (key.as_str().to_owned(), type_of(node))).collect();
    let becomes = template.resources().filter_map(|entry| Some((entry.id.as_str().to_owned(), becomes(entry.resource_type)?)));
    Names {
        ids,
        hashed: work.hashed,
        open: work.open.into_iter().collect(),
        becomes: becomes.collect(),
        referable: work.referable,
    }
}

/// The type of the resource that stands for one of a type of the transform, under its id. Layers get digits after theirs.
pub(crate) fn becomes(resource_type: &str) -> Option<&'static str> {
    Some(match resource_type.strip_prefix("AWS::Serverless::").filter(|_| schema::is_serverless(resource_type))? {
        "Api" => rest_api::TYPE,
        "Application" => application::TYPE,
        "CapacityProvider" => compute::CAPACITY_PROVIDER,
        "Function" => function::TYPE,
        "GraphQLApi" => graph_ql::TYPE,
        "HttpApi" | "WebSocketApi" => http_api::TYPE,
        "LayerVersion" => layer::TYPE,
        "MicrovmImage" => compute::IMAGE,
        "NetworkConnector" => compute::NETWORK_CONNECTOR,
        "SimpleTable" => table::TYPE,
        "StateMachine" => state_machine::TYPE,
        "WebFunction" => web_function::TYPE,
        _ => return None,
    })
}

impl Names {
    /// Whether an id may come from the transform: one that it makes, one up to its digits, or one that may be made of what is not
    /// modelled.
    pub(crate) fn may_have(&self, id: &str) -> bool {
        if id.len() > LONGEST_ID {
            return false;
        }
        self.ids.contains_key(id)
            || self.of_digits(id).is_some()
            || (1..=id.len()).filter_map(|length| id.get(..length)).any(|beginning| self.open.contains(beginning))
    }

    /// The type whose attributes hold for an id: that of what is made under it, or of what the author's resource becomes. Nothing where
    /// that is not known.
    pub(crate) fn type_of(&self, id: &str) -> Option<&str> {
        let becomes = self.becomes.get(id).copied();
        becomes.or_else(|| self.ids.get(id)?.as_deref()).or_else(|| self.of_digits(id))
    }

    /// What `Ref: Function.Alias`, `${Api.Stage}` and the like stand for.
    pub(crate) fn referable(&self, id: &str, property: &str) -> Option<&str> {
        self.referable.get(id)?.get(property).map(String::as_str)
    }

    /// The ids that the transform makes, in order; of those with digits only the placeholder is known.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    fn of_digits(&self, id: &str) -> Option<&'static str> {
        let (beginning, digits) = id.split_at_checked(id.len().checked_sub(hash::LENGTH)?)?;
        self.hashed.get(beginning).copied().filter(|_| hash::is_digits(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::made_names;

    #[test]
    fn names_are_those_of_what_is_made() {
        let yaml = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: src/, AutoPublishAlias: live, Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}}
  T: {Type: AWS::Serverless::SimpleTable}
  B: {Type: AWS::S3::Bucket}";
        let names = made_names(&testing::template(yaml));
        for id in
            ["FRole", "FAliaslive", "FVersion0123abcdef", "ServerlessRestApiProdStage", "ServerlessRestApiDeployment0123abcdef"]
        {
            assert!(names.may_have(id), "{id}");
        }
        for id in ["F", "B", "FRol", "FVersion", "FVersion0123abcdeg", "TRole"] {
            assert!(!names.may_have(id), "{id}");
        }
        assert_eq!(names.type_of("F"), Some("AWS::Lambda::Function"));
        assert_eq!(names.type_of("T"), Some("AWS::DynamoDB::Table"));
        assert_eq!(names.type_of("FRole"), Some("AWS::IAM::Role"));
        assert_eq!(names.type_of("FVersion0123abcdef"), Some("AWS::Lambda::Version"));
        assert_eq!(names.referable("F", "Alias"), Some("FAliaslive"));
        assert_eq!(names.referable("F", "Arn"), None);
    }

    #[test]
    fn there_are_none_without_resources_of_the_transform() {
        let template = testing::template("Resources: {B: {Type: AWS::S3::Bucket}, 'Fn::ForEach::L': [X, [a], {}]}");
        assert_eq!(made_names(&template).ids.len(), 0);
    }
}
