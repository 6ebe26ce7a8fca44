//! E8003: a `Fn::Equals` of the wrong form.

use crate::check::{Context, Reach, Rule, conditions};
use crate::diagnostic::Severity;

pub const RULE: Rule = Rule {
    code: "E8003",
    severity: Severity::Error,
    what: "Finds a `Fn::Equals` in the conditions that does not have two values, each a text or a function.",
    why: "CloudFormation refuses the whole template.",
    example: "!Equals [!Ref Environment]",
    fix: "Write two values: `!Equals [!Ref Environment, prod]`.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    conditions::check_operands(rule, context, "Fn::Equals", 2, 2);
}
