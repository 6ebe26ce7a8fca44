//! What CloudFormation does not refactor.

use crate::schema;

/// How many stacks one refactor takes.
pub(super) const MOST_STACKS: usize = 5;

/// Why a type cannot be moved; nothing where nothing speaks against it.
///
/// A refactor takes what CloudFormation can read and tag anew, the types whose provisioning is `FULLY_MUTABLE`
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-refactoring.html>): `aws cloudformation describe-type` knows.
pub(super) fn hindrance(resource_type: &str) -> Option<String> {
    if schema::is_serverless(resource_type) {
        return Some(format!("`{resource_type}` is what a transform makes other resources of"));
    }
    if schema::is_custom(resource_type) {
        return Some(format!("`{resource_type}` is a custom resource, and CloudFormation cannot read what it made"));
    }
    schema::is_unreadable(resource_type)
        .then(|| format!("CloudFormation cannot read a `{resource_type}`: its schema has no `read` handler"))
}
