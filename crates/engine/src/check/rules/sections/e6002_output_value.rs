//! E6002: an output without a value.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E6002",
    severity: Severity::Error,
    what: "Finds an output without `Value`.",
    why: "CloudFormation refuses the whole template.",
    example: "VpcId: { Description: The VPC }",
    fix: "give it a `Value`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = SectionSchema::new(rule, context, "Outputs", "output");
    for (key, node) in shape.elements() {
        let is_made = |map: &crate::template::Map| function::has_functions(map);
        if node.as_map().is_some_and(|map| !map.contains_key("Value") && !is_made(map)) {
            shape.put(rule.finding(format!("the output `{}` has no `Value`", key.as_str())), key, key, &[]);
        }
    }
    context.report_all(shape.found);
}
