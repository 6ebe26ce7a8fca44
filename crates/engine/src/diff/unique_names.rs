//! What only one resource can have: a name, a port of a load balancer, the addresses of a subnet.
//!
//! CloudFormation makes a new resource before it deletes the old one, so a new one that wants what the old one still has fails.

use super::alike::both_alike;
use super::change::{ResourceChange, StackChange, Verdict};
use super::effect::Effect;
use super::headline::{Headline, HeadlineKind};
use super::kept::Kept;
use super::processed::{Pair, Processed};
use super::{defaults, host_names, opaque, property_effect, show, stored};
use crate::language::pseudo::OF_ACCOUNT;
use crate::language::read::address_block::{Block, Carved};
use crate::language::reference;
use crate::schema::{self, ReplacementStrategy, ResourceSchema};
use crate::template::path::{Path, Step};
use crate::template::substitution;
use crate::template::{Map, Node, ResourceEntry, function};

/// Why one of them fails, where nothing more is known of it.
const AT_ONCE: &str = "two resources cannot have it at once";
/// Why one of them fails, where it is its name.
const ONE_NAME: &str = "two resources cannot have one name";
/// EC2 refuses a rule that a group has: "the specified rule already exists". See also
/// <https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/612>.
const ONE_RULE: &str = "a security group cannot have one rule twice";
/// AWS gives the second one the id of the first: <https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html>,
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html> are idempotent, and a secret has one policy and one
/// rotation.
const ONE_THING: &str = "AWS knows both as one: CloudFormation refuses it as one that it has, or deletes it with the old one";
/// What the page of the type says of a deletion: the queue, topic, group or pool has it no more, whoever said it last.
const TAKEN_AWAY: &str = "that deletion takes back what both say of it";
/// <https://repost.aws/knowledge-center/cloudformation-custom-name>
const CUSTOM_NAME: &str = "CloudFormation cannot update a stack when a custom-named resource requires replacing";

