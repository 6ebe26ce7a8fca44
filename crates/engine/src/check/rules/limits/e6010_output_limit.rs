//! E6010: too many outputs.

use super::report_over;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::limits;

pub(crate) const RULE: Rule = Rule {
    code: "E6010",
    severity: Severity::Error,
    what: "Finds a template with more outputs than CloudFormation allows.",
    why: "CloudFormation refuses the whole template.",
    example: "A template whose `Outputs` section has one entry more than the limit.",
    fix: "move some into another stack and share values with links",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    report_over(rule, context, "Outputs", limits::OUTPUTS);
}
