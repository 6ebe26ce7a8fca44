//! What an import consists of.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::template::Template;

/// A resource, as `create-change-set --resources-to-import` takes it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ResourceToImport {
    /// Its type.
    pub resource_type: String,
    /// Its logical id.
    pub logical_resource_id: String,
    /// What identifies it in AWS, by the names of the properties that do.
    pub resource_identifier: BTreeMap<String, String>,
}

/// A part of an identifier that only AWS knows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// The logical id.
    pub id: String,
    /// The type.
    pub resource_type: String,
    /// The property of the identifier.
    pub property: &'static str,
    /// Whether the identifier has other properties as well.
    pub is_part: bool,
}

/// What is to be imported.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Adoption {
    /// The resources.
    pub resources: Vec<ResourceToImport>,
    /// What only AWS knows of them.
    pub unknown: Vec<Unknown>,
    /// The resources that cannot be imported, and why.
    pub refused: Vec<(String, String)>,
    /// The resources that are imported and refer to one that is not there then: both ids.
    pub dangling: Vec<(String, String)>,
    /// The ids that were given a deletion policy of `Retain`, since they had none.
    pub retained: Vec<String>,
    /// The template of the change set.
    pub template: Option<Template>,
}
