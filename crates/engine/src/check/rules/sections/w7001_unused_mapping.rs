//! W7001: a mapping that nothing reads.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::unused;
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "W7001",
    severity: Severity::Warning,
    what: "Finds a mapping that no `Fn::FindInMap` reads. Where one chooses its mapping at deployment, or a macro may read it, nothing is said.",
    why: "It is dead text, or the mapping that was meant is not the one that is read.",
    example: "A mapping `Sizes` where every `Fn::FindInMap` reads `Images`.",
    fix: "Read the mapping, or delete it.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let uses = context.uses();
    if uses.is_rewritten || uses.chooses_mapping {
        return;
    }
    for (name, location, path) in unused::unused(context, "Mappings", |name| uses.mappings.contains(name)) {
        context.report(rule.finding(format!("nothing reads the mapping `{name}`")).help(rule.fix), location, path);
    }
}
