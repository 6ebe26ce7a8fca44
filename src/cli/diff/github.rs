//! A comparison as annotations of a pull request, each at the line that writes the resource.

use super::compared::Compared;
use super::words::{self, Words, by_gravity, under};
use crate::cli::finding::position;
use crate::cli::report::Finding;
use crate::diagnostic::Severity;
use crate::diff::{Headline, HeadlineKind, ResourceChange, Verdict};
use crate::template::SourceLocation;

/// What a reviewer must see beside the code: headlines, replacements and removals that have none, and what a deployment may be refused for.
pub(super) fn findings(all: &[Compared]) -> Vec<Finding> {
    all.iter().flat_map(one).collect()
}

fn one(compared: &Compared) -> Vec<Finding> {
    let mut found: Vec<Finding> = compared.comparison.headlines.iter().map(|headline| about(headline, None, compared)).collect();
    found.extend(compared.expected.iter().map(|(headline, reason)| about(headline, Some(reason), compared)));
    let words = Words::of(compared);
    for stack in compared.comparison.stacks.iter() {
        for resource in by_gravity(stack) {
            let is_grave = matches!(resource.verdict, Verdict::Replace | Verdict::MayReplace | Verdict::Remove | Verdict::Retype);
            let mut headlines =
                compared.comparison.headlines.iter().chain(compared.expected.iter().map(|(headline, _)| headline));
            let is_told = headlines.any(|headline| headline.stack == stack.name && headline.id == resource.id);
            if !is_grave || is_told || resource.is_revision() || resource.chain.len() > 1 || compared.drift_from.is_some() {
                continue;
            }
            let verdict = under(words.verdict(resource), resource.under.as_deref());
            let message = format!("{} {}: {verdict}", resource.resource_type, resource.id);
            found.push(placed(Finding::warning(message), &stack.name, Some(resource), compared, Severity::Info));
        }
        // An export that changes, a parameter that the next deployment must be given: what a deployment may be refused for.
        for change in stack.others.iter().filter(|change| words::is_refused_perhaps(change)) {
            let message = under(format!("{}: {}", change.path, change.why), change.under.as_deref());
            found.push(placed(Finding::warning(message), &stack.name, None, compared, Severity::Info));
        }
    }
    found
}

fn about(headline: &Headline, reason: Option<&str>, compared: &Compared) -> Finding {
    let titled = format!("{}: {}", headline.kind.title(), under(headline.message.clone(), headline.under.as_deref()));
    let (message, severity) = match (reason, headline.kind) {
        (Some(_), _) => (format!("expected: {titled}"), Severity::Info),
        (None, HeadlineKind::WillFail | HeadlineKind::DataLoss) => (titled, Severity::Error),
        (None, _) => (titled, Severity::Warning),
    };
    let stack = compared.comparison.stacks.iter().find(|stack| stack.name == headline.stack);
    let resource = stack.and_then(|stack| stack.resources.iter().find(|resource| resource.id == headline.id));
    let finding = Finding::warning(message).help(reason.unwrap_or(&headline.way_out));
    let finding = Finding { code: Some(headline.code), ..finding };
    placed(finding, &headline.stack, resource, compared, severity)
}

/// A finding at the line that writes the resource; without a line where nothing writes it any more.
fn placed(finding: Finding, stack: &str, resource: Option<&ResourceChange>, compared: &Compared, severity: Severity) -> Finding {
    let place = resource.filter(|resource| resource.verdict != Verdict::Remove).and_then(|resource| match resource.location {
        location @ SourceLocation::Rust(_) => position(location, ""),
        location => position(location, compared.file.as_deref()?),
    });
    let message = match compared.environment.as_str() {
        "" => format!("{stack}: {}", finding.message),
        environment => format!("{environment}, {stack}: {}", finding.message),
    };
    Finding { message, position: place, severity, ..finding }
}
