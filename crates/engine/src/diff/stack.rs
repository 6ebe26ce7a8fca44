//! The changes of one stack.

use std::collections::BTreeSet;

use super::alike::both_alike;
use super::change::{Change, ResourceChange, StackChange, Verdict, verdict};
use super::effect::Effect;
use super::processed::{Pair, Processed};
use super::tree::{At, Differences};
use super::{opaque, propagation, rename};
use crate::language::read::secret;
use crate::schema;
use crate::template::{Content, Map, Node, ResourceEntry};

/// Compares the two sides of a stack.
pub(super) fn compare(pair: &Pair<'_>) -> StackChange {
    let mut resources: Vec<ResourceChange> = Vec::new();
    if let Some(after) = pair.after {
        for entry in after.present() {
            let old = pair.before.and_then(|before| Some((before, before.find(entry.id.as_str())?)));
            resources.extend(match old {
                Some((before, old)) => changed(before, &old, after, &entry),
                None => Some(whole(after, &entry, Verdict::Add)),
            });
        }
        if let Some(before) = pair.before {
            propagation::apply(before, after, &mut resources);
            let order: Vec<&str> = after.template().resources().map(|entry| entry.id.as_str()).collect();
            resources.sort_by_key(|resource| order.iter().position(|id| *id == resource.id));
        }
    }
    if let Some(before) = pair.before {
        let stays = |id: &str| pair.after.is_some_and(|after| after.find(id).is_some());
        let gone = before.present().filter(|entry| !stays(entry.id.as_str()));
        resources.extend(gone.map(|entry| whole(before, &entry, Verdict::Remove)));
    }
    rename::find(pair, &mut resources);
    resources.extend(opaque::changed(pair));
    StackChange {
        name: pair.name.to_owned(),
        existed: pair.before.is_some(),
        exists: pair.after.is_some(),
        resources,
        others: others(pair),
        values: values(pair),
        unknown: opaque::beyond_budget(pair),
    }
}

fn whole<'a>(side: &Processed<'a>, entry: &ResourceEntry<'a>, verdict: Verdict) -> ResourceChange {
    let mut found = Differences { resource_type: None, found: Vec::new() };
    for (key, node) in side.properties(entry.node).and_then(Node::as_map).into_iter().flatten() {
        let (before, after) = if verdict == Verdict::Add { (None, Some(node)) } else { (Some(node), None) };
        found.compare(before, after, &At::default().step(key.as_str()));
    }
    let changes = hidden(entry.resource_type, found.found);
    resource(entry, verdict, changes)
}

fn resource(entry: &ResourceEntry<'_>, verdict: Verdict, changes: Vec<Change>) -> ResourceChange {
    ResourceChange {
        id: entry.id.as_str().to_owned(),
        resource_type: entry.resource_type.to_owned(),
        verdict,
        changes,
        chain: Vec::new(),
        renamed_from: None,
        location: entry.id.location_with(entry.node),
    }
}

fn changed<'a>(
    before: &Processed<'a>,
    old: &ResourceEntry<'a>,
    after: &Processed<'a>,
    new: &ResourceEntry<'a>,
) -> Option<ResourceChange> {
    if old.resource_type != new.resource_type {
        let change = Change {
            path: vec!["Type".to_owned()],
            before: old.node.get("Type").cloned(),
            after: new.node.get("Type").cloned(),
            effect: Effect::Nothing,
            through: None,
            is_secret: false,
        };
        return Some(resource(new, Verdict::Retype, vec![change]));
    }
    let mut properties = Differences { resource_type: Some(new.resource_type), found: Vec::new() };
    let none = Node::new(Content::Map(Map::default()));
    let [one, other] = [before.properties(old.node), after.properties(new.node)].map(|found| found.unwrap_or(&none));
    properties.compare(Some(one), Some(other), &At::default());
    let mut attributes = Differences { resource_type: None, found: Vec::new() };
    for key in keys([Some(old.node), Some(new.node)]).into_iter().filter(|key| !["Type", "Properties"].contains(&key.as_str())) {
        attributes.compare(old.node.get(&key), new.node.get(&key), &At::default().step(&key));
    }
    if let Some(change) = condition(before, old, after, new) {
        attributes.found.retain(|other| other.path != change.path);
        attributes.found.push(change);
    }
    let mut changes = hidden(new.resource_type, properties.found);
    changes.append(&mut attributes.found);
    let verdict = changes.iter().map(|change| verdict(change.effect)).max()?;
    Some(resource(new, verdict, changes))
}

