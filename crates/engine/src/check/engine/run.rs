//! Running rules: over one template, over an app, over its environments.

use std::collections::BTreeMap;

use super::allowance;
use super::assembled::with_stacks;
use super::context::Context;
use super::made;
use super::names_in_use::{EnvironmentFinding, NamesInUse};
use super::nodes;
use super::own::Inspection;
use super::requirement;
use super::rule::{Rule, RuleKind};
use super::rule_set::RuleSet;
use super::subject::Effort;
use super::walk;
use crate::diagnostic::Diagnostic;
use crate::language::{Given, Made, Program, Scope};
use crate::stack::Assembly;
use crate::template::Template;

/// What constructs and some rules find in the templates of an environment: stack by stack, and within a stack in the order of the rules.
/// Beside the rules of a set more of them are run, which look at templates as a whole. Whether a code is of a rule that is not run,
/// `is_dormant` knows: what its allowances are good for is not known.
pub(crate) fn assembly(
    rules: &RuleSet,
    more: &[&'static Rule],
    is_dormant: &dyn Fn(&str) -> bool,
    assembly: &Assembly,
) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    for stack in &assembly.stacks {
        findings.extend(stack.findings.iter().cloned());
        findings.append(&mut with_values(rules, more, stack.name, &stack.template, &stack.values(&assembly.target)));
        if let Some(instances) = &stack.instances {
            findings.append(&mut with_values(rules, more, instances.name, &instances.template, &instances.given()));
        }
    }
    with_stacks(assembly, |stacks| {
        for rule in &rules.rules {
            if let RuleKind::App(run) = rule.kind {
                run(rule, assembly, stacks, &mut findings);
            }
        }
    });
    let duplicates =
        assembly.stacks.iter().flat_map(|stack| stack.duplicates.iter().map(|(section, id)| [stack.name, section, id.as_str()]));
    let duplicates: Vec<[&str; 3]> = duplicates.collect();
    // A duplicate is a mistake already, and nobody wrote the id that it is kept under.
    findings.retain(|finding| !duplicates.iter().any(|path| finding.path.begins_with(path)));
    allowance::apply(assembly, is_dormant, findings)
}

/// What some rules find in one template. `name` begins the path of each finding.
pub(crate) fn template(rules: &RuleSet, more: &[&'static Rule], name: &str, template: &Template) -> Vec<Diagnostic> {
    with_values(rules, more, name, template, &BTreeMap::new())
}

fn with_values(
    rules: &RuleSet,
    more: &[&'static Rule],
    name: &str,
    template: &Template,
    values: &BTreeMap<String, String>,
) -> Vec<Diagnostic> {
    let given = Given { values: Some(values), assumes_defaults: false, ..Given::default() };
    let program = Program::new(template, given);
    let mut findings = of_program(rules, more, name, (&program, given), Of::Source);
    if let Some(deployed) = program.translated() {
        let of_made = of_program(rules, &[], name, (&Program::new(deployed, given), given), Of::Made);
        made::add(&mut findings, of_made, &program);
    }
    findings
}

/// What a template is, seen from the serverless transform.
#[derive(PartialEq, Eq)]
enum Of {
    /// What an author wrote.
    Source,
    /// What the transform made of it.
    Made,
}

fn of_program(
    rules: &RuleSet,
    more: &[&'static Rule],
    name: &str,
    (program, given): (&Program<'_>, Given<'_>),
    of: Of,
) -> Vec<Diagnostic> {
    let made = Made::new();
    let scope = Scope::new(program.expanded(), given, &made);
    let effort = Effort::new();
    let mut context = Context::new(name, program, &scope, &effort);
    let limits_only = program.far_exceeded().is_some();
    for rule in rules.rules.iter().chain(more) {
        if context.is_full() || (limits_only && !OF_LIMITS.contains(&rule.code)) {
            continue;
        }
        match rule.kind {
            RuleKind::Template(run) => run(rule, &mut context),
            RuleKind::Property(requirements) => {
                for (property, message) in requirement::broken(requirements, context.scope()) {
                    property.report(&mut context, rule.finding(message).help(rule.fix));
                }
            }
            RuleKind::Own(look) => Inspection::run(look, rule.own_finding(), &mut context),
            _ => {}
        }
    }
    if !limits_only {
        // The functions in what is made are the author's, who wrote them in its source, or the transform's.
        if of == Of::Source {
            nodes::validate(&rules.nodes, &mut context);
        }
        if !(rules.values.is_empty() && rules.extensions.is_empty()) {
            walk::validate(&rules.values, &rules.extensions, &mut context);
        }
    }
    context.into_findings()
}

/// What some rules find between environments, each finding with the index of the environment that it belongs to.
pub(crate) fn environments(rules: &RuleSet, taken: &[NamesInUse]) -> Vec<EnvironmentFinding> {
    let rules = rules.rules.iter().filter_map(|rule| match rule.kind {
        RuleKind::Environments(run) => Some((rule, run)),
        _ => None,
    });
    rules.flat_map(|(rule, run)| run(rule, taken)).collect()
}

/// The rules that count.
const OF_LIMITS: [&str; 5] = ["E1002", "E2010", "E3010", "E6010", "E7010"];
