//! Names by which clients reach something, and which go with the resource that gives them.

use super::change::{ResourceChange, Verdict};
use super::kept::Kept;
use super::processed::Pair;
use super::show;
use crate::template::Node;
use crate::template::path::Path;

/// The types that give a name, and the property that has it. The page of each in the CloudFormation template reference says that another
/// name is a replacement: the new one is made, and the old one is deleted.
const GIVEN: [(&str, &str); 4] = [
    ("AWS::ApiGateway::DomainName", "DomainName"),
    ("AWS::ApiGatewayV2::DomainName", "DomainName"),
    ("AWS::AppSync::DomainName", "DomainName"),
    (RECORD, "Name"),
];

const RECORD: &str = "AWS::Route53::RecordSet";
const RECORDS: &str = "AWS::Route53::RecordSetGroup";

/// The types of records by which hosts are found.
const OF_HOSTS: [&str; 3] = ["A", "AAAA", "CNAME"];

/// What clients lose with the name that a replaced resource gave, where nothing of the template gives it afterwards.
pub(super) fn lost(pair: &Pair<'_>, resource: &ResourceChange) -> Option<String> {
    let (_, property) = GIVEN.into_iter().find(|(known, _)| *known == resource.resource_type)?;
    let (before, after) = (pair.before?, pair.after?);
    let is_it = resource.verdict == Verdict::Replace && Kept::of(pair, resource).is_none();
    let mut names = resource.changes.iter().filter(|change| change.path == Path::of([property]));
    names.find(|change| is_it && !change.may_be_equal && change.before.is_some() && change.after.is_some())?;
    let properties = before.properties(before.find(&resource.id)?.node)?;
    let old = properties.get(property)?;
    let is_record = resource.resource_type == RECORD;
    if is_record && !names_host(properties) {
        return None;
    }
    let name = name_of(old);
    let wildcard = name.split_once('.').map(|(_, parent)| format!("*.{parent}"));
    let is_still_given = after.present().any(|entry| {
        let given = after.properties(entry.node).map(|properties| given(entry.resource_type, properties)).unwrap_or_default();
        given.iter().any(|given| *given == name || Some(given) == wildcard.as_ref())
    });
    let what = if is_record { "the record" } else { "the domain name" };
    (!is_still_given).then(|| format!("{what} {} goes, and clients that use it lose it", show::node(old)))
}

/// The names that a resource gives.
fn given(resource_type: &str, properties: &Node) -> Vec<String> {
    let property = GIVEN.into_iter().find(|(known, _)| *known == resource_type).map(|(_, property)| property);
    let records = properties.get("RecordSets").filter(|_| resource_type == RECORDS).and_then(Node::as_list);
    let names = records.unwrap_or_default().iter().filter_map(|record| record.get("Name"));
    property.and_then(|property| properties.get(property)).into_iter().chain(names).map(name_of).collect()
}

/// Whether a record is all by which a host is found: not one of several of its name, and none that proves something.
fn names_host(record: &Node) -> bool {
    let is_of_host = record.get("Type").and_then(Node::as_str).is_some_and(|kind| OF_HOSTS.contains(&kind));
    is_of_host && record.get("SetIdentifier").is_none() && record.get("Name").is_some_and(|name| !name_of(name).contains('_'))
}

/// Whether two names are one: the dot at the end and the case of letters tell none apart.
///
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html>
pub(super) fn are_same(one: &Node, other: &Node) -> bool {
    name_of(one) == name_of(other)
}

/// A name without the dot that may end it.
fn name_of(node: &Node) -> String {
    show::node(node).trim_matches('"').trim_end_matches('.').to_lowercase()
}
