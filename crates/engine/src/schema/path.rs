//! Paths of properties: `LoadBalancers/*/TargetGroupArn`.
//!
//! Schemas list paths as `/properties/LoadBalancers/*/TargetGroupArn`; everywhere else Formwork leaves the head out.
//! A `*` stands for every item of a list and every value of a map. Where a path is asked for, a number means an item too.

/// What the schemas write before every path.
const HEAD: &str = "/properties/";

/// A path of the schemas, without its head.
#[must_use]
pub fn without_head(pointer: &str) -> &str {
    pointer.strip_prefix(HEAD).unwrap_or_else(|| pointer.trim_start_matches('/'))
}

/// Whether a step names an item rather than a property.
#[must_use]
pub fn is_item(step: &str) -> bool {
    step == "*" || (!step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether `path` is `listed` or lies inside it: what holds for a property holds for all it contains.
#[must_use]
pub fn lies_in(path: &str, listed: &str) -> bool {
    let mut steps = path.split('/');
    listed.split('/').all(|expected| match steps.next() {
        Some(step) => step == expected || (expected == "*" && is_item(step)),
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_lies_in_itself_and_in_what_contains_it() {
        assert!(lies_in("A/B", "A/B"));
        assert!(lies_in("A/B/C", "A/B"));
        assert!(lies_in("A/0/C", "A/*/C"));
        assert!(!lies_in("A", "A/B"));
        assert!(!lies_in("AB", "A"));
        assert_eq!(without_head("/properties/A/*/B"), "A/*/B");
    }
}
