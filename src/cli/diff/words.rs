//! The words for what happens, or differs.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::compared::Compared;
use crate::diff::{Change, Effect, ResourceChange, StackChange, Verdict};
use crate::schema;
use crate::template::path::{Path, Step};
use crate::template::{Node, counted, listed};

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
        let done = ORDER.into_iter().map(|verdict| (count(verdict, false), self.done(verdict)));
        let done = done.filter(|(count, _)| *count > 0).map(|(count, done)| format!("{count} {done}"));
        let revisions = Some(count(Verdict::Replace, true)).filter(|count| *count > 0);
        let parts: Vec<String> = done.chain(revisions.map(|count| counted(count, "new revision"))).collect();
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
            (Verdict::MayUpdate, _) => "maybe updated",
            (Verdict::Update, _) => "updated",
            (Verdict::Unknown, _) => "changed (effect unknown)",
            (Verdict::Interruption, _) => "updated with interruption",
            (Verdict::MayInterrupt, _) => "maybe updated with interruption",
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
            (Verdict::MayUpdate, _) => "no change or update without interruption",
            (Verdict::Update, _) => "update without interruption",
            (Verdict::Unknown, _) if resource.is_nested_stack() => "update; a change set tells what changes in the nested stack",
            (Verdict::Unknown, _) if resource.is_provisioned_product() => {
                "update; what changes in the stack of the product is unknown"
            }
            (Verdict::Unknown, _) if schema::is_custom(&resource.resource_type) => {
                "update by its handler, or replace where that returns another physical id"
            }
            (Verdict::Unknown, _) => "unknown: only a change set tells",
            (Verdict::Interruption, _) => "update with some interruption",
            (Verdict::MayInterrupt, _) if resource.may_stay() => "no change or update with some interruption",
            (Verdict::MayInterrupt, _) => "update, perhaps with some interruption",
            (Verdict::MayReplace, _) if resource.is_replaced_or_unchanged() => "no change or replace",
            (Verdict::MayReplace, _) if resource.may_stay() => "no change, update or replace",
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
const ORDER: [Verdict; 13] = [
    Verdict::Retype,
    Verdict::Remove,
    Verdict::Replace,
    Verdict::MayReplace,
    Verdict::Interruption,
    Verdict::MayInterrupt,
    Verdict::Unknown,
    Verdict::Update,
    Verdict::MayUpdate,
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

/// How replacements came to the resources of a stack, each way once; the last step stands at the property itself.
#[derive(Default)]
pub(super) struct Chains<'a> {
    told: Vec<&'a [Path<'static>]>,
}

