//! The changes of one stack.

use super::alike::{both_alike, keys};
use super::change::{Change, ResourceChange, StackChange, Verdict, verdict};
use super::effect::Effect;
use super::processed::{Pair, Processed};
use super::tree::Differences;
use super::{kept, loops, nested, opaque, propagation, rename, revision, stack_sets, stored, update_policy};
use crate::language::read::resource::attributes;
use crate::template::path::{Path, Step};
use crate::template::{Content, Map, Node, ResourceEntry, function};

/// Compares the two sides of a stack.
pub(super) fn compare(pair: &Pair<'_>) -> StackChange {
    let mut resources: Vec<ResourceChange> = Vec::new();
    if let Some(after) = pair.after {
        let same_circumstances = pair.has_same_circumstances();
        for entry in after.present().filter(|entry| pair.asks_for(entry.id.as_str())) {
            let old = pair.before.and_then(|before| Some((before, before.find(entry.id.as_str())?)));
            resources.extend(match old {
                Some((_, old)) if same_circumstances && old.node == entry.node => None,
                Some((before, old)) => changed(pair, [before, after], [&old, &entry]),
                None => Some(whole(after, &entry, Verdict::Add)),
            });
        }
        if let Some(before) = pair.before {
            propagation::apply(pair, [before, after], &mut resources);
            let order = after.template().section("Resources");
            resources.sort_by_cached_key(|resource| order?.position(resource.id.as_str()));
        }
    }
    if let Some(before) = pair.before {
        let stays = |id: &str| pair.after.is_some_and(|after| after.find(id).is_some());
        let gone = before.present().filter(|entry| !stays(entry.id.as_str()) && pair.asks_for(entry.id.as_str()));
        resources.extend(gone.map(|entry| whole(before, &entry, Verdict::Remove)));
    }
    rename::find(pair, &mut resources);
    resources.extend(opaque::calls_of(pair).into_iter().flat_map(|key| made_by(pair, key)));
    for resource in &mut resources {
        if resource.verdict == Verdict::Replace {
            // What a change of an update costs is not to be paid where a new one is made with it.
            let in_place = resource.changes.iter_mut().filter(|change| change.effect == Effect::Update);
            in_place.for_each(|change| change.why = "");
        }
        let less = kept::less(pair, resource);
        resource.is_kept_less = less.is_some();
        resource.is_of_same_thing = revision::is(pair, resource);
        let is_new_family = resource.verdict == Verdict::Replace && revision::generates_family(pair, resource);
        let family = is_new_family.then(|| revision::GENERATED.to_owned());
        let told: Vec<String> = family.into_iter().chain(kept::told(pair, resource)).chain(less).collect();
        resource.kept = (!told.is_empty()).then(|| told.join("; "));
    }
    StackChange {
        name: pair.name.to_owned(),
        parent: None,
        instances: None,
        existed: pair.before.is_some(),
        exists: pair.after.is_some(),
        resources,
        others: others(pair),
        values: values(pair),
        unknown: [opaque::beyond_budget(pair), opaque::included(pair), nested::not_at_hand(pair)].concat(),
        notes: Vec::new(),
        stored: stored::of(pair),
    }
}

/// What changes of that which a function among the resources makes. Of a loop it is told for each item, as its body has it: all of them go
/// with the loop, and change as it does, while it runs over the same.
fn made_by(pair: &Pair<'_>, key: &str) -> Vec<ResourceChange> {
    let unknown = || opaque::changed(pair, key).into_iter().collect();
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return unknown() };
    let call = |side: &Processed<'_>| side.template().section("Resources").and_then(|resources| resources.get(key).cloned());
    let [old, new] = [before, after].map(|side| loops::bodies(side, key));
    let Some(old) = old else { return unknown() };
    match (call(before), call(after), new) {
        (_, None, _) => old.iter().map(|entry| whole(before, entry, Verdict::Remove)).collect(),
        (Some(one), Some(other), Some(new)) if loops::run_alike(&one, &other) => {
            let is = |one: &ResourceEntry<'_>, other: &ResourceEntry<'_>| one.id.as_str() == other.id.as_str();
            let gone = old.iter().filter(|entry| !new.iter().any(|other| is(entry, other)));
            let gone = gone.map(|entry| whole(before, entry, Verdict::Remove));
            let there = new.iter().filter_map(|entry| match old.iter().find(|other| is(entry, other)) {
                Some(old) => changed(pair, [before, after], [old, entry]),
                None => Some(whole(after, entry, Verdict::Add)),
            });
            there.chain(gone).collect()
        }
        _ => unknown(),
    }
}

