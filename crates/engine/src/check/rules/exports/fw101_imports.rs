//! FW101: a link to a stack that is not there.

use crate::check::engine::{Deployed, Rule, RuleKind, walk};
use crate::diagnostic::{Diagnostic, Severity};
use crate::stack::{Assembly, SynthesizedStack};
use crate::template::{Origin, SourceLocation};

pub(crate) const RULE: Rule = Rule {
    code: "FW101",
    severity: Severity::Error,
    what: "Finds a link whose producing stack is not among the app's stacks.",
    why: "The import names an export that no stack of this app makes, and the deployment fails.",
    example: "A `Link` kept from the app of another environment.",
    fix: "Declare the stack in this app, or use `import_value` for an export that someone else makes.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html",
    kind: RuleKind::App(run),
};

fn run(rule: &Rule, assembly: &Assembly, _: &[Deployed<'_, '_>], findings: &mut Vec<Diagnostic>) {
    for stack in &assembly.stacks {
        for producer in &stack.depends_on {
            if !assembly.stacks.iter().any(|other| other.name == *producer) {
                let message = format!("the stack `{}` has a link to `{producer}`, which this app does not declare", stack.name);
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
