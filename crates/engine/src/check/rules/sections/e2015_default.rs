//! E2015: a default that the parameter itself does not take.

use crate::check::engine::{Context, Rule, RuleKind, parameters};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::template::Key;

pub(crate) const RULE: Rule = Rule {
    code: "E2015",
    severity: Severity::Error,
    what: "Finds a default that is not one of the parameter's `AllowedValues`, that does not match its `AllowedPattern`, that is outside its length or range, or that is not a number although the type is `Number`.",
    why: "CloudFormation refuses the whole template, even if another value is given.",
    example: "Size: { Type: String, Default: medium, AllowedValues: [small, large] }",
    fix: "correct the default or the constraint",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = SectionSchema::new(rule, context, "Parameters", "parameter");
    for (key, node) in shape.elements() {
        let Some(default) = node.get("Default") else { continue };
        let may_be_empty = node.get("Type").and_then(|kind| kind.as_str()).is_some_and(|kind| kind != "String");
        // An empty default stands for none, except of text.
        let Some(text) = default.scalar().filter(|text| !(text.is_empty() && may_be_empty)) else { continue };
        if let Some((message, help)) = parameters::misfit(node, key.as_str(), &text) {
            let mut finding = rule.finding(message);
            finding.help = help;
            shape.put(finding, key, &Key::new("Default".to_owned(), default.location), &["Default"]);
        }
    }
    context.report_all(shape.found);
}