/// By type, the properties that no two resources have alike, and why. The first is what they claim, the others are within what; the first
/// of a type's rows applies whose claimed property is given. Other types claim their names, or what their schemas say that they are
/// identified by.
///
/// An instance and what is attached to it: "The old and new instances cannot have the same private IP address", "you must terminate the
/// original interface" (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html>).
const EXCLUSIVE: &[(&str, &[&str], &str)] = &[
    ("AWS::ApiGateway::BasePathMapping", &["DomainName", "BasePath"], AT_ONCE),
    ("AWS::ApiGateway::Resource", &["PathPart", "ParentId", "RestApiId"], AT_ONCE),
    ("AWS::ApiGatewayV2::Route", &["RouteKey", "ApiId"], AT_ONCE),
    (
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        &["PolicyName", "ScalingTargetId", "ResourceId", "ScalableDimension"],
        ONE_NAME,
    ),
    ("AWS::CloudFront::CachePolicy", &["CachePolicyConfig/Name"], ONE_NAME),
    ("AWS::CloudFront::Distribution", &["DistributionConfig/Aliases/*"], "two distributions cannot have one alias"),
    ("AWS::CloudFront::KeyGroup", &["KeyGroupConfig/Name"], ONE_NAME),
    ("AWS::CloudFront::OriginAccessControl", &["OriginAccessControlConfig/Name"], ONE_NAME),
    ("AWS::CloudFront::OriginRequestPolicy", &["OriginRequestPolicyConfig/Name"], ONE_NAME),
    ("AWS::CloudFront::PublicKey", &["PublicKeyConfig/Name"], ONE_NAME),
    ("AWS::CloudFront::ResponseHeadersPolicy", &["ResponseHeadersPolicyConfig/Name"], ONE_NAME),
    ("AWS::CodeArtifact::Repository", &["RepositoryName", "DomainName", "DomainOwner"], ONE_NAME),
    ("AWS::CodeCommit::Repository", &["RepositoryName"], ONE_NAME),
    ("AWS::Cognito::IdentityPoolRoleAttachment", &["IdentityPoolId"], TAKEN_AWAY),
    ("AWS::EC2::EIPAssociation", &["AllocationId", "InstanceId", "NetworkInterfaceId", "PrivateIpAddress"], ONE_THING),
    ("AWS::EC2::EIPAssociation", &["EIP", "InstanceId", "NetworkInterfaceId"], ONE_THING),
    ("AWS::EC2::Instance", &["NetworkInterfaces/*/NetworkInterfaceId"], AT_ONCE),
    ("AWS::EC2::Instance", &["NetworkInterfaces/*/PrivateIpAddress", "NetworkInterfaces/*/SubnetId"], AT_ONCE),
    (
        "AWS::EC2::Instance",
        &["NetworkInterfaces/*/PrivateIpAddresses/*/PrivateIpAddress", "NetworkInterfaces/*/SubnetId"],
        AT_ONCE,
    ),
    ("AWS::EC2::Instance", &["PrivateIpAddress", "SubnetId"], AT_ONCE),
    ("AWS::EC2::Instance", &["Volumes/*/VolumeId"], AT_ONCE),
    ("AWS::EC2::NatGateway", &["AllocationId"], AT_ONCE),
    ("AWS::EC2::NetworkAclEntry", &["RuleNumber", "Egress", "NetworkAclId"], AT_ONCE),
    ("AWS::EC2::NetworkInterfaceAttachment", &["NetworkInterfaceId"], AT_ONCE),
    ("AWS::EC2::Route", &["DestinationCidrBlock", "RouteTableId"], AT_ONCE),
    ("AWS::EC2::Route", &["DestinationIpv6CidrBlock", "RouteTableId"], AT_ONCE),
    ("AWS::EC2::Route", &["DestinationPrefixListId", "RouteTableId"], AT_ONCE),
    ("AWS::EC2::SecurityGroup", &["GroupName", "VpcId"], ONE_NAME),
    ("AWS::EC2::SecurityGroupEgress", &["CidrIp", "GroupId", "IpProtocol", "FromPort", "ToPort"], ONE_RULE),
    ("AWS::EC2::SecurityGroupEgress", &["CidrIpv6", "GroupId", "IpProtocol", "FromPort", "ToPort"], ONE_RULE),
    ("AWS::EC2::SecurityGroupEgress", &["DestinationPrefixListId", "GroupId", "IpProtocol", "FromPort", "ToPort"], ONE_RULE),
    ("AWS::EC2::SecurityGroupEgress", &["DestinationSecurityGroupId", "GroupId", "IpProtocol", "FromPort", "ToPort"], ONE_RULE),
    ("AWS::EC2::SecurityGroupIngress", &["CidrIp", "GroupId", "GroupName", "IpProtocol", "FromPort", "ToPort"], ONE_RULE),
    ("AWS::EC2::SecurityGroupIngress", &["CidrIpv6", "GroupId", "GroupName", "IpProtocol", "FromPort", "ToPort"], ONE_RULE),
    ("AWS::EC2::SecurityGroupIngress", &["SourcePrefixListId", "GroupId", "IpProtocol", "FromPort", "ToPort"], ONE_RULE),
    ("AWS::EC2::SecurityGroupIngress", &["SourceSecurityGroupId", "GroupId", "IpProtocol", "FromPort", "ToPort"], ONE_RULE),
    ("AWS::EC2::Subnet", &["CidrBlock", "VpcId"], AT_ONCE),
    ("AWS::EC2::SubnetRouteTableAssociation", &["SubnetId"], AT_ONCE),
    ("AWS::EC2::TransitGatewayAttachment", &["VpcId", "TransitGatewayId"], AT_ONCE),
    ("AWS::EC2::TransitGatewayRouteTableAssociation", &["TransitGatewayAttachmentId"], AT_ONCE),
    ("AWS::EC2::TransitGatewayVpcAttachment", &["VpcId", "TransitGatewayId"], AT_ONCE),
    ("AWS::EC2::VPCCidrBlock", &["CidrBlock", "VpcId"], AT_ONCE),
    ("AWS::EC2::VPCEndpoint", &["RouteTableIds/*", "ServiceName"], AT_ONCE),
    ("AWS::EC2::VPCEndpoint", &["PrivateDnsEnabled", "ServiceName", "VpcId"], "a network has one private name of a service"),
    ("AWS::EC2::VPCGatewayAttachment", &["InternetGatewayId"], AT_ONCE),
    ("AWS::EC2::VolumeAttachment", &["VolumeId"], AT_ONCE),
    ("AWS::EFS::MountTarget", &["SubnetId", "FileSystemId"], AT_ONCE),
    ("AWS::ElasticLoadBalancingV2::Listener", &["Port", "LoadBalancerArn"], AT_ONCE),
    ("AWS::ElasticLoadBalancingV2::ListenerRule", &["Priority", "ListenerArn"], AT_ONCE),
    ("AWS::Glue::Database", &["DatabaseInput/Name", "CatalogId"], ONE_NAME),
    ("AWS::Glue::Table", &["TableInput/Name", "DatabaseName", "CatalogId"], ONE_NAME),
    ("AWS::IAM::OIDCProvider", &["Url"], AT_ONCE),
    // Since 2026 CloudFormation refuses what would write over another one: github.com/aws-solutions/instance-scheduler-on-aws/issues/624.
    ("AWS::IAM::Policy", &["PolicyName", "Groups", "Roles", "Users"], ONE_NAME),
    ("AWS::IAM::ServiceLinkedRole", &["AWSServiceName", "CustomSuffix"], AT_ONCE),
    ("AWS::IAM::UserToGroupAddition", &["Users/*", "GroupName"], TAKEN_AWAY),
    ("AWS::ImageBuilder::Component", &["Version", "Name"], AT_ONCE),
    ("AWS::ImageBuilder::ContainerRecipe", &["Version", "Name"], AT_ONCE),
    ("AWS::ImageBuilder::ImageRecipe", &["Version", "Name"], AT_ONCE),
    ("AWS::ImageBuilder::Workflow", &["Version", "Name"], AT_ONCE),
    ("AWS::Lambda::EventSourceMapping", &["EventSourceArn", "FunctionName", "Topics", "Queues"], AT_ONCE),
    ("AWS::Lambda::Url", &["TargetFunctionArn", "Qualifier"], AT_ONCE),
    ("AWS::Organizations::OrganizationalUnit", &["Name", "ParentId"], ONE_NAME),
    // https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html says `DuplicatePolicyException`.
    ("AWS::Organizations::Policy", &["Name", "Type"], ONE_NAME),
    ("AWS::Route53::HostedZone", &["VPCs", "Name"], "a network cannot have two zones of one name"),
    ("AWS::Route53::RecordSet", &["Name", "Type", "SetIdentifier", "HostedZoneId", "HostedZoneName"], AT_ONCE),
    (
        "AWS::Route53::RecordSetGroup",
        &["RecordSets/*/Name", "RecordSets/*/Type", "RecordSets/*/SetIdentifier", "HostedZoneId", "HostedZoneName"],
        AT_ONCE,
    ),
    ("AWS::SNS::Subscription", &["Endpoint", "Protocol", "TopicArn"], ONE_THING),
    ("AWS::SNS::TopicPolicy", &["Topics/*"], TAKEN_AWAY),
    ("AWS::SQS::QueuePolicy", &["Queues/*"], TAKEN_AWAY),
    ("AWS::SecretsManager::ResourcePolicy", &["SecretId"], ONE_THING),
    ("AWS::SecretsManager::RotationSchedule", &["SecretId"], ONE_THING),
    ("AWS::ServiceDiscovery::Service", &["Name", "NamespaceId"], ONE_NAME),
];

