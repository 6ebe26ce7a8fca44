//! What a slot takes and what a reference gives: identifiers of resources, as the schemas' formats and relations name them.

use std::collections::BTreeSet;

use crate::check::engine::{Rule, Subject};
use crate::diagnostic::Diagnostic;
use crate::language::Scope;
use crate::schema::identifiers::{self, is_arn};
use crate::schema::{self, Keywords, ResourceSchema, SchemaNode};
use crate::template::{Node, function};

/// Identifiers, each as `AWS::EC2::Subnet.Id`.
pub(crate) type Kinds = BTreeSet<String>;

/// The keywords that say what a slot takes, or lead to what does.
pub(crate) const KEYWORDS: Keywords = Keywords::of(&["anyOf", "format", "items", "oneOf", "relationshipRefs"]);

/// Types whose attributes are whatever somebody put there.
const FREE: [&str; 5] = [
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFormation::Macro",
    "AWS::CloudFormation::Stack",
    "AWS::SSM::Parameter",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
];

/// What a reference gives.
#[derive(Debug)]
pub(crate) struct Given {
    /// The identifiers that it is, by all the names that the schemas have for them.
    pub kinds: Kinds,
    /// Whether it is one that the schemas give a format, or the type of a parameter.
    pub is_formatted: bool,
    /// What it is in words: "the `RoleName` of `Role`".
    pub description: String,
    /// The resource, where it is that of one.
    resource: Option<(String, ResourceSchema)>,
}

impl Given {
    /// Whether it is an ARN by its name.
    pub(crate) fn is_arn(&self) -> bool {
        self.kinds.iter().any(|kind| is_arn(kind))
    }
}

/// The identifiers that a slot takes by its format, or by one of several; none where anything may stand there.
pub(crate) fn formats(slot: SchemaNode<'_>) -> Kinds {
    let own = |node: SchemaNode<'_>| node.format().map(str::to_owned);
    let item = slot.items();
    let branches = slot.any_of().chain(slot.one_of()).chain(item).chain(item.into_iter().flat_map(SchemaNode::any_of));
    std::iter::once(slot).chain(branches).filter_map(own).filter(|format| is_kind(format)).map(|f| name(&f)).collect()
}

/// Whether a format names an identifier. The zone of an alias may be any, also that of the record itself.
fn is_kind(format: &str) -> bool {
    format.starts_with("AWS::") && !format.starts_with("AWS::Route53::AliasTarget")
}

/// The identifiers that a slot takes by its relations.
pub(crate) fn relations(slot: SchemaNode<'_>) -> Kinds {
    let nodes = std::iter::once(slot)
        .chain(slot.any_of())
        .chain(slot.items())
        .chain(slot.items().into_iter().flat_map(SchemaNode::any_of));
    nodes.flat_map(SchemaNode::relations).map(|relation| name(&format!("{}.{}", relation.type_name, relation.property))).collect()
}

/// The one name of an identifier. A list of them is named in the plural.
fn name(kind: &str) -> String {
    let singular = match kind.strip_suffix('s') {
        Some(singular) if kind.ends_with(".Ids") || kind.ends_with(".Names") => singular,
        _ => kind,
    };
    identifiers::canonical(singular).to_owned()
}

/// What a `Ref` to a parameter or resource gives; `None` where that is not known.
pub(crate) fn of_ref<'a>(scope: &'a Scope<'a>, call: &'a Node) -> Option<Given> {
    let (function::REF, argument) = function::call(call)? else { return None };
    let id = argument.as_str()?;
    if let Some(parameter) = scope.section("Parameters").and_then(|parameters| parameters.get(id)) {
        return of_parameter(id, parameter.get("Type")?.as_str()?);
    }
    let schema = resource(scope, id)?;
    let Some((property, node)) = schema.reference().zip(schema.reference_schema()) else { return Some(joined(schema, id)) };
    let mut given = given(schema, id, property, node);
    // A group without a VPC is referred to by its name, and in a default VPC a name may stand for an id.
    if schema.type_name() == "AWS::EC2::SecurityGroup" {
        given.kinds.insert("AWS::EC2::SecurityGroup.Name".to_owned());
    }
    Some(given)
}

/// What a `Fn::GetAtt` gives; `None` where that is not known.
pub(crate) fn of_attribute<'a>(scope: &'a Scope<'a>, call: &'a Node) -> Option<Given> {
    let (function::GET_ATT, argument) = function::call(call)? else { return None };
    let (id, attribute) = match argument.as_list() {
        Some([id, attribute]) => (id.as_str()?, attribute.as_str()?),
        Some(_) => return None,
        None => argument.as_str()?.split_once('.')?,
    };
    let schema = resource(scope, id)?;
    Some(given(schema, id, attribute, schema.attribute(attribute)?.schema))
}