/// Another condition of which only the deployment knows whether it holds: the resource may go, come or stay.
fn condition<'a>(
    before: &Processed<'a>,
    old: &ResourceEntry<'a>,
    after: &Processed<'a>,
    new: &ResourceEntry<'a>,
) -> Option<Change> {
    let open = |side: &Processed<'a>, entry: &ResourceEntry<'a>| {
        let name = entry.node.get("Condition")?.as_str().filter(|name| side.scope.holds(name) != Some(true))?;
        side.value(side.template().section("Conditions")?.get(name)?)
    };
    let (one, other) = (open(before, old), open(after, new));
    (!both_alike(one, other)).then(|| Change {
        path: vec!["Condition".to_owned()],
        before: one.cloned(),
        after: other.cloned(),
        effect: Effect::Unknown,
        through: None,
        is_secret: false,
    })
}

/// Marks the values that AWS itself never shows again, such as passwords, and those of variables that are named like secrets: a
/// comparison is read by more people than a template.
fn hidden(resource_type: &str, mut changes: Vec<Change>) -> Vec<Change> {
    let schema = schema::find(resource_type);
    for change in &mut changes {
        let path: Vec<&str> = change.path.iter().map(|step| if step.starts_with('[') { "*" } else { step }).collect();
        let is_write_only = schema.is_some_and(|schema| schema.is_write_only(&path.join("/")));
        change.is_secret = is_write_only && path.iter().any(|step| looks_secret(step)) || is_secret_variable(change);
    }
    changes
}

fn is_secret_variable(change: &Change) -> bool {
    let is_variable = change.path.iter().any(|step| step == "Environment" || step == "Variables");
    let is_named_so = change.path.iter().any(|step| secret::is_named_so(step.trim_matches(['[', ']'])));
    let values = [&change.before, &change.after].into_iter().flatten();
    let mut texts = values.filter_map(|node| node.as_str().or_else(|| node.get("Value")?.as_str()));
    is_variable && is_named_so && texts.any(secret::could_be_secret)
}

fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "secret", "token", "credential", "privatekey", "passphrase"].iter().any(|word| name.contains(word))
}

fn keys(nodes: [Option<&Node>; 2]) -> Vec<String> {
    let all = nodes.into_iter().flatten().filter_map(Node::as_map).flat_map(|map| map.keys());
    let mut seen = BTreeSet::new();
    all.map(|key| key.as_str().to_owned()).filter(|key| seen.insert(key.clone())).collect()
}

/// Changes outside the resources: of each parameter, output and so on alone, also where a whole section comes or goes.
fn others(pair: &Pair<'_>) -> Vec<Change> {
    let roots = [pair.before, pair.after].map(|side| side.map(|side| side.template().root()));
    let mut found = Differences { resource_type: None, found: Vec::new() };
    // The version has one value only, so it says nothing about a stack. What transforms make is compared, not that they are there.
    let silent = ["Resources", "AWSTemplateFormatVersion", "Transform", "Globals"];
    for key in keys(roots).into_iter().filter(|key| !silent.contains(&key.as_str())) {
        let at = At::default().step(&key);
        let sides = [pair.before, pair.after].map(|side| {
            let (side, node) = side.and_then(|side| Some((side, side.template().root().get(&key)?)))?;
            // An output is seen through parameters and conditions, as a property is.
            if key == "Outputs" { side.value(node) } else { Some(node) }
        });
        let names = keys(sides);
        if names.is_empty() {
            found.compare(sides[0], sides[1], &at);
        }
        for name in names {
            let [before, after] = sides.map(|node| node.and_then(|node| node.get(&name)));
            found.compare(before, after, &at.step(&name));
        }
    }
    found.found.extend(opaque::macros(pair));
    found.found
}

/// Parameters whose value changes while the template's text for them stays.
fn values(pair: &Pair<'_>) -> Vec<Change> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let value = |side: &Processed<'_>, name: &str, parameter: &Node| {
        side.side.values.get(name).cloned().or_else(|| parameter.get("Default").and_then(Node::scalar)).map(Node::text)
    };
    let parameters = after.parameters().into_iter().flatten();
    let mut changes = Vec::new();
    for (name, parameter) in parameters {
        let Some(old) = before.parameters().and_then(|all| all.get(name.as_str())) else { continue };
        let (one, other) = (value(before, name.as_str(), old), value(after, name.as_str(), parameter));
        let is_known = before.side.values.contains_key(name.as_str()) == after.side.values.contains_key(name.as_str());
        if one != other && is_known && parameter.get("Default") == old.get("Default") {
            changes.push(Change {
                path: vec!["Parameters".to_owned(), name.as_str().to_owned()],
                before: one,
                after: other,
                effect: Effect::Nothing,
                through: None,
                is_secret: secret::is_hidden(parameter) || looks_secret(name.as_str()),
            });
        }
    }
    changes
}
