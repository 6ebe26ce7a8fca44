//! What only one resource can have: a name, a port of a load balancer, the addresses of a subnet.

use crate::schema::{self, ResourceSchema, defaults};
use crate::template::path::{Path, Step};
use crate::template::{Map, Node};

/// Why one of them fails, where nothing more is known of it.
const AT_ONCE: &str = "two resources cannot have it at once";
/// Why one of them fails, where it is its name.
const ONE_NAME: &str = "two resources cannot have one name";
/// The same of names that another cluster, bus or scope may have as well. CloudFormation looks at the name alone where one resource is
/// replaced.
const NAME_THERE: &str = "two resources cannot have one name there";
/// EC2 refuses a rule that a group has: "the specified rule already exists". See also
/// <https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/612>.
pub(crate) const ONE_RULE: &str = "a security group cannot have one rule twice";
/// AWS gives the second one the id of the first: <https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html>,
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html> are idempotent, and a secret has one policy and one
/// rotation.
pub(crate) const ONE_THING: &str =
    "AWS knows both as one: CloudFormation refuses it as one that it has, or deletes it with the old one";
/// What the page of the type says of a deletion: the queue, topic, group or pool has it no more, whoever said it last.
pub(crate) const TAKEN_AWAY: &str = "that deletion takes back what both say of it";

/// By type, the properties that no two resources have alike, and why. The first is what they claim, the others are within what; the first
/// of a type's rows applies whose claimed property is given. Other types claim their names, or what their schemas say that they are
/// identified by.
///
/// An instance and what is attached to it: "The old and new instances cannot have the same private IP address", "you must terminate the
/// original interface" (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html>).
const EXCLUSIVE: &[(&str, &[&str], &str)] = &[
    ("AWS::ApiGateway::BasePathMapping", &["DomainName", "BasePath"], AT_ONCE),
    ("AWS::ApiGateway::Resource", &["PathPart", "ParentId", "RestApiId"], AT_ONCE),
    ("AWS::ApiGatewayV2::ApiMapping", &["ApiMappingKey", "DomainName"], AT_ONCE),
    ("AWS::ApiGatewayV2::ApiMapping", &["DomainName", "ApiMappingKey"], AT_ONCE),
    ("AWS::ApiGatewayV2::Route", &["RouteKey", "ApiId"], AT_ONCE),
    (
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        &["PolicyName", "ScalingTargetId", "ResourceId", "ScalableDimension"],
        ONE_NAME,
    ),
    ("AWS::Budgets::Budget", &["Budget/BudgetName"], ONE_NAME),
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
    // The prefix is one of the region, and a domain of its own one of all: no pool has it for itself.
    ("AWS::Cognito::UserPoolDomain", &["Domain"], AT_ONCE),
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
    // Only a cluster that is left out is the default one.
    ("AWS::ECS::Service", &["ServiceName", "Cluster"], NAME_THERE),
    ("AWS::EFS::MountTarget", &["SubnetId", "FileSystemId"], AT_ONCE),
    // Several users may be called `default`, each for groups of its own.
    ("AWS::ElastiCache::User", &["UserId"], ONE_NAME),
    ("AWS::ElasticLoadBalancingV2::Listener", &["Port", "LoadBalancerArn"], AT_ONCE),
    ("AWS::ElasticLoadBalancingV2::ListenerRule", &["Priority", "ListenerArn"], AT_ONCE),
    ("AWS::Events::Rule", &["Name", "EventBusName"], NAME_THERE),
    ("AWS::Glue::Database", &["DatabaseInput/Name", "CatalogId"], ONE_NAME),
    ("AWS::Glue::Schema", &["Name", "Registry"], NAME_THERE),
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
    ("AWS::Logs::AccountPolicy", &["PolicyName", "PolicyType"], NAME_THERE),
    ("AWS::NetworkFirewall::RuleGroup", &["RuleGroupName", "Type"], NAME_THERE),
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
    ("AWS::S3Vectors::Index", &["IndexName", "VectorBucketName", "VectorBucketArn"], NAME_THERE),
    ("AWS::SNS::Subscription", &["Endpoint", "Protocol", "TopicArn"], ONE_THING),
    ("AWS::SNS::TopicPolicy", &["Topics/*"], TAKEN_AWAY),
    ("AWS::SQS::QueuePolicy", &["Queues/*"], TAKEN_AWAY),
    ("AWS::SecretsManager::ResourcePolicy", &["SecretId"], ONE_THING),
    ("AWS::SecretsManager::RotationSchedule", &["SecretId"], ONE_THING),
    ("AWS::ServiceDiscovery::Service", &["Name", "NamespaceId"], ONE_NAME),
    ("AWS::VpcLattice::Rule", &["Name", "ListenerIdentifier", "ServiceIdentifier"], NAME_THERE),
    ("AWS::WAFv2::IPSet", &["Name", "Scope"], NAME_THERE),
    ("AWS::WAFv2::RegexPatternSet", &["Name", "Scope"], NAME_THERE),
    ("AWS::WAFv2::RuleGroup", &["Name", "Scope"], NAME_THERE),
    ("AWS::WAFv2::WebACL", &["Name", "Scope"], NAME_THERE),
];

