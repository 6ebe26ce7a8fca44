//! W7001: a mapping that nothing reads.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::unused;
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W7001",
    severity: Severity::Warning,
    what: "Finds a mapping that no `Fn::FindInMap` uses. A template that chooses a mapping at deployment, or that has a macro, is not checked.",
    why: "It is dead code, or a `Fn::FindInMap` uses the wrong mapping.",
    example: "A mapping `Sizes`, while every `Fn::FindInMap` uses `Images`.",
    fix: "use the mapping, or delete it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let uses = context.uses();
    if uses.is_rewritten || uses.chooses_mapping {
        return;
    }
    for (name, location, path) in unused::unused(context, "Mappings", |name| uses.mappings.contains(name)) {
        context.report(rule.finding(format!("nothing uses the mapping `{name}`")).help(rule.fix), location, path);
    }
}
