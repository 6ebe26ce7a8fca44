//! Findings that an author allows, each with a reason.

use crate::diagnostic::{Diagnostic, nearest};
use crate::stack::{Allowance, Assembly, Expectation};

/// Takes out the findings that are allowed where they arise, and reports allowances that allow nothing or give no reason.
pub(super) fn apply(assembly: &Assembly, is_dormant: &dyn Fn(&str) -> bool, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let allowances: Vec<(&str, &Allowance)> =
        assembly.stacks.iter().flat_map(|stack| stack.allowances.iter().map(|allowance| (stack.name, allowance))).collect();
    let allows = |(stack, allowance): &(&str, &Allowance), finding: &Diagnostic| {
        finding.code == allowance.code && is_about(finding, stack, allowance.id.as_ref())
    };
    let useless = allowances.iter().filter(|allowance| !is_dormant(allowance.1.code));
    let useless = useless.filter(|allowance| !findings.iter().any(|finding| allows(allowance, finding)));
    let useless: Vec<Diagnostic> = useless.map(|(stack, allowance)| nothing_allowed(stack, allowance)).collect();
    let unexplained = allowances.iter().filter(|(_, allowance)| allowance.reason.trim().is_empty());
    let unexplained: Vec<Diagnostic> = unexplained.map(|(stack, allowance)| no_reason(stack, allowance)).collect();
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

fn nothing_allowed(stack: &str, allowance: &Allowance) -> Diagnostic {
    let message = format!("`{}` is allowed on `{}`, but not found there", allowance.code, allowance.id);
    let help = "remove the allowance, so that it does not hide a later finding";
    Diagnostic::warning("FW106", message).at(allowance.location).path([stack, "Resources", allowance.id.as_ref()]).help(help)
}

fn no_reason(stack: &str, allowance: &Allowance) -> Diagnostic {
    let message = format!("the allowance of `{}` on `{}` gives no reason", allowance.code, allowance.id);
    let help = "say why, for the colleague who reviews it";
    Diagnostic::error("FW107", message).at(allowance.location).path([stack, "Resources", allowance.id.as_ref()]).help(help)
}
