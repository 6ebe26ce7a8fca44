//! What `check` finds in the templates of a change: CloudFormation or a service refuses it, whatever the change is. The stacks of a
//! project pass `check` before they are synthesized, so this is asked of files alone.

use std::cmp::Reverse;

use indexmap::IndexMap;

use crate::check::{self, OF_OTHER_TOOLS, OF_WHOLE_TEMPLATE, Selection};
use crate::cli::parallel;
use crate::cli::way_out::{self, Language};
use crate::diagnostic::Diagnostic;
use crate::diff::{self, Change, Comparison, Effect, Headline, HeadlineKind, ResourceChange, Side, StackChange, Verdict};
use crate::redact::Redactor;
use crate::template::{Template, counted};

/// What is refused only where a resource is created.
const CREATION: &str = "E2531";
/// What is refused only where a resource is created or changed.
const ANY_CHANGE: &str = "E2533";
/// The way out where a finding has none of its own.
const WAY_OUT: &str = "see it with its line in `formwork check`";

/// Compares two sides, and says what is refused of the one that comes after.
pub(super) fn compare(before: &[(String, Side)], after: &[(String, Side)]) -> Comparison {
    let old = |name: &str| before.iter().find(|(known, _)| known == name).map(|(_, side)| side);
    let judge = |(name, side): &'_ (String, Side)| {
        let found = errors(&side.template);
        // Which mistakes are no new ones matters only where there are some.
        let known = if found.is_empty() { whole } else { errors };
        let (known, made) = match old(name) {
            Some(old) if found.is_empty() => (known(&old.template), Vec::new()),
            Some(old) => (known(&old.template), errors(&diff::deployed_template(old))),
            None => Default::default(),
        };
        (found, known, made)
    };
    let (judged, mut comparison) =
        parallel::both(|| after.iter().map(judge).collect::<Vec<_>>(), || diff::compare(before, after));
    let judged = after.iter().zip(judged).filter(|(_, (new, old, _))| !new.is_empty() || !old.is_empty());
    for ((name, new), (errors, known, made)) in judged {
        let mut secrets = Redactor::default();
        old(name).into_iter().chain([new]).for_each(|side| secrets.learn(&side.template, &side.values));
        if let Some(error) = mended(&known, &errors) {
            comparison.without_base(name, &secrets.message(&error.message));
        }
        let Some(change) = comparison.stacks.iter_mut().find(|stack| stack.name == *name && !stack.is_same()) else { continue };
        let note = neither(&known, &errors);
        let refused = headlines(change, errors, [&known, &made], &secrets);
        change.notes.extend(note.filter(|_| refused.is_empty()).map(|note| secrets.message(&note)));
        comparison.headlines.extend(refused);
    }
    comparison.headlines.sort_by_key(|headline| Reverse(headline.kind));
    comparison
}

/// What CloudFormation refused of the whole template before the change, and does not any more. Where the new file has such a mistake as
/// well, both are parts of a template that another tool makes.
fn mended<'a>(known: &'a [Diagnostic], errors: &[Diagnostic]) -> Option<&'a Diagnostic> {
    if known.iter().any(|old| OF_OTHER_TOOLS.contains(&old.code)) {
        return None;
    }
    let is_mended = |old: &&Diagnostic| OF_WHOLE_TEMPLATE.contains(&old.code) && errors.iter().all(|new| new.code != old.code);
    known.iter().find(is_mended)
}

/// What is said where neither file is a template that CloudFormation takes. Another tool may make one of each, so a gate passes it.
fn neither(known: &[Diagnostic], errors: &[Diagnostic]) -> Option<String> {
    let is_of_whole = |error: &&Diagnostic| OF_WHOLE_TEMPLATE.contains(&error.code) || OF_OTHER_TOOLS.contains(&error.code);
    let error = errors.iter().find(is_of_whole).filter(|_| known.iter().any(|old| is_of_whole(&old)))?;
    let count = counted(errors.len(), "error");
    Some(format!(
        "neither file can be deployed as it stands: {} ({}); `formwork check` lists {count} of the new one",
        error.message, error.code
    ))
}

