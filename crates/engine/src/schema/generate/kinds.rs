//! Which kind a property, a reference or an attribute denotes.

use serde_json::Value;

use super::catalog::Catalog;
use super::names;
use super::pointer::{attributes, pointer_path};
use crate::schema::identifiers::{self, Slot};

/// A typed kind, in the module of the service whose resource it identifies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TextKind {
    /// The service, for example `EC2`.
    pub service: String,
    /// The kind's name, for example `VpcId`.
    pub name: String,
}

/// Kinds that identify no resource type but have formats or parameter types of their own.
const STANDALONE: [(&str, &str, &str, &str); 5] = [
    ("AWS::Route53::AliasTarget", "HostedZoneId", "Route53", "AliasTargetHostedZoneId"),
    ("AWS::EC2::Image", "Id", "EC2", "ImageId"),
    ("AWS::EC2::AvailabilityZone", "Name", "EC2", "AvailabilityZoneName"),
    ("AWS::EC2::KeyPair", "KeyName", "EC2", "KeyPairKeyName"),
    ("AWS::EC2::SecurityGroup", "Name", "EC2", "SecurityGroupName"),
];

/// The template parameter types of kinds.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>
pub(super) const PARAMETER_TYPES: [(&str, &str, &str); 11] = [
    ("EC2", "AvailabilityZoneName", "AWS::EC2::AvailabilityZone::Name"),
    ("EC2", "ImageId", "AWS::EC2::Image::Id"),
    ("EC2", "InstanceId", "AWS::EC2::Instance::Id"),
    ("EC2", "KeyPairKeyName", "AWS::EC2::KeyPair::KeyName"),
    ("EC2", "SecurityGroupName", "AWS::EC2::SecurityGroup::GroupName"),
    ("EC2", "SecurityGroupId", "AWS::EC2::SecurityGroup::Id"),
    ("EC2", "SubnetId", "AWS::EC2::Subnet::Id"),
    ("EC2", "VolumeId", "AWS::EC2::Volume::Id"),
    ("EC2", "VpcId", "AWS::EC2::VPC::Id"),
    ("Route53", "HostedZoneId", "AWS::Route53::HostedZone::Id"),
    ("SSM", "ParameterName", "AWS::SSM::Parameter::Name"),
];

/// The kinds of a service that identify a resource by any of several identifiers.
pub(super) fn unions(service: &str) -> impl Iterator<Item = TextKind> + '_ {
    identifiers::groups(service).map(|group| kind(group.service, group.kind))
}

/// What such a kind is, in words.
pub(super) fn what(union: &TextKind) -> Option<&'static str> {
    identifiers::groups(&union.service).find(|group| group.kind == union.name).map(|group| group.what)
}

/// Which kinds of a service stand for another one, each with the one that it stands for: identifiers for any of their group, and the ARN of
/// a version for that of the function.
pub(super) fn stand_ins(service: &str) -> impl Iterator<Item = (String, String)> + '_ {
    identifiers::groups(service).flat_map(|group| {
        let name = |identifier: &&str| named(identifier).name;
        let any = group.arns.iter().chain(group.names).map(move |one| (name(one), group.kind.to_owned()));
        let arns = group.arns.iter().skip(1).map(move |one| (name(one), name(&group.arns[0])));
        any.chain(arns)
    })
}

/// The standalone kinds of a service.
pub(super) fn standalone(service: &str) -> impl Iterator<Item = TextKind> + '_ {
    STANDALONE.iter().filter(move |(_, _, home, _)| *home == service).map(|(_, _, home, name)| kind(home, name))
}

fn kind(service: &str, name: &str) -> TextKind {
    TextKind { service: service.to_owned(), name: name.to_owned() }
}

/// The kind that a property of a resource type identifies it by, as formats and relationships name it.
fn identifying(resource_type: &str, property: &str) -> TextKind {
    let identifier = format!("{resource_type}.{property}");
    named(identifiers::canonical(&identifier))
}

