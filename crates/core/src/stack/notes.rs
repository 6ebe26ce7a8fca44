//! What a stack notes beside its template: escapes, allowances, expectations, and the values of its parameters.

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

/// A verdict of `diff` that the author expects of a change, so that it stops nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expectation {
    /// The headline, for example `DATA LOSS`.
    pub headline: &'static str,
    /// The logical id of the resource or output that it is about.
    pub id: CowStr,
    /// Why it may happen.
    pub reason: &'static str,
    /// Where.
    pub location: SourceLocation,
}

impl Expectation {
    /// The headlines that `diff` knows, the gravest first.
    pub const HEADLINES: [&'static str; 6] = ["WILL FAIL", "DATA LOSS", "WORLD OPEN", "IAM WIDENED", "DOWNTIME", "SECRETS"];
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
