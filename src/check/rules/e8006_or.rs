//! E8006: a `Fn::Or` of the wrong form.

use crate::check::{Context, Reach, Rule, conditions};
use crate::diagnostic::Severity;

pub const RULE: Rule = Rule {
    code: "E8006",
    severity: Severity::Error,
    what: "Finds a `Fn::Or` in the conditions that does not have 2 to 10 conditions.",
    why: "CloudFormation refuses the whole template.",
    example: "!Or [!Condition IsProduction]",
    fix: "Write 2 to 10 conditions, each `Condition` or one of the deciding functions; nest further ones.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    conditions::check_operands(rule, context, "Fn::Or", 2, 10);
}