fn resource<'a>(scope: &'a Scope<'a>, id: &str) -> Option<ResourceSchema> {
    let resource_type = scope.section("Resources")?.get(id)?.get("Type")?.as_str()?;
    let is_known = |schema: &ResourceSchema| !FREE.contains(&resource_type) && !schema.any_attribute();
    schema::find(resource_type).filter(is_known).filter(|_| !schema::is_serverless(resource_type))
}

fn given(schema: ResourceSchema, id: &str, property: &str, node: SchemaNode<'_>) -> Given {
    let formats = formats(node);
    let is_formatted = !formats.is_empty();
    let own = name(&format!("{}.{}", schema.type_name(), property.replace('/', ".")));
    let kinds = formats.into_iter().chain(relations(node)).chain([own]).collect();
    let description = format!("the `{property}` of `{id}` ({})", schema.type_name());
    Given { kinds, is_formatted, description, resource: Some((id.to_owned(), schema)) }
}

/// What a `Ref` gives that joins several properties: none of the identifiers that have a name.
fn joined(schema: ResourceSchema, id: &str) -> Given {
    let kinds = Kinds::from([format!("{}.{JOINED}", schema.type_name())]);
    let description = format!("the `Ref` of `{id}` ({}), several of its properties joined", schema.type_name());
    Given { kinds, is_formatted: false, description, resource: Some((id.to_owned(), schema)) }
}

/// Stands for the property of what joins several.
const JOINED: &str = "|";

/// What a parameter of an AWS type gives: `AWS::EC2::VPC::Id`, `List<AWS::EC2::Subnet::Id>`, and both in Systems Manager.
fn of_parameter(id: &str, parameter_type: &str) -> Option<Given> {
    let inner = |text: &'_ str, head: &str| text.strip_prefix(head)?.strip_suffix('>').map(str::to_owned);
    let value = inner(parameter_type, "AWS::SSM::Parameter::Value<").unwrap_or_else(|| parameter_type.to_owned());
    let value = inner(&value, "List<").unwrap_or(value);
    let (resource_type, property) =
        value.rsplit_once("::").filter(|(resource_type, _)| resource_type.matches("::").count() == 2)?;
    let kinds = Kinds::from([name(&format!("{resource_type}.{property}"))]);
    let description = format!("the parameter `{id}` of type {parameter_type}");
    Some(Given { kinds, is_formatted: true, description, resource: None })
}

/// What is wrong with what is given for a slot; `None` where it may fit.
pub(crate) fn finding(rule: &Rule, slot: &Subject<'_>, given: &Given) -> Option<Diagnostic> {
    let wanted = conflict(slot, given)?;
    let message = match wanted.is_empty() {
        true => format!("`{}` does not take {}", slot.name, given.description),
        false => format!("`{}`: expected {}, found {}", slot.name, in_words(&wanted, given), given.description),
    };
    let finding = rule.finding(message);
    Some(match wanted.iter().find_map(|kind| given.way_to(kind)) {
        Some(way) => finding.help(way),
        None => finding,
    })
}

/// What a reference gives, in words, and how the ARN is had instead, where it is known to give no ARN although its resource has one.
pub(crate) fn no_arn<'a>(scope: &'a Scope<'a>, call: &'a Node) -> Option<(String, Option<String>)> {
    let given = of_ref(scope, call).or_else(|| of_attribute(scope, call))?;
    let (_, schema) = given.resource.as_ref()?;
    let has_arn = schema.attributes().into_iter().find(|attribute| is_arn(&attribute.name) && !attribute.name.contains('.'))?;
    let own = name(&format!("{}.{}", schema.type_name(), has_arn.name));
    let is_plain = !given.is_arn() && (given.is_name() || given.kinds.iter().all(|kind| is_id(kind)));
    // By some types' ids or names the schemas mean their ARNs.
    (is_plain && !given.kinds.contains(&own)).then(|| (given.description.clone(), given.way_to(&own)))
}

/// The identifiers that are wanted: those of the resource that is given, if there are any, and a few of others.
fn in_words(wanted: &Kinds, given: &Given) -> String {
    let of_the_same = wanted.iter().filter(|kind| given.kinds.iter().any(|given| type_of(given) == type_of(kind)));
    let of_the_same: Vec<&str> = of_the_same.map(String::as_str).collect();
    let named = if of_the_same.is_empty() { wanted.iter().map(String::as_str).collect() } else { of_the_same };
    match named.len() {
        0..=MOST_NAMED => named.join(" or "),
        count => format!("{} or one of {} others", named[..MOST_NAMED].join(" or "), count - MOST_NAMED),
    }
}

/// The identifiers that a message names.
const MOST_NAMED: usize = 4;

