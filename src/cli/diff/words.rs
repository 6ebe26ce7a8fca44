//! The words for what happens, or differs.

use super::compared::Compared;
use crate::cli::report::counted;
use crate::diff::{Change, Effect, ResourceChange, StackChange, Verdict};
use crate::template::path::Path;

/// The words for one comparison: those of a change, or those of two environments that differ.
#[derive(Default)]
pub(super) struct Words<'a> {
    /// The two environments.
    between: Option<[&'a str; 2]>,
}

impl<'a> Words<'a> {
    /// The words that fit a comparison.
    pub(super) fn of(compared: &'a Compared) -> Self {
        Words { between: compared.drift_from.as_deref().map(|from| [from, compared.environment.as_str()]) }
    }

    /// `1 replaced, 2 updated`
    pub(super) fn summary(&self, stack: &StackChange) -> String {
        let size = counted(stack.resources.len(), "resource");
        match (stack.existed, stack.exists, self.between) {
            (false, _, None) => return format!("a new stack of {size}"),
            (_, false, None) => return format!("the stack is removed, with {size}"),
            (false, _, Some([_, name])) | (_, false, Some([name, _])) => return format!("only {name} has this stack, of {size}"),
            _ => {}
        }
        let count = |verdict: Verdict, is_revision: bool| {
            let counted = stack.resources.iter().filter(|resource| resource.verdict == verdict);
            counted.filter(|resource| resource.is_revision() == is_revision).count()
        };
        let mut parts: Vec<(usize, String)> =
            ORDER.into_iter().map(|verdict| (count(verdict, false), self.done(verdict))).collect();
        let revisions = count(Verdict::Replace, true);
        parts.push((revisions, if revisions == 1 { "new revision" } else { "new revisions" }.to_owned()));
        let parts: Vec<String> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, done)| format!("{count} {done}")).collect();
        match (parts.is_empty(), self.between) {
            (true, None) => "no resource changes".to_owned(),
            (true, Some(_)) => "the same resources".to_owned(),
            _ => parts.join(", "),
        }
    }

    fn done(&self, verdict: Verdict) -> String {
        let words = match (verdict, self.between) {
            (Verdict::Add, Some([_, name])) | (Verdict::Remove, Some([name, _])) => return format!("in {name} only"),
            (Verdict::Differs, _) => "in both, but different",
            (Verdict::Metadata, _) => "changed in metadata only",
            (Verdict::Moved, _) => "moved",
            (Verdict::Add, None) => "added",
            (Verdict::Update, _) => "updated",
            (Verdict::Unknown, _) => "changed (effect unknown)",
            (Verdict::Interruption, _) => "updated with interruption",
            (Verdict::MayReplace, _) => "maybe replaced",
            (Verdict::Replace, _) => "replaced",
            (Verdict::Remove, None) => "removed",
            (Verdict::Retype, _) => "changed in type",
        };
        words.to_owned()
    }

    /// What happens to a resource.
    pub(super) fn verdict(&self, resource: &ResourceChange) -> String {
        let words = match (resource.verdict, self.between) {
            (Verdict::Add, Some([_, name])) | (Verdict::Remove, Some([name, _])) => return format!("{name} only"),
            (Verdict::Replace, _) if resource.is_revision() => "new revision",
            (Verdict::Differs, _) => "differs",
            (Verdict::Metadata, _) => "metadata only",
            (Verdict::Moved, _) => "MOVED",
            (Verdict::Add, None) => "add",
            (Verdict::Update, _) => "update without interruption",
            (Verdict::Unknown, _) => "unknown: only a change set tells",
            (Verdict::Interruption, _) => "update with some interruption",
            (Verdict::MayReplace, _) => "update or replace",
            (Verdict::Replace, _) => "REPLACE",
            (Verdict::Remove, None) => "remove",
            (Verdict::Retype, _) => "change of type: refused",
        };
        words.to_owned()
    }

    /// What stands before a value that only one side has.
    pub(super) fn one_sided(&self) -> [String; 2] {
        match self.between {
            Some(names) => names.map(|name| format!("{name} only:")),
            None => ["removed".to_owned(), "added".to_owned()],
        }
    }
}