/// Types that make what another type makes: a table is one of its region and account, and a record one of its zone, wherever it is written.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html>
const MAKES: [(&str, &str); 2] =
    [("AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table"), ("AWS::Route53::RecordSetGroup", RECORD)];

const RECORD: &str = "AWS::Route53::RecordSet";

/// Types whose `Name` alone is no key: the service gives an id, and several may be called the same, as public zones may:
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html>
const LABELLED: [&str; 6] = [
    "AWS::Athena::NamedQuery",
    "AWS::EMR::Cluster",
    "AWS::EMR::InstanceGroupConfig",
    "AWS::EMR::Step",
    "AWS::GreengrassV2::Deployment",
    "AWS::Route53::HostedZone",
];

/// What new and replaced resources claim that others, which go later, still have.
pub(super) fn headlines(pair: &Pair<'_>, change: &StackChange) -> Vec<Headline> {
    let Some((before, after)) = pair.before.zip(pair.after) else { return Vec::new() };
    let going = change.resources.iter().filter(|old| old.verdict == Verdict::Remove || is_made_first(old));
    let held: Vec<Held<'_>> = going.flat_map(|old| Claim::all(before, &old.id).into_iter().map(move |had| (old, had))).collect();
    let new = change.resources.iter().filter(|one| !held.is_empty() && (one.verdict == Verdict::Add || is_made_first(one)));
    let first = |one: &ResourceChange| {
        let claims = Claim::all(after, &one.id);
        claims.iter().find_map(|claimed| headline([before, after], change, one, claimed, &held))
    };
    new.filter_map(first).collect()
}

