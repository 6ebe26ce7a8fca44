//! W8001: a condition that nothing asks for.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::unused;
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W8001",
    severity: Severity::Warning,
    what: "Finds a condition that no resource, output, `Fn::If` or other condition uses. A template with a macro or an unknown `Fn::ForEach`, which may use it, is not checked.",
    why: "It has no effect; often a resource was meant to have it.",
    example: "A condition `IsProduction` that nothing else names.",
    fix: "use the condition, or delete it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let uses = context.uses();
    if uses.is_rewritten {
        return;
    }
    for (name, location, path) in unused::unused(context, "Conditions", |name| uses.conditions.contains(name)) {
        context.report(rule.finding(format!("nothing uses the condition `{name}`")).help(rule.fix), location, path);
    }
}
