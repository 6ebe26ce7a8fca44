//! What a box says below its name, and its colour.

use super::label;
use super::model::Role;
use crate::language::read::listener;
use crate::language::read::resource::Resource;
use crate::language::stacks::Stack;

/// The type in short, and the property that tells a resource from its like.
pub(super) fn of<'a>(stack: &Stack<'a>, resource: &Resource<'a>) -> String {
    let short = short_type(resource.kind);
    let texts = telling(resource.kind).iter().filter_map(|name| label::seen(stack, &resource.properties.get(name)));
    let texts: Vec<String> = texts.collect();
    if resource.kind == listener::LISTENER_RULE {
        return rule(stack, resource).map_or(short.clone(), |condition| format!("{short} {condition}"));
    }
    if texts.is_empty() { short } else { format!("{short} {}", texts.join(" ")) }
}

/// The properties that tell resources of a type apart.
fn telling(resource_type: &str) -> &'static [&'static str] {
    match resource_type {
        "AWS::ElasticLoadBalancingV2::Listener" | "AWS::ElasticLoadBalancingV2::TargetGroup" => &["Protocol", "Port"],
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => &["Scheme"],
        "AWS::EC2::VPC" | "AWS::EC2::Subnet" => &["CidrBlock"],
        "AWS::EC2::Route" => &["DestinationCidrBlock"],
        "AWS::Route53::RecordSet" => &["Type", "Name"],
        "AWS::SSM::Parameter" | "AWS::SecretsManager::Secret" => &["Name"],
        "AWS::ECS::TaskDefinition" => &["Family"],
        "AWS::ECR::Repository" => &["RepositoryName"],
        "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster" => &["Engine"],
        _ => &[],
    }
}

/// The host or path on which a rule decides.
fn rule<'a>(stack: &Stack<'a>, resource: &Resource<'a>) -> Option<String> {
    let texts = resource.properties.get("Conditions").every_item().into_iter().filter_map(|condition| {
        let configs = ["HostHeaderConfig", "PathPatternConfig"].map(|config| condition.at(&[config, "Values"]));
        let values = configs.into_iter().chain([condition.get("Values")]).find(|values| values.node().is_some())?;
        let values = values.items()?.iter().filter_map(|value| label::seen(stack, value)).collect::<Vec<_>>();
        Some(values.join(" or "))
    });
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}

/// `ECS Service` of `AWS::ECS::Service`; the names that people know, where the type's own is long.
pub(super) fn short_type(resource_type: &str) -> String {
    let short = resource_type.trim_start_matches("AWS::").replace("::", " ");
    match short.strip_prefix("ElasticLoadBalancingV2 ") {
        Some(name) => name.to_owned(),
        None => short.replace("ApplicationAutoScaling ", "Scaling "),
    }
}

const ENTRY: [&str; 12] = [
    "ElasticLoadBalancingV2",
    "ElasticLoadBalancing",
    "Route53",
    "CloudFront",
    "ApiGateway",
    "ApiGatewayV2",
    "AppSync",
    "GlobalAccelerator",
    "VpcLattice",
    "IoT",
    "Scheduler",
    "Pipes",
];
const COMPUTE: [&str; 17] = [
    "ECS",
    "Lambda",
    "AutoScaling",
    "ApplicationAutoScaling",
    "Batch",
    "StepFunctions",
    "EKS",
    "EMR",
    "EMRServerless",
    "AppRunner",
    "Amplify",
    "CodeBuild",
    "CodePipeline",
    "ElasticBeanstalk",
    "Glue",
    "SageMaker",
    "MWAA",
];
const SECURITY: [&str; 6] = ["IAM", "SecretsManager", "KMS", "CertificateManager", "Cognito", "WAFv2"];
const DATA: [&str; 26] = [
    "RDS",
    "DynamoDB",
    "S3",
    "Logs",
    "ECR",
    "SSM",
    "ElastiCache",
    "EFS",
    "SQS",
    "SNS",
    "Kinesis",
    "KinesisFirehose",
    "MSK",
    "AmazonMQ",
    "DocDB",
    "Neptune",
    "Redshift",
    "RedshiftServerless",
    "OpenSearchService",
    "OpenSearchServerless",
    "Elasticsearch",
    "FSx",
    "MemoryDB",
    "DAX",
    "Timestream",
    "Events",
];

/// The colour of a type.
pub(super) fn role(resource_type: &str) -> Role {
    let (service, name) = resource_type.trim_start_matches("AWS::").split_once("::").unwrap_or((resource_type, ""));
    match (service, name) {
        ("Events", "Rule") => Role::Entry,
        ("EC2", "Instance" | "LaunchTemplate" | "SpotFleet" | "EC2Fleet") => Role::Compute,
        ("EC2", "SecurityGroup" | "SecurityGroupIngress" | "SecurityGroupEgress") => Role::Security,
        ("EC2", _) => Role::Network,
        _ if ENTRY.contains(&service) => Role::Entry,
        _ if COMPUTE.contains(&service) => Role::Compute,
        _ if SECURITY.contains(&service) => Role::Security,
        _ if DATA.contains(&service) => Role::Data,
        _ => Role::Other,
    }
}
