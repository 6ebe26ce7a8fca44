//! W2001: a parameter that nothing reads.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::unused;
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W2001",
    severity: Severity::Warning,
    what: "Finds a parameter that no `Ref`, `Fn::Sub` or rule of the template uses. A template with a macro, which may use it, is not checked.",
    why: "Its value has no effect; often a reference is wrong.",
    example: "A parameter `Image`, while the container's image is a literal.",
    fix: "use the parameter, or delete it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let uses = context.uses();
    if uses.is_rewritten {
        return;
    }
    for (name, location, path) in unused::unused(context, "Parameters", |name| uses.referred.contains(name)) {
        context.report(rule.finding(format!("nothing uses the parameter `{name}`")).help(rule.fix), location, path);
    }
}
