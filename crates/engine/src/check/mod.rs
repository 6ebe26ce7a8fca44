//! Judging templates before anyone deploys them.
//!
//! One rule, one file, one code. A rule that cfn-lint also has keeps its code, so that what users know carries over; the others
//! start with `FW`. A [`Selection`] says which rules are applied: those that always are, those of
//! packs, an author's own. It checks what an app synthesized, any template, or a template file; [`parameters`] checks the values for a
//! template's parameters.
//!
//! `engine` runs the rules that it is given, `rules` has them, and neither knows this module.

pub(crate) mod engine;
pub(crate) mod rules;
mod selection;
#[cfg(test)]
mod tests;

pub use crate::language::read::property::Property;
pub use crate::language::read::resource::Resource;
pub use engine::allowance::meant;
pub use engine::file::{CheckedFile, may_be_template};
pub use engine::nested::ReadBeside;
pub use engine::own::{Inspection, Look};
pub use engine::parameters::{given as given_parameters, misfit as parameter_misfit};
pub use engine::{EnvironmentFinding, MOST_FINDINGS, NameInUse, NamesInUse, Rule};
pub use rules::{AUTHORING, Elsewhere, RULES, elsewhere};
pub use selection::{
    OF_OTHER_TOOLS, OF_WHOLE_TEMPLATE, Selection, errors, errors_of, is_of_whole, pack_of, refused_as_a_whole, rules,
};

use crate::diagnostic::Diagnostic;
use crate::stack::Assembly;
use crate::template::Template;
use crate::template::read::ReadError;
use rules::READING;

/// What the rules that always apply find in the templates of an environment, with those of the packs that it asks for.
pub fn assembly(assembly: &Assembly) -> Vec<Diagnostic> {
    Selection::default().assembly(assembly)
}

/// What the rules that always apply find in one template, synthesized or read from a file. `name` begins the path of each finding.
pub fn template(name: &str, template: &Template) -> Vec<Diagnostic> {
    Selection::default().template(name, template)
}

/// What the rules that always apply find in a template file.
pub fn file(bytes: &[u8]) -> CheckedFile {
    Selection::default().file(bytes)
}

/// What is wrong with a schedule of EventBridge Scheduler: `rate(…)`, `cron(…)` or `at(…)`.
#[must_use]
pub fn schedule_fault(text: &str) -> Option<String> {
    rules::monitoring::e3027_schedule_expression::scheduler_fault(text)
}

/// A mistake of form as a finding.
pub fn form_finding(error: ReadError) -> Diagnostic {
    engine::file::form_finding(READING.form, error)
}

/// Every mistake in a parameters file, in the order of the file. What has no place is missing from it.
pub fn parameters(template: &Template, file: &[u8]) -> Vec<Diagnostic> {
    engine::parameters::validate(&READING, template, file)
}

/// What is wrong with the parameters of the nested stacks whose templates `read` finds beside the template.
pub fn nested(template: &Template, read: ReadBeside<'_>) -> Vec<Diagnostic> {
    engine::nested::validate(READING.nested, template, read)
}

/// What is wrong between the environments, each finding with the index of the environment that it belongs to.
pub fn environments(taken: &[NamesInUse]) -> Vec<EnvironmentFinding> {
    engine::run::environments(selection::always(), taken)
}
