//! Judging templates before anyone deploys them.
//!
//! One rule, one file, one code. A rule that cfn-lint also has keeps its code, so that what users know carries over; the others
//! start with `FW`. [`assembly`] judges what an app synthesized, [`template`] any template,
//! [`file()`] a template file, [`parameters`] the values for a template's parameters.

mod allowance;
mod alternatives;
mod authoring;
pub mod balancers;
mod context;
pub mod dynamic;
mod environments;
mod file;
pub mod fit;
pub mod forms;
mod ids;
mod ignore;
pub mod images;
pub mod kinds;
pub mod literal;
pub mod network;
pub mod parameters;
pub mod policies;
pub mod property;
pub mod resources;
pub mod retention;
pub mod roles;
mod rule;
mod rules;
pub mod secrets;
pub mod shape;
mod shown;
pub mod sight;
mod statements;
pub mod tasks;
pub mod uses;
pub mod value;
pub mod variables;

pub use authoring::AUTHORING;
pub use context::{Context, Found, MOST_FINDINGS, Visit};
pub use environments::{Between, Taken, TakenName, environments};
pub use file::{Judged, file, form_finding, may_be_template};
pub use rule::{Reach, Rule};
pub use rules::RULES;

use crate::diagnostic::Diagnostic;
use crate::stack::Assembly;
use crate::template::{Place, Template, limits};

/// Every finding in the templates of an environment: stack by stack, and within a stack in the order of the rules.
pub fn assembly(assembly: &Assembly) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    for stack in &assembly.stacks {
        findings.append(&mut template(stack.name, &stack.template));
    }
    for rule in RULES {
        if let Reach::App(run) = rule.reach {
            run(rule, assembly, &mut findings);
        }
    }
    allowance::apply(assembly, findings)
}

/// Every finding in one template, synthesized or read from a file. `name` begins the path of each.
pub fn template(name: &str, template: &Template) -> Vec<Diagnostic> {
    let mut context = Context::new(name, template);
    let limits_only = is_beyond_limits(template);
    for rule in RULES {
        let Reach::Template(run) = rule.reach else { continue };
        if !context.is_full() && (!limits_only || OF_LIMITS.contains(&rule.code)) {
            run(rule, &mut context);
        }
    }
    if !limits_only {
        nodes(&mut context);
        value::judge(&mut context);
    }
    context.into_findings()
}

/// Shows every node to every rule that looks at nodes, in one walk; what they find is put in the order of the rules.
fn nodes(context: &mut Context<'_>) {
    let looking = RULES.iter().enumerate().filter_map(|(index, rule)| match rule.reach {
        Reach::Node(run) => Some((index, rule, run)),
        _ => None,
    });
    let looking: Vec<_> = looking.collect();
    let mut found: Vec<(usize, Diagnostic, Place, Vec<String>)> = Vec::new();
    context.walk(&mut |visit| {
        for &(index, rule, run) in &looking {
            if found.len() > MOST_FINDINGS {
                return;
            }
            for mut finding in run(rule, context, visit) {
                let path = visit.path().into_iter().chain(std::mem::take(&mut finding.path)).collect();
                let place = finding.place.or(visit.place);
                found.push((index, finding, place, path));
            }
        }
    });
    found.sort_by_key(|(index, ..)| *index);
    for (_, finding, place, path) in found {
        context.report(finding, place, path);
    }
}

/// The rules that count.
const OF_LIMITS: [&str; 5] = ["E1002", "E2010", "E3010", "E6010", "E7010"];

/// Whether a template is so far beyond what CloudFormation takes that only its size is judged: that bounds the time of all other rules.
fn is_beyond_limits(template: &Template) -> bool {
    let sections = [
        ("Resources", limits::RESOURCES),
        ("Parameters", limits::PARAMETERS),
        ("Outputs", limits::OUTPUTS),
        ("Mappings", limits::MAPPINGS),
    ];
    template.source_bytes().is_some_and(|bytes| bytes > limits::BODY)
        || sections.iter().any(|(name, most)| template.count(name) > 2 * most)
}