/// A resource that goes, and what it has until then.
type Held<'a> = (&'a ResourceChange, Claim<'a>);

fn headline(
    [before, after]: [&Processed<'_>; 2],
    change: &StackChange,
    resource: &ResourceChange,
    claimed: &Claim<'_>,
    held: &[Held<'_>],
) -> Option<Headline> {
    // The old one under its own logical id comes first.
    let is_it = |(_, had): &&Held<'_>| claimed.is_that_of(had, change);
    let own = held.iter().find(|one| one.0.id == resource.id && is_it(one));
    let (old, held) = own.or_else(|| held.iter().find(is_it))?;
    // It may read the same, and be another one: an attribute of a resource that changes.
    let is_another = |name: &String| resource.changes.iter().any(|one| one.through.is_some() && one.path == path(name));
    if claimed.names.iter().any(is_another) {
        return None;
    }
    let (value, had) = (claimed.shown(after)?, held.shown(before)?);
    let (code, mut why) = claimed.failure();
    let (id, old_id, property) = (&resource.id, &old.id, &claimed.property);
    let told = match (resource.verdict, old.verdict) {
        _ if value != had => None,
        (Verdict::Add, Verdict::Remove) => {
            let way_out = format!("Keep the logical id {old_id}, or change {property} together with it.");
            Some((format!("{id} is made before {old_id} is deleted, and its {property} stays `{value}`"), way_out))
        }
        _ if id != old_id => None,
        _ => {
            let way_out = match claimed.is_name && !claimed.is_required {
                true => "Remove the fixed name, or change it together with this change.".to_owned(),
                false => format!("Change {property} together with this change."),
            };
            why = if claimed.is_name { CUSTOM_NAME } else { why };
            Some((format!("{id} is replaced, but its {property} stays `{value}`"), way_out))
        }
    };
    let (message, way_out) = told.unwrap_or_else(|| {
        let way_out = match id == old_id {
            true => format!("Write {property} as it was, or free it in a deployment before."),
            false => format!("Choose another {property}, or free this one in a deployment before."),
        };
        (format!("the new {id} wants the {property} `{value}` before the old {old_id}, which has `{had}`, is deleted"), way_out)
    });
    if !claimed.is_refused() {
        let is_deleted =
            (resource.verdict, old.verdict) == (Verdict::Add, Verdict::Remove) && !Kept::outlives(&before.scope, old_id);
        let (kind, code) = (HeadlineKind::Downtime, "DIFF301");
        return is_deleted.then(|| Headline::new(kind, code, &change.name, id, format!("{message}, and {why}"), &way_out));
    }
    Some(Headline::new(HeadlineKind::WillFail, code, &change.name, id, format!("{message}, and {why}"), &way_out))
}

/// Whether the successor of a replaced resource is made before the old one is deleted.
fn is_made_first(resource: &ResourceChange) -> bool {
    let strategy = || schema::find(&resource.resource_type)?.replacement_strategy();
    resource.verdict == Verdict::Replace && strategy() != Some(ReplacementStrategy::DeleteThenCreate)
}

/// What a resource has that no other can have.
pub(super) struct Claim<'a> {
    pub(super) property: String,
    /// The type that has it, and what it is called there.
    kind: &'a str,
    key: String,
    is_name: bool,
    /// Why no two can have it.
    why: &'static str,
    /// Whether the type can't be without it.
    is_required: bool,
    /// The properties that make it, the claimed one first, and their values.
    names: Vec<String>,
    parts: Vec<Option<&'a Node>>,
}

impl<'a> Claim<'a> {
    /// What a resource has: several things where each item of a list is one.
    pub(super) fn all(side: &Processed<'a>, id: &str) -> Vec<Claim<'a>> {
        let Some(entry) = side.find(id) else { return Vec::new() };
        let Some(properties) = entry.node.get("Properties") else { return Vec::new() };
        let exclusive = |properties: &'a Node| {
            EXCLUSIVE.iter().filter(|(kind, ..)| *kind == entry.resource_type).find_map(|(_, names, why)| {
                let each = of_each_item(properties, names.iter().map(|name| (*name).to_owned()).collect());
                let is_given = each.iter().any(|names| at(properties, &names[0]).is_some());
                let claim = |names| Claim::of(side, &entry, properties, names, *why == ONE_NAME, why);
                is_given.then(|| each.into_iter().filter_map(claim).collect())
            })
        };
        if let Some(found) = exclusive(properties).or_else(|| exclusive(launched_by(side, &entry)?)) {
            return found;
        }
        if LABELLED.contains(&entry.resource_type) {
            return Vec::new();
        }
        // A name is one of its parent, where the schema says which.
        let (known, name) = (identity(entry.resource_type, properties), name(entry.resource_type, properties));
        let found = match (name.as_deref(), known) {
            (Some(name), Some(known)) if known.contains(&name) => {
                let others = known.into_iter().filter(|other| *other != name);
                Some((std::iter::once(name).chain(others).map(str::to_owned).collect(), true))
            }
            (Some(name), _) => Some((within(entry.resource_type, name).into_iter().map(str::to_owned).collect(), true)),
            (None, known) => known.map(|names| (names.into_iter().map(str::to_owned).collect::<Vec<_>>(), false)),
        };
        let claim = |(names, is_name): (Vec<String>, bool)| {
            Claim::of(side, &entry, properties, names, is_name, if is_name { ONE_NAME } else { AT_ONCE })
        };
        found.and_then(claim).into_iter().collect()
    }

    fn of(
        side: &Processed<'a>,
        entry: &ResourceEntry<'a>,
        properties: &'a Node,
        names: Vec<String>,
        is_name: bool,
        why: &'static str,
    ) -> Option<Claim<'a>> {
        let part = |name: &String| Some(side.value_by_name(side.value(at(properties, name)?)?));
        let parts: Vec<Option<&'a Node>> = names.iter().map(part).collect();
        let (first, name) = ((*parts.first()?)?, names.first()?.as_str());
        // The service numbers what a version leaves open (`1.0.x`): each one gets another.
        let is_numbered = name == "Version" && first.as_str().is_some_and(|text| text.split('.').any(|part| part == "x"));
        let is_off = first.scalar().as_deref() == Some("false");
        if is_numbered || is_off || name.ends_with("VolumeId") && !is_of_one(side, first) {
            return None;
        }
        let property = path(name).property();
        // Within another property it is taken to be needed.
        let is_required = name.contains('/') || schema::find(entry.resource_type)?.root().is_required(name);
        let kind = MAKES.iter().find(|(kind, _)| *kind == entry.resource_type).map_or(entry.resource_type, |(_, made)| made);
        let key = name.rsplit('/').find(|step| step.parse::<usize>().is_err())?.to_owned();
        Some(Claim { kind, key, property, names, is_name, is_required, why, parts })
    }

    /// The code and the reason of the failure where two claim the same.
    pub(super) fn failure(&self) -> (&'static str, &'static str) {
        (if self.is_name { "DIFF101" } else { "DIFF107" }, self.why)
    }

    /// Whether a second one is refused; else the deletion of the first takes it away.
    pub(super) fn is_refused(&self) -> bool {
        self.why != TAKEN_AWAY
    }

    /// Whether it is the same in every stack of an account and region.
    pub(super) fn is_literal(&self) -> bool {
        self.parts.iter().flatten().all(|part| reference::ids(part).iter().all(|variable| OF_ACCOUNT.contains(variable)))
    }

    /// Whether both surely claim the same. What refers to a new resource, or to one that may be, reads the same and is something else; so
    /// does what still has the name of a removed one, which is that of a parameter then.
    pub(super) fn is_that_of(&self, held: &Claim<'_>, change: &StackChange) -> bool {
        let overlaps = self.key == "CidrBlock" && share_addresses(self.parts[0], held.parts[0]);
        self.agrees(held, change, usize::from(overlaps))
    }

    /// The same of all but the first of what makes it.
    fn agrees(&self, held: &Claim<'_>, change: &StackChange, but: usize) -> bool {
        let is_other = |verdict| {
            matches!(verdict, Verdict::Add | Verdict::Remove | Verdict::Replace | Verdict::MayReplace | Verdict::Unknown)
        };
        let is_new = |id: &&str| change.resources.iter().any(|resource| resource.id == *id && is_other(resource.verdict));
        // What is left out has its default.
        let is_default =
            |name: &str, given: &Node| given.scalar().is_some_and(|text| defaults::of(self.kind, name) == Some(text));
        let is_same = |((one, other), name): ((&Option<&Node>, &Option<&Node>), &String)| match (one, other) {
            (Some(given), None) | (None, Some(given)) => is_default(name, given),
            (Some(one), Some(other)) if self.kind == RECORD && name.ends_with("Name") => host_names::are_same(one, other),
            _ => both_alike(*one, *other),
        };
        (self.kind, &self.key) == (held.kind, &held.key)
            && self.parts.iter().zip(&held.parts).zip(&self.names).skip(but).all(is_same)
            && !self.parts.iter().flatten().flat_map(|part| reference::ids(part)).any(|id| is_new(&id))
    }

    /// The parameters by which both claim the same, where the second one takes the place of the first: it is declared alike, and each is on
    /// one side only.
    pub(super) fn takes_over(&self, held: &Claim<'a>, sides: [&Processed<'a>; 2], change: &StackChange) -> Option<[&'a str; 2]> {
        let [before, after] = sides;
        let (old, new) = (held.parameter(before)?, self.parameter(after)?);
        let declared = [before.scope.parameter(old)?, after.scope.parameter(new)?];
        let is_alike = |key: &str| both_alike(declared[0].get(key), declared[1].get(key));
        let is_renamed = before.scope.parameter(new).is_none() && after.scope.parameter(old).is_none();
        (is_renamed
            && declared[0].get("Default").is_some()
            && ["Type", "Default"].into_iter().all(is_alike)
            && self.agrees(held, change, 1))
        .then_some([old, new])
    }

    /// The parameter that is the claimed value.
    fn parameter(&self, side: &Processed<'a>) -> Option<&'a str> {
        function::referred((*self.parts.first()?)?).filter(|name| side.scope.parameter(name).is_some())
    }

    /// The claimed value, unless a deployment may find another one: a stack keeps the values that its parameters have.
    pub(super) fn shown(&self, side: &Processed<'_>) -> Option<String> {
        let value = (*self.parts.first()?)?;
        let may_change = || self.parts.iter().flatten().any(|part| stored::is_stored(side, part) || opaque::is_within(part));
        (!may_change()).then(|| reference::text_with(value, &|call| substitution::variable(&show::node(call))))
    }
}

