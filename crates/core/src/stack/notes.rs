//! What a stack notes beside its template: escapes, allowances, and the values of its parameters.

use crate::template::{CowStr, LogicalId, SourceLocation};

/// What an author should see reported although it is no mistake: an escape from the typed layer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Escape {
    /// What was done, for example `override of Tags.0.Value`.
    pub what: String,
    /// The logical id of the resource.
    pub id: LogicalId,
    /// Where.
    pub location: SourceLocation,
}

/// A rule whose findings on one resource the author allows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Allowance {
    /// The code of the rule.
    pub code: &'static str,
    /// Why it is allowed.
    pub reason: &'static str,
    /// The logical id of the resource or another element.
    pub id: CowStr,
    /// Where.
    pub location: SourceLocation,
}

/// The value of a parameter in this environment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParameterValue {
    /// The parameter's name.
    pub name: LogicalId,
    /// Its value.
    pub value: String,
    /// Where the value was given.
    pub location: SourceLocation,
}
