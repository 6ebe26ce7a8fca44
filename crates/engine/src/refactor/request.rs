//! The input of `create-stack-refactor`.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackRefactor.html>

use serde::Serialize;

use super::{Refactored, State};
use crate::template::{Format, Template, counted};

/// The input of `aws cloudformation create-stack-refactor --cli-input-json`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Request {
    /// What it is, for whoever finds it in the account.
    pub description: String,
    /// Whether a stack comes into being.
    pub enable_stack_creation: bool,
    /// Where each resource goes.
    pub resource_mappings: Vec<Mapping>,
    /// The templates of the stacks afterwards.
    pub stack_definitions: Vec<Definition>,
}

/// Where a resource goes.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Mapping {
    /// Where it is.
    pub source: Location,
    /// Where it will be.
    pub destination: Location,
}

/// A resource in AWS.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Location {
    /// The stack's name in AWS.
    pub stack_name: String,
    /// The logical id.
    pub logical_resource_id: String,
}

/// A stack as it will be.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Definition {
    /// Its name in AWS.
    pub stack_name: String,
    /// Its template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template_body: Option<String>,
    /// Where its template is, for one that is too long for the request.
    #[serde(rename = "TemplateURL", skip_serializing_if = "Option::is_none")]
    pub template_url: Option<String>,
}

/// The request for the moves that can be made. `full_name` knows the stacks' names in AWS; `is_new` those that are not deployed yet.
pub fn request(
    refactored: &Refactored,
    full_name: impl Fn(&str) -> String,
    is_new: impl Fn(&str) -> bool,
    template: impl Fn(&str, &Template) -> Definition,
) -> Request {
    let pending = refactored.moves.iter().filter(|moved| moved.state == State::Pending);
    let location = |stack: &str, id: &str| Location { stack_name: full_name(stack), logical_resource_id: id.to_owned() };
    let mappings = pending.map(|moved| Mapping {
        source: location(&moved.said.from_stack, moved.said.from.as_str()),
        destination: location(moved.said.to_stack, moved.said.to.as_str()),
    });
    let resource_mappings: Vec<Mapping> = mappings.collect();
    Request {
        description: format!("Formwork: {} moved", counted(resource_mappings.len(), "resource")),
        enable_stack_creation: refactored.templates.iter().any(|(name, _)| is_new(name)),
        resource_mappings,
        stack_definitions: refactored.templates.iter().map(|(name, made)| template(name, made)).collect(),
    }
}

impl Definition {
    /// A stack whose template is in the request.
    pub fn inline(stack_name: String, template: &Template) -> Self {
        Definition { stack_name, template_body: Some(template.to_text(Format::Json)), template_url: None }
    }

    /// A stack whose template is in a bucket.
    pub fn stored(stack_name: String, url: String) -> Self {
        Definition { stack_name, template_body: None, template_url: Some(url) }
    }
}
