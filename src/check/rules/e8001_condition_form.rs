//! E8001: a condition of the wrong form.

use crate::check::shape::Shape;
use crate::check::{Context, Reach, Rule, conditions};
use crate::diagnostic::Severity;
use crate::template::Content;

pub const RULE: Rule = Rule {
    code: "E8001",
    severity: Severity::Error,
    what: "Finds a condition whose name has other characters than letters, digits, `_` and `&`, and one that is none of `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` and `Condition`.",
    why: "CloudFormation refuses the whole template.",
    example: "IsProduction: !Ref Production",
    fix: "Compare values with `Fn::Equals`, and join conditions with `Fn::And`, `Fn::Or` and `Fn::Not`.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    reach: Reach::Template(run),
};

/// Characters of a name.
const LONGEST: usize = 255;

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = Shape::new(rule, context, "Conditions", "condition");
    for (key, node) in shape.elements() {
        let name = key.as_str();
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '&'));
        if name.is_empty() || name.len() > LONGEST || !is_name {
            let finding = rule.finding(format!("`{name}` cannot name a condition"));
            shape.put(finding.help("it takes 1 to 255 letters, digits, `_` and `&`"), key, key, &[]);
        }
        if !conditions::is_condition(node) && node.content != Content::Null {
            let finding = rule.finding(format!("the condition `{name}` is none that CloudFormation can decide"));
            shape.put(finding.help(rule.fix), key, key, &[]);
        }
    }
    context.report_all(shape.found);
}
