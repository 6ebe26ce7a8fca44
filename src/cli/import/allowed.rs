//! The findings that stand in the way of a synthesis: what is deployed already is allowed as it is.

use std::collections::BTreeSet;

use crate::check;
use crate::cli::environments::EnvironmentFile;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::synthesis;
use crate::diagnostic::{Diagnostic, Severity};
use crate::stack::SynthesizedStack;
use crate::template::path::Step;
use crate::template::{StackName, Template};

/// The elements of a template with the codes of the errors that are found on them, in any of these environments.
pub(super) fn of(
    template: &Template,
    name: &str,
    files: &[EnvironmentFile],
    session: &Session,
) -> Result<Vec<(String, String)>, Stop> {
    let own = StackName::new(name).map_err(|error| Finding::error(error.to_string()))?;
    let found = synthesis::sound(files, session, None, "nothing was imported", |mut assembly| {
        let full_name = format!("imported-{}-{name}", assembly.environment);
        assembly.stacks.push(SynthesizedStack::of_template(own, full_name, template.clone()));
        let errors = check::assembly(&assembly).into_iter().filter(|finding| finding.severity == Severity::Error);
        let of_stack = errors.filter(|finding| finding.path.begins_with(&[name]));
        let element = |finding: &Diagnostic| {
            let steps: Vec<&str> = finding.path.unrolled().skip(1).take(2).filter_map(Step::name).collect();
            steps.last().map(|id| ((*id).to_owned(), finding.code.to_string()))
        };
        of_stack.filter_map(|finding| element(&finding)).collect::<BTreeSet<_>>()
    })?;
    Ok(found.into_iter().flatten().collect::<BTreeSet<_>>().into_iter().collect())
}