/// Types that make what another type makes: a table is one of its region and account, and a record one of its zone, wherever it is written.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html>
const MAKES: [(&str, &str); 2] =
    [("AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table"), ("AWS::Route53::RecordSetGroup", RECORD)];

pub(crate) const RECORD: &str = "AWS::Route53::RecordSet";

/// Types, and services with `::` behind them, whose `Name` alone is no key: the service gives an id or a revision, or the name is one of a
/// parent that stands elsewhere. Several may be called the same, as public zones may:
/// <https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html>
const LABELLED: [&str; 29] = [
    "AWS::AmazonMQ::Configuration",
    "AWS::ApiGateway::ApiKey",
    "AWS::ApiGateway::RequestValidator",
    "AWS::AppRunner::AutoScalingConfiguration",
    "AWS::AppRunner::ObservabilityConfiguration",
    "AWS::Athena::NamedQuery",
    "AWS::CodeStarConnections::Connection",
    "AWS::CodeConnections::Connection",
    "AWS::DataPipeline::Pipeline",
    "AWS::DirectoryService::",
    "AWS::EMR::Cluster",
    "AWS::EMR::InstanceFleetConfig",
    "AWS::EMR::InstanceGroupConfig",
    "AWS::EMR::Step",
    "AWS::EMRServerless::Application",
    "AWS::Evidently::",
    "AWS::GreengrassV2::Deployment",
    "AWS::IVS::",
    "AWS::Macie::CustomDataIdentifier",
    "AWS::Pinpoint::App",
    "AWS::Route53::HostedZone",
    "AWS::Route53Resolver::",
    "AWS::SageMaker::Domain",
    "AWS::ServiceDiscovery::PrivateDnsNamespace",
    "AWS::Shield::Protection",
    // An alias is one of its state machine, whose versions it names.
    "AWS::StepFunctions::StateMachineAlias",
    "AWS::WAF::",
    "AWS::WAFRegional::",
    "AWS::Wisdom::",
];

/// What a resource has that no other can have.
pub(crate) struct Exclusive {
    /// The paths of the properties that make it, the claimed one first: keys and places in lists, with `/` between them.
    pub(crate) properties: Vec<String>,
    /// Why no two can have it.
    pub(crate) why: &'static str,
}

impl Exclusive {
    /// The property that is claimed.
    pub(crate) fn claimed(&self) -> &str {
        self.properties.first().map_or("", String::as_str)
    }

    /// Whether it is the resource's name.
    pub(crate) fn is_name(&self) -> bool {
        [ONE_NAME, NAME_THERE].contains(&self.why)
    }

    /// Whether CloudFormation looks at the name alone where the resource is replaced.
    pub(crate) fn is_name_alone(&self) -> bool {
        self.why == NAME_THERE
    }

    /// Whether the claimed property has a value that claims nothing: the service numbers what a version leaves open (`1.0.x`), and each
    /// one gets another.
    pub(crate) fn is_open(&self, value: &Node) -> bool {
        let is_numbered =
            self.claimed() == "Version" && value.as_str().is_some_and(|text| text.split('.').any(|part| part == "x"));
        is_numbered || value.scalar().as_deref() == Some("false")
    }
}

