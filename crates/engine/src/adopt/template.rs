//! The template of an import: what is deployed, and the resources that are imported.

use super::plan::Adoption;
use crate::language::reference;
use crate::template::{Content, Key, Map, Node, Template};

/// The policies that an imported resource must have, so that a failed import deletes nothing.
const POLICIES: [&str; 2] = ["DeletionPolicy", "UpdateReplacePolicy"];

/// The sections that the imported resources may need.
const NEEDED: [&str; 4] = ["Parameters", "Mappings", "Conditions", "Transform"];

/// Puts the template into the plan, and what stands against it.
pub(super) fn put(made: &mut Adoption, code: &Template, deployed: Option<&Template>) {
    let mut resources = deployed.and_then(|deployed| deployed.section("Resources")).cloned().unwrap_or_default();
    for wanted in &made.resources {
        let Some(entry) = code.resource(&wanted.logical_resource_id) else { continue };
        let mut node = entry.node.clone();
        if let Content::Map(map) = &mut node.content {
            let had = map.contains_key(POLICIES[0]);
            for policy in POLICIES {
                map.get_or_insert_with(Key::from(policy), || Node::text("Retain"));
            }
            made.retained.extend((!had).then(|| wanted.logical_resource_id.clone()));
        }
        resources.insert(Key::from(wanted.logical_resource_id.clone()), node);
    }
    for wanted in &made.resources {
        let Some(node) = resources.get(wanted.logical_resource_id.as_str()) else { continue };
        let is_missing = |id: &&str| code.resource(id).is_some() && !resources.contains_key(id);
        let mut missing: Vec<&str> = targets(node).into_iter().filter(is_missing).collect();
        missing.sort_unstable();
        missing.dedup();
        made.dangling.extend(missing.into_iter().map(|id| (wanted.logical_resource_id.clone(), id.to_owned())));
    }
    made.template = Some(Template::new(root(code, deployed, resources)));
}

fn targets(node: &Node) -> Vec<&str> {
    let mut found = reference::ids(node);
    let depends = node.get("DependsOn");
    found.extend(
        depends.into_iter().flat_map(|node| node.as_list().unwrap_or(std::slice::from_ref(node))).filter_map(Node::as_str),
    );
    found
}

/// The deployed sections, and of the code's what the deployed template lacks. Outputs stay as they are deployed: an import may neither
/// add nor change one.
fn root(code: &Template, deployed: Option<&Template>, resources: Map) -> Node {
    let mut root = Map::default();
    let base = deployed.unwrap_or(code).root().as_map();
    for (key, section) in base.into_iter().flatten() {
        match key.as_str() {
            "Resources" => drop(root.insert(key.clone(), Node::new(Content::Map(resources.clone())))),
            "Outputs" if deployed.is_none() => {}
            _ => drop(root.insert(key.clone(), section.clone())),
        }
    }
    for name in NEEDED {
        let Some(section) = code.root().get(name) else { continue };
        match root.get_mut(name).map(|node| &mut node.content) {
            Some(Content::Map(known)) => {
                for (key, node) in section.as_map().into_iter().flatten() {
                    known.get_or_insert_with(key.clone(), || node.clone());
                }
            }
            Some(_) => {}
            None => drop(root.insert(Key::from(name), section.clone())),
        }
    }
    Node::new(Content::Map(root))
}
