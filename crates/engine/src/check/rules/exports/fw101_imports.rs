//! FW101: a link to a stack that is not there.

use crate::check::engine::{Deployed, Rule, RuleKind, walk};
use crate::diagnostic::{Diagnostic, Severity};
use crate::stack::{Assembly, SynthesizedStack};
use crate::template::{Origin, SourceLocation};

pub(crate) const RULE: Rule = Rule {
    code: "FW101",
    severity: Severity::Error,
    what: "Finds a link of a stack that is not part of the app.",
    why: "No stack of this app has the export, so the deployment fails.",
    example: "A `Link` kept from the app of another environment.",
    fix: "declare the stack in this app, or use `import_value` for an export of another project",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html",
    kind: RuleKind::App(run),
};

fn run(rule: &Rule, assembly: &Assembly, _: &[Deployed<'_, '_>], findings: &mut Vec<Diagnostic>) {
    for stack in &assembly.stacks {
        for producer in &stack.depends_on {
            if !assembly.stacks.iter().any(|other| other.name == *producer) {
                let message = format!("the stack `{}` uses a link of `{producer}`, which is not a stack of this app", stack.name);
                findings.push(rule.finding(message).at(link_location(stack, producer)).path([stack.name]).help(rule.fix));
            }
        }
    }
}

/// Where the first link to a producing stack is used.
fn link_location(stack: &SynthesizedStack, producer: &str) -> SourceLocation {
    let mut found = SourceLocation::Unknown;
    walk(&stack.template, &mut |visit| {
        if matches!(visit.node.origin, Origin::Link(name) if name == producer) {
            found = found.or(visit.location);
        }
    });
    found
}