/// The identifiers that a slot takes, where what is given cannot be one of them.
fn conflict(slot: &Subject<'_>, given: &Given) -> Option<Kinds> {
    if let Some(accepted) = slot.accepted
        && let Some(is_taken) = accepted.takes(given.kinds.iter().map(String::as_str))
    {
        return (!is_taken).then(|| accepted.takes.iter().map(|&kind| kind.to_owned()).collect());
    }
    let (formats, relations) = (formats(slot.schema), relations(slot.schema));
    let known: Kinds = formats.union(&relations).cloned().collect();
    if known.is_empty() || !known.is_disjoint(&given.kinds) {
        return None;
    }
    // Many formats were given by the names of properties: a topic of QuickSight is not one of SNS.
    let service = schema::service(slot.resource_type);
    if known.iter().all(|kind| schema::service(type_of(kind)) != service)
        && given.kinds.iter().any(|kind| schema::service(type_of(kind)) == service)
    {
        return None;
    }
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    // Without the property's name: a service that calls a key's ARN so may take its id.
    let taken = identifiers::slot("", slot.schema.pattern(), &names);
    if taken.is_some_and(|taken| given.kinds.iter().all(|kind| taken.takes(kind))) {
        return None;
    }
    let wants_arn = known.iter().all(|kind| is_arn(kind));
    let wants_no_arn = known.iter().all(|kind| !is_arn(kind));
    // Formats name all that a slot takes. Relations do not: the slot's own name must say the same.
    let is_refused = match formats.is_empty() {
        true => {
            let only = only_type(&known, slot.name);
            let is_name = wants_arn && given.is_name() && (is_arn(slot.name) || only.is_some_and(|wanted| given.is_of(wanted)));
            let is_other_arn =
                is_arn(slot.name.trim_end_matches('s')) && only.is_some_and(|wanted| given.is_arn_of_another(wanted));
            is_name || is_other_arn || only.is_some_and(|wanted| given.is_of_another(wanted))
        }
        false => {
            let is_name_for_id = known.iter().all(|kind| is_id(kind)) && given.is_name() && given.is_of_one(&known);
            given.is_formatted
                || is_name_for_id
                || wants_arn && (given.is_name() || given.is_arn())
                || wants_no_arn && given.is_arn()
        }
    };
    is_refused.then_some(known)
}

/// The one resource type that all kinds identify, where a slot is named after it: `AWS::EC2::Subnet` for `SubnetIds`.
fn only_type<'k>(kinds: &'k Kinds, slot: &str) -> Option<&'k str> {
    let mut types = kinds.iter().map(|kind| type_of(kind));
    let only = types.next().filter(|first| types.all(|other| other == *first))?;
    let short = only.rsplit("::").next()?.to_lowercase();
    slot.to_lowercase().contains(&short).then_some(only)
}

/// Whether an identifier is an id by its name.
fn is_id(kind: &str) -> bool {
    kind.ends_with(".Id") || kind.ends_with("Id")
}

fn type_of(kind: &str) -> &str {
    kind.split_once('.').map_or(kind, |(resource_type, _)| resource_type)
}

impl Given {
    /// How an identifier of the same resource is had.
    fn way_to(&self, kind: &str) -> Option<String> {
        let (id, schema) = self.resource.as_ref()?;
        let property = kind.strip_prefix(schema.type_name())?.strip_prefix('.')?;
        let is_it = |found: &str| name(&format!("{}.{}", schema.type_name(), found)) == kind;
        if schema.reference().is_some_and(is_it) {
            return Some(format!("`Ref` of `{id}` gives its `{property}`"));
        }
        let attribute = schema.attributes().into_iter().find(|attribute| is_it(&attribute.name))?;
        Some(format!("`Fn::GetAtt` of `{id}.{}` gives it", attribute.name))
    }

    /// Whether it is known to be no ARN: a name or an address. The name of a key's alias stands for the key in many places.
    fn is_name(&self) -> bool {
        let is_name = |kind: &String| (kind.ends_with("Name") || kind.ends_with("Url")) && !kind.starts_with("AWS::KMS::");
        self.kinds.iter().all(is_name)
    }

    /// Whether it identifies a resource of the type of some identifiers.
    fn is_of_one(&self, wanted: &Kinds) -> bool {
        wanted.iter().any(|wanted| self.is_of(type_of(wanted)))
    }

    /// Whether it identifies a resource of this type.
    fn is_of(&self, wanted: &str) -> bool {
        self.kinds.iter().all(|kind| type_of(kind) == wanted)
    }

    /// Whether it is an ARN that is named after another type than this one: the `LoadBalancerArn` of a load balancer.
    fn is_arn_of_another(&self, wanted: &str) -> bool {
        self.kinds.iter().all(|kind| {
            let (given, property) = kind.split_once('.').unwrap_or((kind, ""));
            given != wanted && given.rsplit("::").next() == property.strip_suffix("Arn")
        })
    }

    /// Whether it surely identifies something else than a resource of this type: something of another service, or, in EC2, whose
    /// ids begin with what they identify, of another type.
    fn is_of_another(&self, wanted: &str) -> bool {
        let is_other = |kind: &String| {
            let given = type_of(kind);
            given != wanted && (schema::service(given) != schema::service(wanted) || schema::service(wanted) == "AWS::EC2")
        };
        self.is_formatted && self.kinds.iter().all(is_other)
    }
}