/// Whether a resource that a transform made before the change had the same mistake, though the file did not show it.
fn is_of_same(error: &Diagnostic, made: &Diagnostic) -> bool {
    let of = |error: &Diagnostic| -> Vec<String> { error.path.texts().take(2).map(|text| text.to_string()).collect() };
    error.path.begins_with(&["Resources"]) && error.code == made.code && error.message == made.message && of(error) == of(made)
}

fn whole(template: &Template) -> Vec<Diagnostic> {
    check::refused_as_a_whole(template)
}

fn errors(template: &Template) -> Vec<Diagnostic> {
    let findings = Selection::default().read_template(template);
    findings.into_iter().filter(Diagnostic::is_error).collect()
}

/// One for each resource or section of which something is refused. What was refused before does not run, or runs in spite of it.
/// `known` is what was found in the file before, and in what CloudFormation made of that.
fn headlines(
    change: &StackChange,
    errors: Vec<Diagnostic>,
    [known, made]: [&[Diagnostic]; 2],
    secrets: &Redactor,
) -> Vec<Headline> {
    // A file with such mistakes is no template of CloudFormation, or another tool makes one of it: one more of them proves nothing.
    let is_known = |error: &Diagnostic| {
        known.iter().any(|known| known.code == error.code) || made.iter().any(|made| is_of_same(error, made))
    };
    let mut found: IndexMap<String, (Headline, usize)> = IndexMap::new();
    for error in errors {
        let id = error.path.texts().nth(1).unwrap_or_default();
        let of_resource = || change.resources.iter().filter(|resource| error.path.begins_with(&["Resources", &resource.id]));
        let under = match error.code {
            CREATION => of_resource().find(|resource| matches!(resource.verdict, Verdict::Add | Verdict::Replace)).map(under),
            ANY_CHANGE => of_resource().find(is_changed).map(under),
            _ => (!is_known(&error)).then_some(None),
        };
        let Some(under) = under else { continue };
        if let Some((_, more)) = found.get_mut(&id) {
            *more += 1;
            continue;
        }
        let at = if id.is_empty() { String::new() } else { format!("{id}: ") };
        let message = secrets.message(&format!("{at}{} ({})", error.message, error.code));
        let way_out = way_out::fitting(error.help.as_deref().unwrap_or(WAY_OUT), Language::Yaml);
        let way_out = way_out::sentence(&secrets.message(&way_out));
        let mut headline = Headline::new(HeadlineKind::WillFail, "DIFF110", &change.name, &id, message, &way_out);
        headline.under = under;
        found.insert(id, (headline, 0));
    }
    let counted = |(mut headline, more): (Headline, usize)| {
        if more > 0 {
            headline.message.push_str(&format!(", and {more} more that `formwork check` shows"));
        }
        headline
    };
    found.into_values().map(counted).collect()
}

/// Properties of a function that are changed by calls of their own, which no old runtime keeps from anything.
const APART: [&str; 5] =
    ["CodeSigningConfigArn", "RecursiveLoop", "ReservedConcurrentExecutions", "RuntimeManagementConfig", "Tags"];

/// Whether a deployment surely makes or changes a function: its code or its configuration.
fn is_changed(function: &&ResourceChange) -> bool {
    let is_apart = |change: &Change| change.path.first().is_some_and(|step| APART.iter().any(|name| step.is_key(name)));
    let is_sure = |change: &Change| change.effect != Effect::Nothing && !change.may_be_equal && !is_apart(change);
    matches!(function.verdict, Verdict::Add | Verdict::Replace) || function.changes.iter().any(is_sure)
}

fn under(resource: &ResourceChange) -> Option<String> {
    resource.under.clone()
}