/// What the launch template of an instance says of it, where that is of the stack.
fn launched_by<'a>(side: &Processed<'a>, instance: &ResourceEntry<'a>) -> Option<&'a Node> {
    let named =
        side.properties(instance.node)?.get("LaunchTemplate").filter(|_| instance.resource_type == "AWS::EC2::Instance")?;
    let named = named.get("LaunchTemplateId").or(named.get("LaunchTemplateName"))?;
    let template = side.find(function::referred(named)?)?;
    template.node.at_path(&["Properties", "LaunchTemplateData"])
}

fn path(name: &str) -> Path<'_> {
    name.split('/').fold(Path::default(), |path, step| match step.parse::<usize>() {
        Ok(place) => path.then(Step::Index(place)),
        Err(_) => path.then(Step::from(step)),
    })
}

/// Paths with the place of each item in the lists that the first one leads through.
fn of_each_item(properties: &Node, names: Vec<String>) -> Vec<Vec<String>> {
    let Some((list, _)) = names[0].split_once("/*") else { return vec![names] };
    let items = at(properties, list).and_then(Node::as_list).map_or(0, <[Node]>::len);
    let placed = |item: usize| names.iter().map(|name| name.replacen('*', &item.to_string(), 1)).collect();
    (0..items).flat_map(|item| of_each_item(properties, placed(item))).collect()
}

