//! What `check` finds in the templates of a change: CloudFormation or a service refuses it, whatever the change is. The stacks of a
//! project pass `check` before they are synthesized, so this is asked of files alone.

use std::cmp::Reverse;

use indexmap::IndexMap;

use super::standing;
use crate::check::{self, OF_OTHER_TOOLS, OF_WHOLE_TEMPLATE, is_of_whole};
use crate::cli::parallel;
use crate::cli::way_out::{self, Language};
use crate::diagnostic::Diagnostic;
use crate::diff::{self, Change, Comparison, Effect, Headline, HeadlineKind, ResourceChange, Side, StackChange, Verdict};
use crate::redact::{Redactor, Version};
use crate::template::{Template, counted};

/// What is refused only where a resource is created.
const CREATION: &str = "E2531";
/// What is refused only where a resource is created or changed.
const ANY_CHANGE: &str = "E2533";
/// What is no type, or one that is not known.
const NO_TYPE: &str = "E3006";
/// The way out where a finding has none of its own.
const WAY_OUT: &str = "see it with its line in `formwork check`";

/// Compares two sides, and says what is refused of the one that comes after.
pub(super) fn compare(before: &[(String, Side)], after: &[(String, Side)]) -> Comparison {
    let old = |name: &str| before.iter().find(|(known, _)| known == name).map(|(_, side)| side);
    let judge = |(name, side): &'_ (String, Side)| {
        let found = check::errors(&side.template);
        let Some(old) = old(name) else { return (found, Vec::new(), Vec::new()) };
        // Which mistakes are no new ones matters only where there are some.
        if found.is_empty() {
            return (found, check::refused_as_a_whole(&old.template), Vec::new());
        }
        let made = diff::deployed_template(old).as_ref().map(check::errors).unwrap_or_default();
        let known = known(&old.template, &found, side);
        (found, known, made)
    };
    let (judged, mut comparison) =
        parallel::both(|| after.iter().map(judge).collect::<Vec<_>>(), || diff::compare(before, after));
    let judged = after.iter().zip(judged).filter(|(_, (new, old, _))| !new.is_empty() || !old.is_empty());
    for ((name, new), (errors, known, made)) in judged {
        let mut secrets = Redactor::default();
        let versions: Vec<Version<'_, '_>> = old(name).into_iter().chain([new]).map(Side::version).collect();
        secrets.learn_versions(&versions);
        if let Some(error) = mended(&known, &errors) {
            comparison.without_base(name, new, &secrets.message(&error.message));
        }
        let Some(change) = comparison.stacks.iter_mut().find(|stack| stack.name == *name && !stack.is_same()) else { continue };
        let note = neither([&known, &errors], [old(name).unwrap_or(new), new]);
        // What another tool makes of its file, no mistake in that file says.
        let refused = if of_other_tool(&known) && of_other_tool(&errors) {
            Vec::new()
        } else {
            headlines(change, errors, [&known, &made], new, &secrets)
        };
        change.notes.extend(note.filter(|_| refused.is_empty()).map(|note| secrets.message(&note)));
        comparison.headlines.extend(refused);
    }
    comparison.headlines.sort_by_key(|headline| Reverse(headline.kind));
    comparison
}

/// Whether another tool makes a template of the file.
fn of_other_tool(found: &[Diagnostic]) -> bool {
    found.iter().any(|error| OF_OTHER_TOOLS.contains(&error.code))
}

/// What CloudFormation refused of the whole template before the change, and does not any more. Where the new file has such a mistake as
/// well, both are parts of a template that another tool makes.
fn mended<'a>(known: &'a [Diagnostic], errors: &[Diagnostic]) -> Option<&'a Diagnostic> {
    if of_other_tool(known) {
        return None;
    }
    let is_mended = |old: &&Diagnostic| OF_WHOLE_TEMPLATE.contains(&old.code) && errors.iter().all(|new| new.code != old.code);
    known.iter().find(is_mended)
}

/// The codes of what is wrong with the form of a template, beside those of templates as a whole: parameters, outputs, mappings, conditions, and
/// calls of functions.
const OF_FORM: [&str; 12] = ["E100", "E101", "E1020", "E1021", "E1022", "E1024", "E1028", "E103", "E20", "E6", "E7", "E8"];

/// What is said where neither file is a template that CloudFormation takes. Another tool may make one of each, so a gate passes it.
fn neither([known, errors]: [&[Diagnostic]; 2], [old, new]: [&Side; 2]) -> Option<String> {
    let error = errors.iter().find(|error| is_of_template(error, new))?;
    known.iter().find(|error| is_of_template(error, old))?;
    let count = counted(errors.len(), "error");
    Some(format!(
        "neither file can be deployed as it stands: {} ({}); `formwork check` lists {count} of the new one",
        error.message, error.code
    ))
}

/// Whether CloudFormation refuses a template for it before it makes anything. A type that is not known may be newer than the schemas, but a
/// resource without one is none.
fn is_of_template(error: &Diagnostic, side: &Side) -> bool {
    let id = || error.path.texts().nth(1);
    let has_no_type = || id().and_then(|id| side.template.resource(&id)).is_some_and(|entry| entry.resource_type.is_empty());
    match error.code {
        NO_TYPE => has_no_type(),
        code => is_of_whole(code) || is_of_form(code),
    }
}

fn is_of_form(code: &str) -> bool {
    OF_FORM.iter().any(|beginning| code.starts_with(beginning))
}

