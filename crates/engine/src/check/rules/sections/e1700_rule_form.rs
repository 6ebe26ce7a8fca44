//! E1700: a rule of the section `Rules` of the wrong form.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::template::{Content, Key, Map, function};

pub(crate) const RULE: Rule = Rule {
    code: "E1700",
    severity: Severity::Error,
    what: "Finds a rule of the section `Rules` that is not a map, has no list of `Assertions`, an assertion without `Assert`, or an entry that rules do not have.",
    why: "CloudFormation refuses the whole template.",
    example: "Rules: { Size: { Assert: … } }",
    fix: "write `Assertions`, a list of maps with `Assert` and `AssertDescription`, and `RuleCondition`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = SectionSchema::new(rule, context, "Rules", "rule");
    // The page says nothing of the letters of their names, and templates that are deployed have rules like `X86_64`.
    for (key, map) in shape.check_maps() {
        let known = shape.found.len();
        shape.check_entries(key, map, &["Assertions", "RuleCondition"], &[]);
        // CloudFormation overlooks it.
        shape.found[known..].iter_mut().for_each(|(finding, ..)| finding.severity = Severity::Warning);
        check_assertions(rule, &mut shape, key, map);
    }
    context.report_all(shape.found);
}

fn check_assertions(rule: &Rule, shape: &mut SectionSchema<'_, '_>, key: &Key, map: &Map) {
    let is_made = function::has_functions(map);
    let Some((entry, assertions)) = map.get_key_value("Assertions") else {
        if !is_made {
            shape.put(rule.finding(format!("the rule `{}` has no `Assertions`", key.as_str())).help(rule.fix), key, key, &[]);
        }
        return;
    };
    if assertions.as_list().is_none() && assertions.content != Content::Null && function::call(assertions).is_none() {
        shape.put(rule.finding("`Assertions` of a rule is a list").help(rule.fix), key, entry, &["Assertions"]);
    }
    if assertions.as_list().is_some_and(<[_]>::is_empty) {
        shape.put(rule.finding("`Assertions` of a rule is empty").help(rule.fix), key, entry, &["Assertions"]);
    }
    for assertion in assertions.as_list().unwrap_or_default() {
        let map = assertion.as_map();
        if map.is_some_and(|map| !map.contains_key("Assert") && !function::has_functions(map)) {
            let at = Key::new("Assertions".to_owned(), assertion.location);
            shape.put(rule.finding("an assertion has no `Assert`").help(rule.fix), key, &at, &["Assertions"]);
        }
    }
}
