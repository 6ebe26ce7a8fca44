//! E1702: a function in a rule's condition that the section `Rules` does not take.

use super::rule_functions;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E1702",
    severity: Severity::Error,
    what: "Finds a function in a `RuleCondition` of the section `Rules` that is not one of those which read parameters and decide.",
    why: "CloudFormation refuses the whole template: rules are decided before anything else is.",
    example: "`Fn::Contains` of a list with `Fn::If`",
    fix: "compare parameters with `Fn::Equals`, `Fn::Contains`, `Fn::EachMemberEquals` and `Fn::EachMemberIn`, and join with `Fn::And`, `Fn::Or` and `Fn::Not`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    rule_functions::report(rule, context, "RuleCondition");
}