/// The kind of an identifier by its one name.
fn named(identifier: &str) -> TextKind {
    let (resource_type, property) = identifier.split_once('.').unwrap_or((identifier, ""));
    let known = STANDALONE.iter().find(|(from, name, _, _)| (*from, *name) == (resource_type, property));
    if let Some((_, _, service, name)) = known {
        return kind(service, name);
    }
    let mut parts = resource_type.split("::").skip(1);
    let service = parts.next().unwrap_or_default();
    let type_part = parts.next().unwrap_or_default();
    let resource = names::camel(type_part);
    let last = property.rsplit('.').next().unwrap_or(property);
    let property = names::camel(last);
    let name = match property.to_lowercase().starts_with(&resource.to_lowercase()) {
        true => resource.clone() + &property[resource.len()..],
        false => resource + &property,
    };
    // `AWS::ApiGateway::DomainName` is identified by its `DomainName`: the resource keeps the bare name.
    let name = if name == names::camel(type_part) { name + "Reference" } else { name };
    kind(service, &name)
}

/// What `Ref` denotes, if it is one text that identifies the resource.
pub(super) fn reference(resource_type: &str, schema: &Value) -> Option<TextKind> {
    let identifier = |key: &str| schema.get(key).and_then(Value::as_array).filter(|paths| paths.len() == 1);
    let path = identifier("cfnRefIdentifier").or_else(|| identifier("primaryIdentifier"))?[0].as_str()?;
    let property = pointer_path(path).join(".");
    Some(identifying(resource_type, &property))
}

/// The kind of an attribute that `Fn::GetAtt` reads, if it identifies something.
pub(super) fn attribute(resource_type: &str, name: &str, schema: &Value, catalog: &Catalog) -> Option<TextKind> {
    if let Some(kind) = only(&identified(schema), catalog) {
        return Some(kind);
    }
    identifies_itself(name).then(|| identifying(resource_type, name))
}

/// Whether an attribute's name says that it identifies the resource.
fn identifies_itself(name: &str) -> bool {
    ["Arn", "ARN", "Id", "ID"].iter().any(|ending| name.ends_with(ending))
}

/// Every kind that identifies a resource type: what its `Ref` denotes and its identifying attributes.
pub(super) fn own_kinds(resource_type: &str, schema: &Value) -> Vec<TextKind> {
    let mut kinds: Vec<TextKind> = reference(resource_type, schema).into_iter().collect();
    for (path, node) in attributes(schema) {
        let name = path.join(".");
        if node["type"] == "string" && identifies_itself(&name) {
            kinds.push(identifying(resource_type, &name));
        }
    }
    kinds.sort();
    kinds.dedup();
    kinds
}

/// The kind that a property's schema asks for, by its format or its relations; `None` where it names none, or several of different resources.
pub(super) fn slot(name: &str, schema: &Value, catalog: &Catalog) -> Option<TextKind> {
    let found = identified(schema);
    let names: Vec<&str> = found.iter().map(|identifier| identifiers::canonical(identifier)).collect();
    let pattern = schema.get("pattern").and_then(Value::as_str);
    match identifiers::slot(name, pattern, &names) {
        Some(Slot::Any(group)) => Some(kind(group.service, group.kind)),
        Some(Slot::Arn(group)) => group.arns.first().map(|identifier| named(identifier)),
        None => only(&found, catalog),
    }
}

/// The identifiers that a schema's format and relations name.
fn identified(schema: &Value) -> Vec<String> {
    let format = schema.get("format").and_then(Value::as_str).filter(|format| format.contains('.'));
    let mut found: Vec<String> = format.into_iter().map(str::to_owned).collect();
    for relation in schema.get("relationshipRefs").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(resource_type), Some(property)) = (relation[0].as_str(), relation[1].as_str()) {
            found.push(format!("{resource_type}.{property}"));
        }
    }
    found
}

/// The one kind of some identifiers. What takes those of several resources is plain text: any of them may stand there.
fn only(found: &[String], catalog: &Catalog) -> Option<TextKind> {
    let mut kinds: Vec<TextKind> = found.iter().map(|identifier| named(identifiers::canonical(identifier))).collect();
    kinds.sort();
    kinds.dedup();
    let [only] = kinds.as_slice() else { return None };
    let (resource_type, _) = identifiers::canonical(found.first()?).split_once('.')?;
    let standalone = STANDALONE.iter().any(|(_, _, service, name)| (*service, *name) == (&only.service, &only.name));
    let identifies = || catalog.schema(resource_type).is_some_and(|schema| own_kinds(resource_type, schema).contains(only));
    (standalone || identifies()).then(|| only.clone())
}
