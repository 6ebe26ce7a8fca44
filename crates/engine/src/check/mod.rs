//! Judging templates before anyone deploys them.
//!
//! One rule, one file, one code. A rule that cfn-lint also has keeps its code, so that what users know carries over; the others
//! start with `FW`. [`assembly`] checks what an app synthesized, [`template`] any template,
//! [`file()`] a template file, [`parameters`] the values for a template's parameters.
//!
//! `engine` runs the rules that it is given, `rules` has them, and neither knows this module.

pub(crate) mod engine;
pub(crate) mod rules;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

pub use engine::file::{Judged, may_be_template};
pub use engine::parameters::given as given_parameters;
pub use engine::{EnvironmentFinding, MOST_FINDINGS, NameInUse, NamesInUse, Rule};
pub use rules::{AUTHORING, RULES};

use crate::diagnostic::Diagnostic;
use crate::stack::Assembly;
use crate::template::Template;
use crate::template::read::ReadError;
use engine::{RuleSet, run};
use rules::READING;

fn rules() -> &'static RuleSet {
    static SET: OnceLock<RuleSet> = OnceLock::new();
    SET.get_or_init(|| RuleSet::of(RULES))
}

/// Every finding in the templates of an environment: stack by stack, and within a stack in the order of the rules.
pub fn assembly(assembly: &Assembly) -> Vec<Diagnostic> {
    run::assembly(rules(), assembly)
}

/// Every finding in one template, synthesized or read from a file. `name` begins the path of each.
pub fn template(name: &str, template: &Template) -> Vec<Diagnostic> {
    run::template(rules(), name, template)
}

/// Checks the bytes of a template file. The paths of the findings begin with the section.
pub fn file(bytes: &[u8]) -> Judged {
    engine::file::file(rules(), &READING, bytes)
}

/// A mistake of form as a finding.
pub fn form_finding(error: ReadError) -> Diagnostic {
    engine::file::form_finding(READING.form, error)
}

/// Every mistake in a parameters file, in the order of the file. What has no place is missing from it.
pub fn parameters(template: &Template, file: &[u8]) -> Vec<Diagnostic> {
    engine::parameters::validate(&READING, template, file)
}

/// What is wrong between the environments, each finding with the index of the environment that it belongs to.
pub fn environments(taken: &[NamesInUse]) -> Vec<EnvironmentFinding> {
    run::environments(rules(), taken)
}
