//! What a box says below its name, and its colour.

use super::label;
use super::model::Role;
use crate::language::stacks::Stack;
use crate::template::Node;

/// The type in short, and the property that tells a resource from its like.
pub(super) fn of<'a>(stack: &Stack<'a>, resource_type: &str, resource: &'a Node) -> String {
    let short = short_type(resource_type);
    let seen = |path: &[&str]| {
        let path: Vec<&str> = std::iter::once("Properties").chain(path.iter().copied()).collect();
        label::seen(stack, resource.at_path(&path))
    };
    let texts: Vec<String> = telling(resource_type).iter().filter_map(|path| seen(path)).collect();
    if resource_type == "AWS::ElasticLoadBalancingV2::ListenerRule" {
        return rule(stack, resource).map_or(short.clone(), |condition| format!("{short} {condition}"));
    }
    if texts.is_empty() { short } else { format!("{short} {}", texts.join(" ")) }
}

/// The properties that tell resources of a type apart.
fn telling(resource_type: &str) -> &'static [&'static [&'static str]] {
    match resource_type {
        "AWS::ElasticLoadBalancingV2::Listener" | "AWS::ElasticLoadBalancingV2::TargetGroup" => &[&["Protocol"], &["Port"]],
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => &[&["Scheme"]],
        "AWS::EC2::VPC" | "AWS::EC2::Subnet" => &[&["CidrBlock"]],
        "AWS::EC2::Route" => &[&["DestinationCidrBlock"]],
        "AWS::Route53::RecordSet" => &[&["Type"], &["Name"]],
        "AWS::SSM::Parameter" | "AWS::SecretsManager::Secret" => &[&["Name"]],
        "AWS::ECS::TaskDefinition" => &[&["Family"]],
        "AWS::ECR::Repository" => &[&["RepositoryName"]],
        "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster" => &[&["Engine"]],
        _ => &[],
    }
}

/// The host or path on which a rule decides.
fn rule<'a>(stack: &Stack<'a>, resource: &'a Node) -> Option<String> {
    let conditions = resource.at_path(&["Properties", "Conditions"])?.as_list()?;
    let texts = conditions.iter().filter_map(|condition| {
        let configs = ["HostHeaderConfig", "PathPatternConfig"];
        let values = configs.iter().find_map(|config| condition.at_path(&[config, "Values"])).or_else(|| condition.get("Values"));
        let values = values?.as_list()?.iter().filter_map(|value| label::seen(stack, Some(value)));
        Some(values.collect::<Vec<_>>().join(" or "))
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

/// The colour of a type.
pub(super) fn role(resource_type: &str) -> Role {
    let (service, name) = resource_type.trim_start_matches("AWS::").split_once("::").unwrap_or((resource_type, ""));
    match (service, name) {
        ("ElasticLoadBalancingV2" | "ElasticLoadBalancing" | "Route53" | "CloudFront" | "ApiGateway" | "ApiGatewayV2", _) => {
            Role::Entry
        }
        ("ECS" | "Lambda" | "AutoScaling" | "ApplicationAutoScaling" | "Batch" | "StepFunctions", _)
        | ("EC2", "Instance" | "LaunchTemplate") => Role::Compute,
        ("EC2", "SecurityGroup" | "SecurityGroupIngress" | "SecurityGroupEgress")
        | ("IAM" | "SecretsManager" | "KMS" | "CertificateManager" | "Cognito" | "WAFv2", _) => Role::Security,
        ("EC2", _) => Role::Network,
        ("RDS" | "DynamoDB" | "S3" | "Logs" | "ECR" | "SSM" | "ElastiCache" | "EFS" | "SQS" | "SNS" | "Kinesis", _) => Role::Data,
        _ => Role::Other,
    }
}
