//! E8005: a `Fn::Not` of the wrong form.

use crate::check::{Context, Reach, Rule, conditions};
use crate::diagnostic::Severity;

pub const RULE: Rule = Rule {
    code: "E8005",
    severity: Severity::Error,
    what: "Finds a `Fn::Not` in the conditions that does not have one condition.",
    why: "CloudFormation refuses the whole template.",
    example: "!Not [!Ref Production]",
    fix: "Write one condition in a list: `!Not [!Condition IsProduction]`.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    conditions::check_operands(rule, context, "Fn::Not", 1, 1);
}