/// What comes or goes as a whole.
pub(super) fn whole<'a>(side: &Processed<'a>, entry: &ResourceEntry<'a>, verdict: Verdict) -> ResourceChange {
    let mut found = Differences::of(None);
    for (key, node) in side.properties(entry.node).and_then(Node::as_map).into_iter().flatten() {
        let (before, after) = if verdict == Verdict::Add { (None, Some(node)) } else { (Some(node), None) };
        found.compare_at(key.as_str(), before, after);
    }
    let changes = found.found;
    resource(entry, verdict, changes)
}

fn resource(entry: &ResourceEntry<'_>, verdict: Verdict, changes: Vec<Change>) -> ResourceChange {
    ResourceChange::new(entry.id.as_str(), entry.resource_type, verdict, changes, entry.id.location_with(entry.node))
}

fn changed<'a>(
    pair: &Pair<'_>,
    [before, after]: [&'a Processed<'a>; 2],
    [old, new]: [&ResourceEntry<'a>; 2],
) -> Option<ResourceChange> {
    if old.resource_type != new.resource_type {
        let types = [old, new].map(|entry| entry.node.get("Type"));
        let change = Change::of(Path::of(["Type"]), types, Effect::Nothing);
        return Some(resource(new, Verdict::Retype, vec![change]));
    }
    let mut properties = Differences::between([before, after], Some(new.resource_type));
    let none = after.scope.make(Node::new(Content::Map(Map::default())));
    let [one, other] = [before.properties(old.node), after.properties(new.node)].map(|found| found.unwrap_or(none));
    properties.compare(Some(one), Some(other));
    properties.found.iter_mut().for_each(|change| update_policy::apply(change, [before, after], [old, new]));
    if pair.nested.is_some_and(|nested| nested.contains_key(new.id.as_str())) {
        // What is in it is compared as a stack of its own.
        properties.found.iter_mut().for_each(nested::is_compared);
    }
    for change in &mut properties.found {
        let why = change.path.names().next().and_then(|name| stack_sets::why(new.resource_type, name));
        change.why = why.unwrap_or(change.why);
    }
    let mut attributes = Differences::between([before, after], None);
    for key in keys([Some(old.node), Some(new.node)]).into_iter().filter(|key| !["Type", "Properties"].contains(key)) {
        let value = |side: &Processed<'a>, entry: &ResourceEntry<'a>| side.value(entry.node.get(key)?);
        attributes.compare_at(key, value(before, old), value(after, new));
    }
    for change in attributes.found.iter_mut().filter(|change| !is_attribute(&change.path)) {
        (change.effect, change.why) = (Effect::Unknown, "CloudFormation has no such attribute, so another tool reads it");
    }
    if let Some(change) = condition([before, after], [old.node, new.node]) {
        attributes.found.retain(|other| other.path != change.path);
        attributes.found.push(change);
    }
    let mut changes = properties.found;
    changes.append(&mut attributes.found);
    let verdict = changes.iter().map(|change| verdict(change.effect)).max()?;
    Some(resource(new, verdict, changes))
}

/// Whether a path is in an attribute that CloudFormation reads.
fn is_attribute(path: &Path<'_>) -> bool {
    let name = path.first().and_then(Step::key);
    name.is_some_and(|name| function::is_function(name) || attributes().any(|known| known == name))
}

/// Another condition of which only the deployment knows whether it holds: what has it may go, come or stay.
fn condition<'a>([before, after]: [&Processed<'a>; 2], [old, new]: [&'a Node; 2]) -> Option<Change> {
    let definition = |side: &Processed<'a>, name: Option<&str>| side.value(side.template().section("Conditions")?.get(name?)?);
    let name = after.scope.open_condition(new);
    let (one, other) = (definition(before, before.scope.open_condition(old)), definition(after, name));
    let is_other = !both_alike(one, other) || name.is_some_and(|name| after.redefines(before, name));
    is_other.then(|| Change::of(Path::of(["Condition"]), [one, other], Effect::Unknown))
}

