//! Who may do and reach more than before: ports that are opened to the internet, and policies that allow more.

use super::headline::{Headline, Kind};
use super::{Change, ResourceChange, StackChange, Verdict, show};
use crate::check::value::scalar;
use crate::template::Node;

/// The address blocks of everybody.
const EVERYBODY: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// The headlines of one resource.
pub fn of(change: &StackChange, resource: &ResourceChange) -> Vec<Headline> {
    if resource.verdict == Verdict::Remove {
        return Vec::new();
    }
    match resource.resource_type.as_str() {
        "AWS::EC2::SecurityGroup" | "AWS::EC2::SecurityGroupIngress" => world_open(change, resource),
        _ => widened(change, resource),
    }
}

fn world_open(change: &StackChange, resource: &ResourceChange) -> Vec<Headline> {
    let mut rules: Vec<(Option<&Node>, Option<&Node>)> = Vec::new();
    for changed in resource.changes.iter().filter(|changed| changed.through.is_none()) {
        match changed.path.first().map(String::as_str) {
            Some("SecurityGroupIngress") => rules.push((changed.before.as_ref(), changed.after.as_ref())),
            Some("CidrIp" | "CidrIpv6") => rules.push((changed.before.as_ref(), changed.after.as_ref())),
            _ => {}
        }
    }
    let opened = rules.into_iter().filter_map(|(before, after)| {
        let was_open = before.is_some_and(|node| open(node).is_some());
        after.and_then(open).filter(|_| !was_open)
    });
    let way_out =
        "Open a port to a security group, a prefix list or an address block instead, if the internet need not reach it.";
    opened
        .map(|ports| {
            let message = format!("{} lets the whole internet reach {ports}", resource.id);
            Headline::new(Kind::WorldOpen, "DIFF401", &change.name, &resource.id, message, way_out)
        })
        .collect()
}

/// What everybody reaches through a rule, a list of rules, or an address block.
fn open(node: &Node) -> Option<String> {
    if let Some(items) = node.as_list() {
        let all: Vec<String> = items.iter().filter_map(open).collect();
        return (!all.is_empty()).then(|| all.join(", "));
    }
    if node.as_str().is_some_and(|block| EVERYBODY.contains(&block)) {
        return Some("the ports of this rule".to_owned());
    }
    let is_open = ["CidrIp", "CidrIpv6"]
        .iter()
        .any(|key| node.get(key).and_then(Node::as_str).is_some_and(|block| EVERYBODY.contains(&block)));
    let port = |key: &str| node.get(key).and_then(scalar);
    is_open.then(|| match (port("FromPort"), port("ToPort")) {
        (Some(from), Some(to)) if from == to => format!("port {from}"),
        (Some(from), Some(to)) => format!("the ports {from} to {to}"),
        _ => "every port".to_owned(),
    })
}

/// What a policy allows: pairs of action and resource, or the principals of a trust policy.
type Grants = Vec<String>;

fn widened(change: &StackChange, resource: &ResourceChange) -> Vec<Headline> {
    let mut before: Grants = Vec::new();
    let mut after: Grants = Vec::new();
    for changed in resource.changes.iter().filter(|changed| changed.through.is_none()) {
        collect(changed, &mut before, &mut after);
    }
    let mut added: Grants = after.into_iter().filter(|grant| !before.contains(grant)).collect();
    if added.is_empty() || resource.verdict == Verdict::Add && !added.iter().any(|grant| grant.contains('*')) {
        return Vec::new();
    }
    // What has a wildcard says most.
    added.sort_by_key(|grant| (!grant.contains('*'), grant.clone()));
    added.dedup();
    let shown: Vec<&str> = added.iter().take(6).map(String::as_str).collect();
    let more = added.len().saturating_sub(shown.len());
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    let message = format!("{} allows more: {}{rest}", resource.id, shown.join("; "));
    let way_out = "Read each as if it were given to an attacker; narrow actions and resources to what is used.";
    vec![Headline::new(Kind::IamWidened, "DIFF501", &change.name, &resource.id, message, way_out)]
}

/// Adds what a changed value allowed and allows. Parts of statements count as grants of their own.
fn collect(changed: &Change, before: &mut Grants, after: &mut Grants) {
    let place = changed.path.iter().rev().find(|step| !step.starts_with('[')).map(String::as_str).unwrap_or_default();
    let in_policy = changed.path.iter().any(|step| step == "Statement" || step.ends_with("PolicyDocument") || step == "Policies");
    for (value, grants) in [(&changed.before, before), (&changed.after, after)] {
        let Some(node) = value else { continue };
        match place {
            "ManagedPolicyArns" => grants.extend(items(node).iter().map(|item| format!("the policy {}", show::node(item)))),
            "Action" | "Resource" | "Principal" | "Service" | "AWS" | "Federated" if in_policy => {
                grants.extend(items(node).iter().map(|item| format!("{} {}", place.to_lowercase(), show::node(item))));
            }
            _ if in_policy => node.walk(&mut |inner| grants.extend(statement(inner))),
            _ => {}
        }
    }
}

/// What one statement allows.
fn statement(node: &Node) -> Grants {
    if node.get("Effect").and_then(Node::as_str) != Some("Allow") {
        return Vec::new();
    }
    let all = |key: &str| node.get(key).map(|value| items(value).iter().map(show::node).collect::<Vec<_>>()).unwrap_or_default();
    let (actions, resources) = (all("Action"), all("Resource"));
    let principals = node.get("Principal").map(|principal| format!(" to {}", show::node(principal))).unwrap_or_default();
    let resources = if resources.is_empty() { String::new() } else { format!(" on {}", resources.join(", ")) };
    actions.iter().map(|action| format!("{}{resources}{principals}", action.trim_matches('"'))).collect()
}

fn items(node: &Node) -> &[Node] {
    node.as_list().unwrap_or(std::slice::from_ref(node))
}