/// What stands at a path of keys and of places in lists.
fn at<'a>(properties: &'a Node, path: &str) -> Option<&'a Node> {
    path.split('/').try_fold(properties, |node, step| match step.parse::<usize>() {
        Ok(place) => node.as_list()?.get(place),
        Err(_) => node.get(step),
    })
}

/// Whether only one instance can have a volume: it is of this stack, and not for several.
fn is_of_one(side: &Processed<'_>, volume: &Node) -> bool {
    let entry = function::referred(volume).and_then(|id| side.find(id));
    entry.is_some_and(|entry| entry.node.at_path(&["Properties", "MultiAttachEnabled"]).is_none())
}

/// A name, and what it is one within, where AWS identifies the resource by something that it makes: what the resource cannot be without,
/// nor leave.
fn within<'a>(resource_type: &str, name: &'a str) -> Vec<&'a str> {
    const PARENT: [&str; 5] = ["Id", "Arn", "ARN", "Identifier", "Name"];
    let schema = schema::find(resource_type);
    let is_parent = |property: &&'static str| {
        **property != *name
            && PARENT.iter().any(|end| property.ends_with(end))
            && !["RoleArn", "RoleARN", "Key"].iter().any(|other| property.contains(other))
            && schema.is_some_and(|schema| schema.root().is_required(property))
    };
    let parents = schema.iter().flat_map(ResourceSchema::create_only).filter(is_parent).map(|parent| -> &'a str { parent });
    std::iter::once(name).chain(parents).collect()
}

