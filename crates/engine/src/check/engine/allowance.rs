//! Findings that an author allows, each with a reason.

use crate::diagnostic::{Diagnostic, nearest};
use crate::stack::{Allowance, Assembly, Expectation, SynthesizedStack};
use crate::template::{Node, Template};

/// Takes out the findings that are allowed where they arise, and reports allowances that allow nothing or give no reason.
pub(super) fn apply(assembly: &Assembly, is_dormant: &dyn Fn(&str) -> bool, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let allowances: Vec<(&SynthesizedStack, &Allowance)> =
        assembly.stacks.iter().flat_map(|stack| stack.allowances.iter().map(move |allowance| (stack, allowance))).collect();
    let allows = |(stack, allowance): &(&SynthesizedStack, &Allowance), finding: &Diagnostic| {
        finding.code == allowance.code && is_about(finding, stack.name, allowance.id.as_ref())
    };
    let useless = allowances.iter().filter(|allowance| !is_dormant(allowance.1.code));
    let useless = useless.filter(|allowance| !findings.iter().any(|finding| allows(allowance, finding)));
    let useless: Vec<Diagnostic> = useless.map(|(stack, allowance)| nothing_allowed(stack, allowance)).collect();
    let unexplained = allowances.iter().filter(|(_, allowance)| allowance.reason.trim().is_empty());
    let unexplained: Vec<Diagnostic> = unexplained.map(|(stack, allowance)| no_reason(stack.name, allowance)).collect();
    let kept = findings.into_iter().filter(|finding| !allowances.iter().any(|allowance| allows(allowance, finding)));
    let expectations = assembly.stacks.iter().flat_map(|stack| stack.expectations.iter().map(|each| (stack.name, each)));
    let expectations: Vec<Diagnostic> = expectations.filter_map(|(stack, expectation)| expected(stack, expectation)).collect();
    kept.chain(useless).chain(unexplained).chain(expectations).collect()
}

/// What is wrong with an expectation of `diff`: a headline that there is not, or no reason.
fn expected(stack: &str, expectation: &Expectation) -> Option<Diagnostic> {
    let Expectation { headline, id, reason, location, .. } = expectation;
    let (code, message, help) = if !Expectation::HEADLINES.contains(headline) {
        let near = nearest(headline, Expectation::HEADLINES).map(|near| format!("did you mean `{near}`?"));
        let help = near.unwrap_or_else(|| format!("`diff` knows {}", Expectation::HEADLINES.join(", ")));
        ("FW106", format!("`{headline}` is expected of `{id}`, and `diff` has no such headline"), help)
    } else if reason.trim().is_empty() {
        let help = "say why, for the colleague who reviews it".to_owned();
        ("FW107", format!("the expectation of `{headline}` of `{id}` gives no reason"), help)
    } else {
        return None;
    };
    Some(Diagnostic::error(code, message).at(*location).path([stack, "Resources", id.as_ref()]).help(help))
}

/// Whether a finding is about an element of a stack, in whichever section that stands, or about the section of this name as a whole.
fn is_about(finding: &Diagnostic, stack: &str, id: &str) -> bool {
    let mut steps = finding.path.unrolled();
    let (first, section, element) = (steps.next(), steps.next(), steps.next());
    let is_whole = || element.is_none() && section.is_some_and(|step| step.is_key(id));
    first.is_some_and(|step| step.is_key(stack)) && (element.is_some_and(|step| step.is_key(id)) || is_whole())
}

fn nothing_allowed(stack: &SynthesizedStack, allowance: &Allowance) -> Diagnostic {
    let message = format!("`{}` is allowed on `{}`, but not found there", allowance.code, allowance.id);
    let help = meant(&stack.template, allowance.id.as_ref());
    let help = help.unwrap_or_else(|| "remove the allowance, so that it does not hide a later finding".to_owned());
    Diagnostic::warning("FW106", message).at(allowance.location).path([stack.name, "Resources", allowance.id.as_ref()]).help(help)
}

/// The resource whose logical id is meant, where the template has none of the id that is given.
pub fn meant(template: &Template, id: &str) -> Option<String> {
    let is_there = template.root().as_map().is_some_and(|sections| {
        sections.contains_key(id) || sections.values().filter_map(Node::as_map).any(|section| section.contains_key(id))
    });
    let near = nearest(id, template.resources().map(|resource| resource.id.as_str())).filter(|_| !is_there);
    near.map(|near| format!("the stack has no `{id}`: did you mean `{near}`?"))
}

fn no_reason(stack: &str, allowance: &Allowance) -> Diagnostic {
    let message = format!("the allowance of `{}` on `{}` gives no reason", allowance.code, allowance.id);
    let help = "say why, for the colleague who reviews it";
    Diagnostic::error("FW107", message).at(allowance.location).path([stack, "Resources", allowance.id.as_ref()]).help(help)
}
