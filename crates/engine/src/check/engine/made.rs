//! Errors in what the serverless transform makes, told where the author wrote what it is made of.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Program;
use crate::template::SourceLocation;

/// Adds the errors in resources that the transform makes, unless their source is known to be wrong there.
///
/// The service of a made resource refuses what its own schema refuses, whichever of the transform's properties or globals it comes from.
/// Warnings are about what an author can choose, so those of what is made are left out; and what a source lacks is told once.
pub(super) fn add(findings: &mut Vec<Diagnostic>, of_made: Vec<Diagnostic>, program: &Program<'_>) {
    let mut places: BTreeSet<SourceLocation> = findings.iter().map(|finding| finding.location).collect();
    let wrong: BTreeSet<String> = findings.iter().filter_map(|finding| Some(resource(finding)?.0.to_owned())).collect();
    let mut new = of_made;
    new.retain(|finding| {
        let Some((id, is_whole)) = resource(finding) else { return false };
        let is_made = program.type_of(id) != program.expanded().resource(id).map(|it| it.resource_type);
        // What is made of a source has its id, or an id that begins with it.
        let is_told = is_whole && wrong.iter().any(|known| id.starts_with(known.as_str()));
        is_made && finding.severity == Severity::Error && !is_told && places.insert(finding.location)
    });
    for finding in &mut new {
        let id = resource(finding).map(|(id, _)| id).filter(|id| program.expanded().resource(id).is_none());
        if let Some(id) = id.map(str::to_owned) {
            finding.message.push_str(&format!(", in `{id}`, which the serverless transform makes"));
        }
    }
    findings.append(&mut new);
}

/// The resource that an error is about, and whether it is about the resource as a whole.
fn resource(finding: &Diagnostic) -> Option<(&str, bool)> {
    let mut steps = finding.path.unrolled().skip(1);
    let id = steps.next().filter(|section| section.is_key("Resources")).and(steps.next())?.key()?;
    Some((id, steps.nth(1).is_none())).filter(|_| finding.severity == Severity::Error)
}