/// Whether two values are address blocks with an address in common, where both have the same beginning, or are of the same block, that
/// only a deployment knows.
fn share_addresses(one: Option<&Node>, other: Option<&Node>) -> bool {
    let block = |node: Option<&Node>| {
        let text = reference::as_text(node?);
        let (head, tail) = text.rsplit_once('}').unwrap_or(("", &text));
        let octets = tail.trim_start_matches('.').split('.').count();
        let missing = 4_usize.checked_sub(octets)?;
        let known = Block::parse(&format!("{}{}", "0.".repeat(missing), tail.trim_start_matches('.')))?;
        // A block that ends within what is unknown may be any.
        let is_told = known.prefix() as usize >= 8 * missing && (missing == 0) == head.is_empty();
        is_told.then(|| (head.to_owned(), known))
    };
    if let Some((one, other)) = one.and_then(Carved::parse).zip(other.and_then(Carved::parse)) {
        return one.overlaps(&other);
    }
    let Some(((head, one), (beginning, other))) = block(one).zip(block(other)) else { return false };
    head == beginning && one.overlaps(other)
}

/// The property that is the physical name of a resource: of its own, or in the one that is called like its type (`Budget/BudgetName`).
fn name(resource_type: &str, properties: &Node) -> Option<String> {
    let keys =
        |node: &'_ Node| node.as_map().into_iter().flat_map(Map::keys).map(|key| key.as_str().to_owned()).collect::<Vec<_>>();
    let own = resource_type.rsplit("::").next().unwrap_or_default();
    let outer = keys(properties).into_iter().find(|key| is_name(resource_type, &[key]));
    let inner = || keys(properties.get(own)?).into_iter().find(|key| is_name(resource_type, &[own, key]));
    outer.or_else(|| Some(format!("{own}/{}", inner()?)))
}

/// Whether a property is the physical name of its resource: `Name`, or the type's own name with `Name` or `Identifier` behind it.
fn is_name(resource_type: &str, path: &[&str]) -> bool {
    let own = || resource_type.rsplit("::").next().unwrap_or_default();
    let stem = path.last().and_then(|name| name.strip_suffix("Name").or_else(|| name.strip_suffix("Identifier")));
    let is_kept = || property_effect::of(resource_type, &Path::of(path.iter().copied()), [None, None]) == Effect::Replace;
    stem.is_some_and(|stem| own().ends_with(stem)) && is_kept()
}

/// The properties that identify a resource, where all of them are given. CloudFormation refuses a second resource of one physical id
/// in a stack ("already exists in stack"), and the service one of the same name.
fn identity(resource_type: &str, properties: &Node) -> Option<Vec<&'static str>> {
    let schema = schema::find(resource_type)?;
    let is_given = |name: &&str| properties.get(name).is_some();
    // What is left out has its default, which is one value for all.
    let is_known = |name: &&str| is_given(name) || defaults::of(resource_type, name).is_some();
    let mut given = schema.own_identifiers().filter(|names| names.iter().all(is_known) && names.last().is_some_and(is_given));
    // The last part tells resources of one parent apart, so it is the one to name.
    given.next().map(|names| names.into_iter().rev().collect())
}