/// What a resource of a listed type has; nothing where it gives none of it.
pub(crate) fn listed(resource_type: &str, properties: &Node) -> Option<Vec<Exclusive>> {
    EXCLUSIVE.iter().filter(|(kind, ..)| *kind == resource_type).find_map(|(_, names, why)| {
        let each = of_each_item(properties, names.iter().map(|name| (*name).to_owned()).collect());
        let is_given = each.iter().any(|names| at(properties, &names[0]).is_some());
        is_given.then(|| each.into_iter().map(|properties| Exclusive { properties, why }).collect())
    })
}

/// What a resource with these properties has that no other can have: several things where each item of a list is one.
pub(crate) fn of(resource_type: &str, properties: &Node) -> Vec<Exclusive> {
    if let Some(listed) = listed(resource_type, properties) {
        return listed;
    }
    let is_labelled = |listed: &&str| *listed == resource_type || listed.ends_with("::") && resource_type.starts_with(*listed);
    if LABELLED.iter().any(is_labelled) {
        return Vec::new();
    }
    // A name is one of its parent, where the schema says which.
    let (known, name) = (identity(resource_type, properties), name(resource_type, properties));
    let found = match (name.as_deref(), known) {
        (Some(name), Some(known)) if known.contains(&name) => {
            let others = known.into_iter().filter(|other| *other != name);
            Some((std::iter::once(name).chain(others).map(str::to_owned).collect(), ONE_NAME))
        }
        (Some(name), _) => Some((within(resource_type, name).into_iter().map(str::to_owned).collect(), ONE_NAME)),
        (None, known) => known.map(|names| (names.into_iter().map(str::to_owned).collect(), AT_ONCE)),
    };
    found.into_iter().map(|(properties, why)| Exclusive { properties, why }).collect()
}

/// The type that has what a resource of this type makes.
pub(crate) fn made(resource_type: &str) -> &str {
    MAKES.iter().find(|(kind, _)| *kind == resource_type).map_or(resource_type, |(_, made)| made)
}

/// Paths with the place of each item in the lists that the first one leads through.
fn of_each_item(properties: &Node, names: Vec<String>) -> Vec<Vec<String>> {
    let Some((list, _)) = names[0].split_once("/*") else { return vec![names] };
    let items = at(properties, list).and_then(Node::as_list).map_or(0, <[Node]>::len);
    let placed = |item: usize| names.iter().map(|name| name.replacen('*', &item.to_string(), 1)).collect();
    (0..items).flat_map(|item| of_each_item(properties, placed(item))).collect()
}

/// What stands at a path of keys and of places in lists.
pub(crate) fn at<'a>(properties: &'a Node, path: &str) -> Option<&'a Node> {
    path.split('/').try_fold(properties, |node, step| match step.parse::<usize>() {
        Ok(place) => node.as_list()?.get(place),
        Err(_) => node.get(step),
    })
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

/// The property that is the physical name of a resource: of its own, or in the one that is called like its type (`Budget/BudgetName`).
fn name(resource_type: &str, properties: &Node) -> Option<String> {
    fn keys(node: &Node) -> impl Iterator<Item = &str> {
        node.as_map().into_iter().flat_map(Map::keys).map(|key| key.as_str())
    }
    let own = resource_type.rsplit("::").next().unwrap_or_default();
    let outer = keys(properties).find(|key| is_name(resource_type, &[key])).map(str::to_owned);
    let inner = || keys(properties.get(own)?).find(|key| is_name(resource_type, &[own, key]));
    outer.or_else(|| Some(format!("{own}/{}", inner()?)))
}

/// Whether a property is the physical name of its resource: `Name`, or the type's own name with `Name` or `Identifier` behind it.
fn is_name(resource_type: &str, path: &[&str]) -> bool {
    let own = || resource_type.rsplit("::").next().unwrap_or_default();
    let stem = path.last().and_then(|name| name.strip_suffix("Name").or_else(|| name.strip_suffix("Identifier")));
    let is_kept = || schema::find(resource_type).is_some_and(|schema| schema.is_create_only(&Path::of(path.iter().copied())));
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

/// The steps of a path of keys and of places in lists.
pub(crate) fn path(name: &str) -> Path<'_> {
    name.split('/').fold(Path::default(), |path, step| match step.parse::<usize>() {
        Ok(place) => path.then(Step::Index(place)),
        Err(_) => path.then(Step::from(step)),
    })
}
