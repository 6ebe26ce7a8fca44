//! Types whose resources CloudFormation cannot read: their schemas have no `read` handler, so it can neither import nor move them.

use serde_json::Value;

/// Their names, one a line, sorted; written by `formwork schema import`.
static NAMES: &str = include_str!("data/unreadable.txt");

/// Whether a published schema has no handler that reads.
pub(super) fn is_listed(upstream: &Value) -> bool {
    upstream.pointer("/handlers/read").is_none()
}

/// Whether a type is one of them. Of a type without a schema nothing is known.
#[must_use]
pub fn is_unreadable(type_name: &str) -> bool {
    NAMES.lines().any(|name| name == type_name)
}