/// Changes outside the resources: of each parameter, output and so on alone, also where a whole section comes or goes.
fn others<'a>(pair: &Pair<'a>) -> Vec<Change> {
    let roots = [pair.before, pair.after].map(|side| side.map(|side| side.template().root()));
    let mut found = Differences::of(None);
    // The version has one value only, so it says nothing about a stack. Transforms have a line of their own.
    let silent = ["Resources", "AWSTemplateFormatVersion", "Transform", "Globals"];
    for key in keys(roots).into_iter().filter(|key| !silent.contains(key)) {
        let sides = roots.map(|root| root.and_then(|root| root.get(key)));
        let names = keys(sides);
        match key {
            "Outputs" => found.found.extend(outputs(pair, names)),
            _ if names.is_empty() => found.compare_at(key, sides[0], sides[1]),
            _ => found.below(key, |found| {
                names.into_iter().for_each(|name| {
                    let [before, after] = sides.map(|node| node.and_then(|node| node.get(name)));
                    found.compare_at(name, before, after);
                });
            }),
        }
    }
    found.found.iter_mut().for_each(|change| change.why = needed(pair, change).unwrap_or(change.why));
    found.found.extend(opaque::transforms(pair));
    found.found
}

/// Changes of outputs, which are seen through parameters and conditions, as properties are.
fn outputs<'a>(pair: &Pair<'a>, names: Vec<&'a str>) -> Vec<Change> {
    let mut found = pair.before.zip(pair.after).map_or(Differences::of(None), |both| Differences::between(both.into(), None));
    for name in names {
        let written = [pair.before, pair.after].map(|side| {
            let node = side?.template().section("Outputs")?.get(name)?;
            Some((side?, node)).filter(|(side, node)| !side.scope.leaves_out(node))
        });
        let [before, after] = written.map(|written| written.and_then(|(side, node)| side.value(node)));
        found.below("Outputs", |found| found.compare_at(name, before, after));
        if let [Some((before, old)), Some((after, new))] = written
            && let Some(change) = condition([before, after], [old, new])
        {
            let path = Path::of(["Outputs", name, "Condition"]).into_owned();
            found.found.retain(|other| other.path != path);
            found.found.push(Change { path, effect: Effect::Nothing, ..change });
        }
    }
    found.found
}

/// What a parameter that is new, or has lost its default, asks of a deployment that is given no value for it.
fn needed(pair: &Pair<'_>, change: &Change) -> Option<&'static str> {
    let (Some(_), Some(after)) = (pair.before, pair.after) else { return None };
    let [section, name, rest @ ..] = &change.path[..] else { return None };
    name.key().filter(|name| section.is_key("Parameters") && after.value_of(name).is_none())?;
    match (rest, &change.before, &change.after) {
        ([], None, Some(declared)) if declared.get("Default").is_none() => {
            Some("it has no default, so the next deployment needs a value for it")
        }
        ([default], Some(_), None) if default.is_key("Default") => {
            Some("it has no default any more: a deployment that gives no value, and does not keep the stack's, is refused")
        }
        _ => None,
    }
}

/// Parameters whose value changes while the template's text for them stays.
fn values(pair: &Pair<'_>) -> Vec<Change> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let value = |side: &Processed<'_>, name: &str, parameter: &Node| {
        side.value_of(name).cloned().or_else(|| parameter.get("Default").and_then(Node::scalar)).map(Node::text)
    };
    let parameters = after.parameters().into_iter().flatten();
    let mut changes = Vec::new();
    for (name, parameter) in parameters {
        let Some(old) = before.parameters().and_then(|all| all.get(name.as_str())) else { continue };
        let (one, other) = (value(before, name.as_str(), old), value(after, name.as_str(), parameter));
        let is_known = before.value_of(name.as_str()).is_some() == after.value_of(name.as_str()).is_some();
        if one != other && is_known && parameter.get("Default") == old.get("Default") {
            let path = Path::of(["Parameters", name.as_str()]).into_owned();
            changes.push(Change::of(path, [one.as_ref(), other.as_ref()], Effect::Nothing));
        }
    }
    changes
}
