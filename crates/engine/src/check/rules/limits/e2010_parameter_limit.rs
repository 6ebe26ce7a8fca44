//! E2010: too many parameters.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::{SourceLocation, limits};

pub(crate) const RULE: Rule = Rule {
    code: "E2010",
    severity: Severity::Error,
    what: "Finds a template with more parameters than CloudFormation takes.",
    why: "CloudFormation refuses the whole template.",
    example: "A template whose `Parameters` section has one entry more than the limit.",
    fix: "Move some into a stack of their own and share what they need with links.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let Some(section) = context.scope().section("Parameters").filter(|section| section.len() > limits::PARAMETERS) else {
        return;
    };
    let message = format!("{} parameters, and CloudFormation takes {} in one template", section.len(), limits::PARAMETERS);
    let first_over = section.get_index(limits::PARAMETERS).map_or(SourceLocation::Unknown, |(key, node)| key.location_with(node));
    context.report(rule.finding(message).help(rule.fix), first_over, ["Parameters"]);
}