impl<'a> Chains<'a> {
    /// The chain of a replacement, unless it was told, and a likely rename.
    pub(super) fn notes(&mut self, resource: &'a ResourceChange) -> Vec<String> {
        let mut notes = Vec::new();
        let way = resource.chain.split_last().map_or(&[][..], |(_, way)| way);
        if way.len() > 1 && !self.told.contains(&way) {
            notes.push(format!("because of {}", way.iter().map(Path::property).collect::<Vec<_>>().join(" → ")));
            self.told.push(way);
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
}

/// Whether a change outside the resources can have no effect: descriptions, metadata, how a console groups parameters.
pub(super) fn is_silent(change: &Change) -> bool {
    let (Some(first), Some(last)) = (change.path.first(), change.path.last()) else { return false };
    let is_text = last.is_key("Description") || last.is_key("ConstraintDescription");
    match change.path.len() {
        1 => first.is_key("Description") || first.is_key("Metadata"),
        3 => is_text && (first.is_key("Parameters") || first.is_key("Outputs")) || is_condition_of_output(change),
        _ => first.is_key("Metadata"),
    }
}

/// The changes outside the resources that can have no effect. That of an output's condition is none of them where the output comes or goes
/// in another case, which is told.
pub(super) fn silent_outside(stack: &StackChange) -> impl Iterator<Item = &Change> {
    let is_told = |condition: &Change| {
        let mut others = stack.others.iter();
        others.any(|one| one.path.len() == 2 && one.path[..] == condition.path[..2])
    };
    let silent = stack.others.iter().filter(|change| is_silent(change));
    silent.filter(move |change| !is_condition_of_output(change) || !is_told(change))
}

/// Whether the condition of an output has another name, while the output stands on both sides: where it comes or goes, that is told.
fn is_condition_of_output(change: &Change) -> bool {
    let [section, _, attribute] = &change.path[..] else { return false };
    let is_name = |node: &Option<Node>| node.as_ref().is_none_or(|node| node.as_str().is_some());
    section.is_key("Outputs") && attribute.is_key("Condition") && is_name(&change.before) && is_name(&change.after)
}

/// What a running instance reads of a resource's metadata: cfn-hup applies a change of it.
const INIT: &str = "AWS::CloudFormation::Init";

/// Whether nothing of a resource changes but what does nothing to one that stays: metadata that nobody reads, the name of its condition,
/// what it waits for.
pub(super) fn is_unimportant(resource: &ResourceChange) -> bool {
    const SILENT: [&str; 3] = ["Metadata", "Condition", "DependsOn"];
    let is_attribute = |change: &Change| change.path.first().and_then(Step::key).is_some_and(|key| SILENT.contains(&key));
    let has_init = |node: &Node| node.get(INIT).is_some();
    let is_read = |change: &Change| {
        change.path.iter().any(|step| step.is_key(INIT)) || [&change.before, &change.after].into_iter().flatten().any(has_init)
    };
    let is_silent = |change: &Change| is_attribute(change) && !is_read(change);
    resource.verdict == Verdict::Metadata && resource.kept.is_none() && resource.changes.iter().all(is_silent)
}

/// The resources that are worth a line, the gravest first.
pub(super) fn by_gravity(stack: &StackChange) -> Vec<&ResourceChange> {
    let mut resources: Vec<&ResourceChange> = stack.resources.iter().filter(|resource| !is_unimportant(resource)).collect();
    resources.sort_by_key(|resource| rank(resource));
    resources
}

/// The stacks that change, those with the gravest headlines first, then those with the gravest changes.
pub(super) fn stacks(compared: &Compared) -> Vec<&StackChange> {
    let comparison = &compared.comparison;
    let mut stacks: Vec<&StackChange> = comparison.stacks.iter().filter(|stack| !stack.is_same()).collect();
    let gravity = |stack: &StackChange| {
        let headlines = comparison.headlines.iter().filter(|headline| headline.stack == stack.name);
        let gravest = headlines.map(|headline| headline.kind).max();
        (Reverse(gravest), stack.resources.iter().map(rank).min().unwrap_or(usize::MAX))
    };
    // A tree stands together, where its gravest stack belongs: a stack, then what is nested in it.
    let root = |stack: &StackChange| stack.name.split('/').next().unwrap_or_default().to_owned();
    let mut of_tree = BTreeMap::new();
    for (index, stack) in stacks.iter().enumerate() {
        let own = (gravity(stack), index);
        of_tree.entry(root(stack)).and_modify(|known| *known = own.min(*known)).or_insert(own);
    }
    let path = |stack: &StackChange| stack.name.split('/').map(str::to_owned).collect::<Vec<_>>();
    stacks.sort_by_cached_key(|stack| (of_tree.get(&root(stack)).copied(), path(stack)));
    stacks
}

/// What a stack is called under the one that holds it: `└ Child`; of a stack set, with how many stacks it has.
pub(super) fn in_tree(stack: &StackChange) -> String {
    match &stack.parent {
        Some(parent) => {
            let id = stack.name.strip_prefix(&format!("{parent}/")).unwrap_or(&stack.name);
            let of = stack.instances.as_ref().map(|instances| format!(": {instances}")).unwrap_or_default();
            format!("{}└ {id}{of}", "  ".repeat(parent.matches('/').count()))
        }
        None => stack.name.clone(),
    }
}

fn rank(resource: &ResourceChange) -> usize {
    // A new revision replaces nothing that anyone holds.
    let verdict = if resource.is_revision() { Verdict::Update } else { resource.verdict };
    ORDER.iter().position(|known| *known == verdict).unwrap_or(ORDER.len())
}

/// The most names that are given of what has no effect.
const MOST_SILENT: usize = 5;

/// What has no effect, in one line: `3 without effect: Condition of Web, Worker; Description of Url`.
pub(super) fn without_effect(stack: &StackChange) -> Option<String> {
    // What comes or goes in another case has a line that says it.
    let is_told = |one: &ResourceChange| stack.resources.iter().any(|other| other.id == one.id && !is_unimportant(other));
    let silent = stack.resources.iter().filter(|resource| is_unimportant(resource) && !is_told(resource));
    let resources = silent.map(|resource| {
        let attributes = resource.changes.iter().filter_map(|change| change.path.first()?.key());
        attributes.map(|attribute| (attribute, Some(resource.id.as_str()))).collect::<Vec<_>>()
    });
    let others = silent_outside(stack).map(|change| match &*change.path {
        [section, ..] if section.is_key("Metadata") => vec![("Metadata", None)],
        [_, element, text] => text.key().map(|text| (text, element.key())).into_iter().collect(),
        path => path.first().and_then(Step::key).map(|section| (section, None)).into_iter().collect(),
    });
    let (mut count, mut places) = (0, IndexMap::<(&str, bool), Vec<&str>>::new());
    for (what, of) in resources.chain(others).inspect(|_| count += 1).flatten() {
        let names = places.entry((what, of.is_some())).or_default();
        names.extend(of.filter(|name| !names.contains(name)));
    }
    let told = |((what, _), names): (&(&str, bool), &Vec<&str>)| match names.as_slice() {
        [] => (*what).to_owned(),
        names => format!("{what} of {}", listed(names, MOST_SILENT)),
    };
    let told: Vec<String> = places.iter().map(told).collect();
    (count > 0).then(|| format!("{count} without effect: {}", told.join("; ")))
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
        Effect::Nothing if has_no_effect(change) => "no effect",
        Effect::Nothing | Effect::Update => "",
        Effect::MayUpdate => "may change",
        Effect::Unknown => "effect unknown",
        Effect::MayInterrupt => "may interrupt",
        Effect::Interruption => "some interruption",
        Effect::MayReplace => "may replace",
        Effect::Replace => "replaces",
    };
    match (what, why) {
        ("", "") => String::new(),
        (only, "") | ("", only) => format!("({only})"),
        _ => format!("({what}: {why})"),
    }
}

/// Whether a change of a parameter, a rule or an output has a consequence that its line tells.
pub(super) fn is_refused_perhaps(change: &Change) -> bool {
    is_outside(change) && !change.why.is_empty()
}

fn is_outside(change: &Change) -> bool {
    change.path.first().is_some_and(|step| ["Outputs", "Parameters", "Rules"].iter().any(|section| step.is_key(section)))
}

/// Whether a changed property does nothing, and its line says why.
pub(super) fn has_no_effect(change: &Change) -> bool {
    change.effect == Effect::Nothing && !change.why.is_empty() && !is_outside(change)
}

/// The same of a change of a resource, where its line does not say it of each.
pub(super) fn effect_in(resource: &ResourceChange, change: &Change) -> String {
    let is_unknown = |change: &Change| change.effect == Effect::Unknown && change.why.is_empty();
    let is_said = resource.verdict == Verdict::Unknown && resource.changes.iter().all(is_unknown);
    if is_said { String::new() } else { effect(change) }
}

/// What happens, and under which values of parameters.
pub(in crate::cli) fn under(what: String, under: Option<&str>) -> String {
    match under {
        Some(under) => format!("{what} where {under}"),
        None => what,
    }
}

/// What could not be compared, each kind in a line of its own.
pub(super) fn not_compared(stack: &StackChange) -> Vec<String> {
    let mut kinds: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for unknown in &stack.unknown {
        kinds.entry(&unknown.what).or_default().extend(unknown.name.as_deref());
    }
    let told = |(what, names): (&str, Vec<&str>)| match names.as_slice() {
        [] => format!("not compared: {what}"),
        names => format!("not compared: {what}: {}", names.join(", ")),
    };
    kinds.into_iter().map(told).collect()
}

/// How many resources are named that are updated by what the parameter store holds.
const MOST_STORED: usize = 3;

/// What may change though the template does not: the resources of which properties come from the parameter store, the gravest first.
pub(super) fn stored(stack: &StackChange) -> Option<String> {
    let mut effects: IndexMap<&str, Effect> = IndexMap::new();
    let mut comes_or_goes: Vec<&str> = Vec::new();
    for change in &stack.stored {
        let Some(id) = change.path.first().and_then(Step::key) else { continue };
        if change.path == Path::of([id, "Condition"]) {
            comes_or_goes.push(id);
            continue;
        }
        let known = effects.entry(id).or_insert(change.effect);
        *known = change.effect.max(*known);
    }
    let parts = [
        ("replaces", [Effect::Replace; 2], usize::MAX),
        ("may replace", [Effect::MayReplace; 2], usize::MAX),
        ("interrupts", [Effect::Interruption; 2], usize::MAX),
        ("updates", [Effect::Nothing, Effect::Update], MOST_STORED),
        ("has an unknown effect on", [Effect::Unknown; 2], MOST_STORED),
    ];
    let parts = parts.into_iter().filter_map(|(done, [least, most], named)| {
        let ids: Vec<&str> = effects.iter().filter(|(_, effect)| (least..=most).contains(effect)).map(|(id, _)| *id).collect();
        (!ids.is_empty()).then(|| format!("{done} {}", listed(&ids, named)))
    });
    let whole = (!comes_or_goes.is_empty()).then(|| format!("makes or removes {}", listed(&comes_or_goes, usize::MAX)));
    let parts: Vec<String> = whole.into_iter().chain(parts).collect();
    (!parts.is_empty())
        .then(|| format!("another value in the parameter store, which each deployment reads, {}", parts.join("; ")))
}