/// The verdicts, the gravest first.
const ORDER: [Verdict; 11] = [
    Verdict::Retype,
    Verdict::Remove,
    Verdict::Replace,
    Verdict::MayReplace,
    Verdict::Interruption,
    Verdict::Unknown,
    Verdict::Update,
    Verdict::Differs,
    Verdict::Add,
    Verdict::Metadata,
    Verdict::Moved,
];

/// The sign before a resource.
pub(super) fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Add => "+",
        Verdict::Remove => "-",
        Verdict::Replace | Verdict::Retype => "±",
        Verdict::Moved => "→",
        _ => "~",
    }
}

/// The chain of a replacement, and a likely rename.
pub(super) fn notes(resource: &ResourceChange) -> Vec<String> {
    let mut notes = Vec::new();
    if resource.chain.len() > 1 {
        notes.push(format!("because of {}", resource.chain.iter().map(Path::property).collect::<Vec<_>>().join(" → ")));
    }
    notes.extend(resource.kept.clone());
    if let Some(old) = &resource.renamed_from {
        notes.extend(likely_rename(resource, old));
    }
    if let Some((stack, old)) = &resource.moved_from {
        notes.push(format!("it is {old} of the stack {stack} until `refactor` has moved it"));
    }
    notes
}

fn likely_rename(resource: &ResourceChange, old: &str) -> [String; 2] {
    let id = &resource.id;
    let (what, of, line) = match &resource.renamed_from_stack {
        Some(stack) => ("move", format!(" of the stack {stack}"), format!("stack.moved_from(\"{stack}\", \"{old}\", \"{id}\")")),
        None => ("rename", String::new(), format!("stack.moved(\"{old}\", \"{id}\")")),
    };
    [
        format!("equal to the removed {old}{of}: likely a {what}, which makes a new resource and deletes the old one"),
        format!("to keep what is deployed: `{line}`, then `refactor`"),
    ]
}

/// Where the value stands: `ContainerDefinitions[web].Image`.
pub(super) fn name(change: &Change) -> String {
    change.path.property()
}

/// What one change does, in words; nothing where it is the usual update.
pub(super) fn effect(change: &Change) -> String {
    let why = match change.effect {
        Effect::MayReplace if change.why.is_empty() => "AWS's page of the property says when",
        _ => change.why,
    };
    let what = match change.effect {
        Effect::Nothing if !why.is_empty() => "no effect",
        Effect::Nothing | Effect::Update => return String::new(),
        Effect::Unknown => "effect unknown",
        Effect::Interruption => "some interruption",
        Effect::MayReplace => "may replace",
        Effect::Replace => "replaces",
    };
    if why.is_empty() { format!("({what})") } else { format!("({what}: {why})") }
}

/// What happens, and under which values of parameters.
pub(super) fn under(what: String, under: Option<&str>) -> String {
    match under {
        Some(under) => format!("{what} where {under}"),
        None => what,
    }
}

/// What may change though the template does not: the properties that come from the parameter store.
pub(super) fn stored(stack: &StackChange) -> Option<String> {
    let each = stack.stored.iter().map(|change| format!("{} {}", dotted(change), effect(change)).trim_end().to_owned());
    let names: Vec<String> = each.collect();
    (!names.is_empty())
        .then(|| format!("read from the parameter store at each deployment, so it may change: {}", names.join(", ")))
}

/// `Instance.ImageId`
fn dotted(change: &Change) -> String {
    let mut steps = change.path.bracketed();
    let first = steps.next().unwrap_or_default();
    steps.fold(first.to_string(), |text, step| format!("{text}.{step}"))
}
