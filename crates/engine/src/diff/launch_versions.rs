//! Launch templates whose new version nothing of the stack reads: what launches by them names a version by its number.
//!
//! <https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-launch-template.html>

use super::change::{StackChange, Verdict};
use super::processed::{Pair, Processed};
use crate::language::reference;
use crate::template::{Node, listed};

const TEMPLATE: &str = "AWS::EC2::LaunchTemplate";

/// How many resources are named.
const NAMED: usize = 3;

/// What is said of each launch template that changes for nobody.
pub(super) fn notes(pair: &Pair<'_>, change: &StackChange) -> Vec<String> {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return Vec::new() };
    let changed = change.resources.iter().filter(|one| one.resource_type == TEMPLATE && one.verdict == Verdict::Update);
    let told = changed.filter_map(|template| {
        let (old, new) = (readings(before, &template.id), readings(after, &template.id));
        let stays = |(_, version): &(&str, Option<String>)| {
            version.as_ref().is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let is_read_so = !new.is_empty() && new.iter().all(|one| stays(one) && old.contains(one));
        let names: Vec<&str> = new.iter().map(|(id, _)| *id).collect();
        let (_, version) = new.first().filter(|_| is_read_so)?;
        let version = version.as_deref().unwrap_or_default();
        Some(format!("not read: the new version of {}; {} stays at version {version}", template.id, listed(&names, NAMED)))
    });
    told.collect()
}

/// What launches by a template, and the version that it names.
fn readings<'a>(side: &Processed<'a>, template: &str) -> Vec<(&'a str, Option<String>)> {
    let mut found = Vec::new();
    for entry in side.present().filter(|entry| entry.id.as_str() != template) {
        let Some(properties) = side.properties(entry.node) else { continue };
        let known = found.len();
        properties.walk(&mut |node| {
            let named = node.get("LaunchTemplateId").or(node.get("LaunchTemplateName"));
            if named.is_some_and(|named| reference::ids(named).contains(&template)) {
                found.push((entry.id.as_str(), node.get("Version").and_then(Node::scalar)));
            }
        });
        // It is read in a way of which the version is not known.
        if found.len() == known && reference::ids(properties).contains(&template) {
            found.push((entry.id.as_str(), None));
        }
    }
    found
}
