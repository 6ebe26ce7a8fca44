//! E3019: two resources that are one.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Scope;
use crate::language::read::exclusive::{self, Exclusive, ONE_RULE, ONE_THING, TAKEN_AWAY};
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::template::{Node, SourceLocation};

pub(crate) const RULE: Rule = Rule {
    code: "E3019",
    severity: Severity::Error,
    what: "Finds two resources of a type with the same name, or with something else that only one can have.",
    why: "CloudFormation refuses the second: it exists already.",
    example: "Two log groups with one `LogGroupName`",
    fix: "give them different names, or none",
    link: "https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-identifier.html",
    kind: RuleKind::Template(run),
};

/// Types that have rules of their own for what only one can have.
const ELSEWHERE: [&str; 7] = [
    "AWS::EC2::NatGateway",
    "AWS::EC2::Route",
    "AWS::EC2::Subnet",
    "AWS::EC2::SubnetRouteTableAssociation",
    "AWS::EC2::VPCEndpoint",
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::ListenerRule",
];

/// A resource, and what it has that no other can have.
struct Claim<'a> {
    resource: Resource<'a>,
    has: Exclusive,
    location: SourceLocation,
}

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut groups: BTreeMap<String, Vec<Claim<'_>>> = BTreeMap::new();
    for resource in resource::all(scope).filter(|resource| !ELSEWHERE.contains(&resource.kind)) {
        for (key, claim) in claims(scope, &resource) {
            groups.entry(key).or_default().push(claim);
        }
    }
    let mut found: Vec<Found> = Vec::new();
    for claims in groups.values() {
        for (index, one) in claims.iter().enumerate() {
            let is_another =
                |other: &&Claim<'_>| other.resource.id != one.resource.id && resource::coexist(&one.resource, &other.resource);
            let Some(other) = claims[..index].iter().find(is_another) else { continue };
            let (id, other) = (one.resource.id, &other.resource);
            let message = format!("`{}` and `{id}` are one resource: their {} is the same", other.id, in_words(one));
            let finding = rule.finding(message).help(rule.fix).related(other.location, "the other resource");
            let path = one.resource.properties.path().join(exclusive::path(one.has.claimed()));
            found.push((finding, one.location, path.into_owned()));
        }
    }
    context.report_all(found);
}

/// The properties that are the same, as far as they are given.
fn in_words(claim: &Claim<'_>) -> String {
    let properties = claim.resource.node.get("Properties");
    let is_given = |name: &&String| properties.is_some_and(|properties| exclusive::at(properties, name).is_some());
    let names = claim.has.properties.iter().filter(is_given).map(|name| format!("`{}`", exclusive::path(name).property()));
    names.collect::<Vec<_>>().join(" with ")
}

/// What a resource has, where its author says all of it and nobody decides whether it is there.
fn claims<'a>(scope: &'a Scope<'a>, resource: &Resource<'a>) -> Vec<(String, Claim<'a>)> {
    let Some(properties) = resource.node.get("Properties") else { return Vec::new() };
    let claim = |has: Exclusive| {
        let first = exclusive::at(properties, has.claimed())?;
        // An instance may share a volume, and what AWS takes for one thing is not refused for sure.
        if [ONE_RULE, ONE_THING, TAKEN_AWAY].contains(&has.why)
            || has.claimed().ends_with("VolumeId")
            || has.is_open(scope.literal(first).unwrap_or(first))
        {
            return None;
        }
        let mut parts = vec![exclusive::made(resource.kind).to_owned()];
        for name in &has.properties {
            let last = name.rsplit('/').find(|step| step.parse::<usize>().is_err())?;
            parts.push(format!("{last} {}", identity(scope, exclusive::at(properties, name))?));
        }
        let location = first.location.or(resource.location);
        Some((parts.join("\n"), Claim { resource: resource.clone(), has, location }))
    };
    exclusive::of(resource.kind, properties).into_iter().filter_map(claim).collect()
}

/// What tells a value from others. What a condition decides may differ, and what only the deployment knows is equal if it is written alike.
fn identity<'a>(scope: &'a Scope<'a>, node: Option<&'a Node>) -> Option<String> {
    let Some(node) = node else { return Some(String::new()) };
    let property = Property::of(scope, node, node.location);
    property.identity().filter(|_| property.is_given() && property.cases().len() == 1)
}
