//! Paths of properties: `LoadBalancers/*/TargetGroupArn`.
//!
//! Schemas list paths as `/properties/LoadBalancers/*/TargetGroupArn`; everywhere else Formwork leaves the head out.
//! A `*` stands for every item of a list and every value of a map. Where a schema is asked for, a number means an item too.

use crate::template::path::Step;

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

/// Whether a way is the listed one or lies inside it: what holds for a property holds for all it contains.
#[must_use]
pub fn lies_in(path: &[Step<'_>], listed: &str) -> bool {
    let mut steps = path.iter();
    listed.split('/').all(|expected| steps.next().is_some_and(|step| is(step, expected)))
}

/// How a listed way goes on behind another one; nothing where it does not begin with that one, or is the same.
#[must_use]
pub fn beyond<'l>(listed: &'l str, path: &[Step<'_>]) -> Option<Vec<&'l str>> {
    let mut names = listed.split('/');
    let begins = path.iter().all(|step| names.next().is_some_and(|expected| is(step, expected)));
    begins.then(|| names.collect()).filter(|rest: &Vec<&str>| !rest.is_empty())
}

/// A way as the schemas list it.
#[must_use]
pub fn listed(path: &[Step<'_>]) -> String {
    let steps: Vec<&str> = path.iter().map(|step| step.key().filter(|_| !step.is_item()).unwrap_or("*")).collect();
    steps.join("/")
}

fn is(step: &Step<'_>, expected: &str) -> bool {
    if step.is_item() { expected == "*" } else { step.is_key(expected) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::path::Path;

    #[test]
    fn a_path_lies_in_itself_and_in_what_contains_it() {
        assert!(lies_in(&Path::of(["A", "B"]), "A/B"));
        assert!(lies_in(&Path::of(["A", "B", "C"]), "A/B"));
        assert!(!lies_in(&Path::of(["A"]), "A/B"));
        assert!(!lies_in(&Path::of(["AB"]), "A"));
        assert!(!lies_in(&Path::of(["A/B"]), "A/B"), "a key with a slash is one key");
        for item in [Step::Index(0), Step::Named("web".into())] {
            assert!(lies_in(&Path::of(["A"]).then(item).then("C"), "A/*/C"));
        }
        assert!(!lies_in(&Path::of(["A", "0", "C"]), "A/*/C"), "a key of digits is no item");
        assert_eq!(beyond("A/*/C", &Path::of(["A"]).then(0)), Some(vec!["C"]));
        assert_eq!(listed(&Path::of(["A"]).then(0).then("C")), "A/*/C");
        assert_eq!(beyond("A/*/C", &Path::of(["A", "0"])), None);
        assert_eq!(beyond("A", &Path::of(["A"])), None);
        assert_eq!(without_head("/properties/A/*/B"), "A/*/B");
    }
}
