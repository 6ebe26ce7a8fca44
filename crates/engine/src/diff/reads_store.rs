//! What reads the parameter store, and the conditions that ask for what it holds.

use std::collections::BTreeSet;

use super::redefined;
use crate::language::Scope;
use crate::template::{Node, function, parameter_type};

/// The start of a reference to the store.
const STORED: &str = "{{resolve:ssm:";

/// The conditions that come to something else where the store holds something else.
pub(super) fn conditions<'a>(scope: &Scope<'a>) -> BTreeSet<&'a str> {
    let asks = |node: &Node| {
        let mut asks = false;
        node.walk(&mut |inner| asks |= itself(scope, inner));
        asks
    };
    let all = scope.section("Conditions").into_iter().flatten();
    let asking = all.filter(|(_, node)| asks(node)).map(|(name, _)| name.as_str()).collect();
    redefined::with_users([scope; 2], asking)
}

/// Whether a value itself is one of the store, whatever is in it.
pub(super) fn itself(scope: &Scope<'_>, node: &Node) -> bool {
    if let Some((name, argument)) = function::call(node) {
        return function::references(name, argument).iter().any(|name| is_stored_parameter(scope, name));
    }
    // With a version behind its name, the value stays.
    node.as_str().filter(|text| text.contains(STORED)).is_some_and(|text| {
        let mut rest = text;
        while let Some(at) = rest.find(STORED) {
            let name = rest[at + STORED.len()..].split("}}").next().unwrap_or_default();
            if !name.contains(':') {
                return true;
            }
            rest = &rest[at + STORED.len()..];
        }
        false
    })
}

fn is_stored_parameter(scope: &Scope<'_>, name: &str) -> bool {
    scope.parameter(name).is_some_and(parameter_type::reads_store)
}
