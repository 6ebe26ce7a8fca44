//! Which kind a property, a reference or an attribute denotes.

use serde_json::Value;

use super::catalog::Catalog;
use super::names;
use super::pointer::{attributes, pointer_path};

/// A typed kind, in the module of the service whose resource it identifies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TextKind {
    /// The service, for example `EC2`.
    pub service: String,
    /// The kind's name, for example `VpcId`.
    pub name: String,
}

/// What the schemas call by several names: the type and property that they write, and those that are meant.
const ALIASES: [(&str, &str, &str, &str); 3] = [
    ("AWS::ACM::Certificate", "Arn", "AWS::CertificateManager::Certificate", "Arn"),
    ("AWS::CertificateManager::Certificate", "Id", "AWS::CertificateManager::Certificate", "Arn"),
    ("AWS::EC2::SecurityGroup", "GroupId", "AWS::EC2::SecurityGroup", "Id"),
];

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

/// Names and ids in whose place AWS takes the ARN as well, wherever it takes them: the service, the kind, and the kind of the ARN.
const ARNS_TOO: [(&str, &str, &str); 4] = [
    ("ECS", "ClusterName", "ClusterArn"),
    ("Events", "EventBusName", "EventBusArn"),
    ("KMS", "KeyId", "KeyArn"),
    ("Lambda", "FunctionName", "FunctionArn"),
];

/// The kinds of ARNs that stand for other kinds of a service, each with the kind that it stands for.
pub(super) fn arns_too(service: &str) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
    ARNS_TOO.iter().filter(move |(home, _, _)| *home == service).map(|(_, kind, arn)| (*arn, *kind))
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
    let alias = ALIASES.iter().find(|(from, name, _, _)| (*from, *name) == (resource_type, property));
    let (resource_type, property) = alias.map_or((resource_type, property), |(_, _, to, name)| (*to, *name));
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
    if let Some(kind) = slot(schema, catalog) {
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

/// The kind that a property's schema asks for, by its format or its relationship; `None` where it names none or several.
pub(super) fn slot(schema: &Value, catalog: &Catalog) -> Option<TextKind> {
    let format = schema.get("format").and_then(Value::as_str).and_then(|format| format.split_once('.'));
    let mut named: Vec<(&str, &str)> = format.into_iter().collect();
    for relation in schema.get("relationshipRefs").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(resource_type), Some(property)) = (relation[0].as_str(), relation[1].as_str()) {
            named.push((resource_type, property));
        }
    }
    let mut kinds: Vec<TextKind> = named.iter().map(|(resource_type, property)| identifying(resource_type, property)).collect();
    kinds.sort();
    kinds.dedup();
    let (resource_type, _) = *named.first()?;
    // A property that takes the identifiers of several things is plain text: any of them may stand there.
    let [only] = kinds.as_slice() else { return None };
    let standalone = STANDALONE.iter().any(|(_, _, service, name)| (*service, *name) == (&only.service, &only.name));
    (standalone || identifies(catalog, resource_type, only)).then(|| only.clone())
}

/// Whether a kind is one of those that identify a resource type.
fn identifies(catalog: &Catalog, resource_type: &str, kind: &TextKind) -> bool {
    let resource_type = match resource_type {
        "AWS::ACM::Certificate" => "AWS::CertificateManager::Certificate",
        other => other,
    };
    catalog.schema(resource_type).is_some_and(|schema| own_kinds(resource_type, schema).contains(kind))
}