/// Whether a mistake is one of metadata, which only programs on instances and other tools read.
fn is_of_metadata(error: &Diagnostic) -> bool {
    let mut steps = error.path.texts();
    let is_there = match steps.next().as_deref() {
        Some("Resources") => steps.nth(1).as_deref() == Some("Metadata"),
        first => first == Some("Metadata"),
    };
    // CloudFormation itself refuses a null anywhere.
    is_there && error.code != "E0000" && !OF_WHOLE_TEMPLATE.contains(&error.code)
}

/// Whether a resource that a transform made before the change had the same mistake, though the file did not show it.
fn is_of_same(error: &Diagnostic, made: &Diagnostic) -> bool {
    let of = |error: &Diagnostic| -> Vec<String> { error.path.texts().take(2).map(|text| text.to_string()).collect() };
    error.path.begins_with(&["Resources"]) && error.code == made.code && error.message == made.message && of(error) == of(made)
}

/// The mistakes of the old file that tell which of those in the new one are no new ones: those of the same codes, and those of a template.
fn known(old: &Template, errors: &[Diagnostic], new: &Side) -> Vec<Diagnostic> {
    let is_any_of_template = errors.iter().any(|error| is_of_template(error, new));
    let is_asked = |code: &str| {
        is_of_whole(code)
            || errors.iter().any(|error| error.code == code)
            || is_any_of_template && (is_of_form(code) || code == NO_TYPE)
    };
    check::errors_of(&is_asked, old)
}

/// One for each resource or section of which something is refused. What was refused before does not run, or runs in spite of it.
/// `known` is what was found in the file before, and in what CloudFormation made of that.
fn headlines(
    change: &StackChange,
    errors: Vec<Diagnostic>,
    [known, made]: [&[Diagnostic]; 2],
    new: &Side,
    secrets: &Redactor,
) -> Vec<Headline> {
    // A file with such mistakes is no template of CloudFormation, or another tool makes one of it: one more of them proves nothing.
    let is_known = |error: &Diagnostic| {
        known.iter().any(|known| known.code == error.code) || made.iter().any(|made| is_of_same(error, made))
    };
    let mut found: IndexMap<(String, Option<String>), (Headline, usize)> = IndexMap::new();
    for error in errors {
        let id = error.path.texts().nth(1).unwrap_or_default();
        let of_resource = |is_refused: &dyn Fn(&&ResourceChange) -> bool| {
            let own = change.resources.iter().filter(|resource| error.path.begins_with(&["Resources", &resource.id]));
            cases(own.filter(is_refused))
        };
        let cases = match error.code {
            CREATION => of_resource(&|resource| matches!(resource.verdict, Verdict::Add | Verdict::Replace)),
            ANY_CHANGE => of_resource(&is_changed),
            _ if is_known(&error) || is_of_metadata(&error) => Vec::new(),
            _ => vec![None],
        };
        let cases = if cases == [None] { where_it_stands(&error, new) } else { cases };
        let at = if id.is_empty() { String::new() } else { format!("{id}: ") };
        let message = secrets.message(&format!("{at}{} ({})", error.message, error.code));
        let way_out = way_out::fitting(error.help.as_deref().unwrap_or(WAY_OUT), Language::Yaml);
        let way_out = way_out::sentence(&secrets.message(&way_out));
        for under in cases {
            let headline = || {
                let mut headline = Headline::new(HeadlineKind::WillFail, "DIFF110", &change.name, &id, message.clone(), &way_out);
                headline.under = under.clone();
                headline
            };
            found.entry((id.clone(), under.clone())).and_modify(|(_, more)| *more += 1).or_insert_with(|| (headline(), 0));
        }
    }
    let counted = |(mut headline, more): (Headline, usize)| {
        if more > 0 {
            headline.message.push_str(&format!(", and {more} more that `formwork check` shows"));
        }
        headline
    };
    found.into_values().map(counted).collect()
}

/// The circumstances under which what a mistake is in is there; none where its conditions surely leave it out. What CloudFormation
/// refuses before it makes anything, it refuses under all.
fn where_it_stands(error: &Diagnostic, new: &Side) -> Vec<Option<String>> {
    if is_of_template(error, new) || error.code == NO_TYPE {
        return vec![None];
    }
    let mut steps = error.path.texts();
    let element = steps.next().zip(steps.next()).and_then(|(section, id)| new.template.root().get(&section)?.get(&id));
    let needed = element.map(|element| standing::needed(element, error.location)).unwrap_or_default();
    if needed.is_empty() {
        return vec![None];
    }
    diff::with_conditions(new, |holds| {
        let is_out = |(name, needed): &(&str, bool)| holds(name).is_some_and(|holds| holds != *needed);
        if needed.iter().any(is_out) {
            return Vec::new();
        }
        let open = needed.iter().filter(|(name, _)| holds(name).is_none());
        let told: Vec<String> = open.map(|needed| standing::told(*needed)).collect();
        vec![(!told.is_empty()).then(|| told.join(" and "))]
    })
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

/// The circumstances of what happens to one resource, each once; one of no circumstances where it always happens.
fn cases<'a>(resources: impl Iterator<Item = &'a ResourceChange>) -> Vec<Option<String>> {
    let mut cases: Vec<Option<String>> = Vec::new();
    for resource in resources {
        let is_always_made = resource.is_certain && matches!(resource.verdict, Verdict::Add | Verdict::Replace);
        let under = resource.under.clone().filter(|_| !is_always_made);
        if !cases.contains(&under) {
            cases.push(under);
        }
    }
    if cases.contains(&None) { vec![None] } else { cases }
}
