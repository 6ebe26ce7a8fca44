//! Which service a message says it is of, and whether a failure can be told by it.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Failure, Rank};
use super::words::parts;

/// Services whose things any other service may speak of: a subnet, a role, a key, a bucket, a log group, a secret, an image.
const SHARED: [&str; 11] = [
    "ec2",
    "iam",
    "kms",
    "s3",
    "logs",
    "secretsmanager",
    "ssm",
    "ecr",
    "certificatemanager",
    "cloudformation",
    "servicediscovery",
];

/// Names of services in messages that differ from those in types; of two that begin alike, the longer stands first.
const ALIASES: [(&str, &str); 20] = [
    ("identitymanagement", "iam"),
    ("acm", "certificatemanager"),
    ("sfn", "stepfunctions"),
    ("cloudwatchevents", "events"),
    ("eventbridge", "events"),
    ("cloudwatchlogs", "logs"),
    ("cognitoidentityprovider", "cognito"),
    ("cognitoidentity", "identitypool"),
    ("ec2containerregistry", "ecr"),
    ("ec2containerservice", "ecs"),
    ("docdb", "rds"),
    ("neptune", "rds"),
    ("kinesisfirehose", "firehose"),
    ("securitytoken", "iam"),
    ("elasticfilesystem", "efs"),
    ("kafka", "msk"),
    ("simplesystemsmanagement", "ssm"),
    ("elasticmapreduce", "emr"),
    ("simpleemail", "ses"),
    ("es", "elasticsearch"),
];

/// What makes and holds resources of every service, so that its types tell of none.
const HOLDERS: [&str; 3] = ["cloudformation", "serverless", "cdk"];

/// Codes that ECS begins the reasons of stopped tasks with.
const STOPPED: [&str; 5] = [
    "ResourceInitializationError",
    "CannotPullContainerError",
    "CannotStartContainerError",
    "CannotCreateContainerError",
    "ContainerRuntimeError",
];

/// What operations of the API are about, each with the services that have them.
type Operations = BTreeMap<String, Vec<String>>;

/// The services of which one says a message: the one that it ends with, `(Service: AmazonRDS; Status Code: 400)`; whose code it begins
/// with; those that have the operation which it names; or that of the resource which it is about (`AWS::RDS::DBInstance`). None is any.
pub(super) fn of(message: &str, operations: &Operations) -> Vec<String> {
    if let Some(service) = named(message) {
        return vec![service];
    }
    if STOPPED.iter().any(|code| message.contains(code)) {
        return vec!["ecs".to_owned()];
    }
    let readings = [of_operation(message, operations), of_types(message), of_code(message, operations)];
    readings.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// The service that an SDK adds: `(Service: Rds, Status Code: 400)`, `operation error RDS: CreateDBInstance, https response error`.
fn named(message: &str) -> Option<String> {
    let (end, rest) = match message.split_once("(Service:") {
        Some((_, rest)) => ([';', ',', ')'].as_slice(), rest),
        None => ([':'].as_slice(), message.split_once("operation error ")?.1),
    };
    normal(rest.split(end).next()?)
}

/// A service's name without what the SDKs, types and versions of it add: `AmazonElasticLoadBalancingV2` is `elasticloadbalancing`.
fn normal(name: &str) -> Option<String> {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let own = name.trim_start_matches("amazon").trim_start_matches("aws");
    if let Some(service) = alias(own) {
        return Some(service.to_owned());
    }
    let plain = ["v2", "service", "internal", "provider"].iter().fold(own, |name, end| name.trim_end_matches(end));
    let is_name = !plain.is_empty() && plain != "null" && plain.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name.then(|| plain.to_owned())
}

fn alias(name: &str) -> Option<&'static str> {
    ALIASES.iter().find(|(alias, _)| name.starts_with(alias)).map(|(_, service)| *service)
}

/// The service of a type, `AWS::RDS::DBInstance`; none of what holds resources of others.
fn of_type(name: &str) -> Option<String> {
    let (service, resource) = name.strip_prefix("AWS::")?.split_once("::")?;
    let joined = format!("{service}{resource}").to_lowercase();
    let service = alias(&joined).map(str::to_owned).or_else(|| normal(service))?;
    Some(service).filter(|service| !HOLDERS.contains(&service.as_str()))
}

/// The services of the types that a message names, and CloudFormation, which names them.
fn of_types(message: &str) -> Vec<String> {
    let words = message.split(|c: char| !c.is_ascii_alphanumeric() && c != ':');
    let found: BTreeSet<String> = words.filter_map(of_type).collect();
    let is_any = found.is_empty();
    found.into_iter().chain((!is_any).then(|| "cloudformation".to_owned())).collect()
}

/// The services with the operation of `when calling the CreateTable operation`.
fn of_operation(message: &str, operations: &Operations) -> Vec<String> {
    let Some((_, rest)) = message.split_once("when calling the ") else { return Vec::new() };
    let operation = rest.split_whitespace().next().unwrap_or_default();
    let verb = operation.bytes().skip(1).take_while(u8::is_ascii_lowercase).count() + 1;
    let object = operation.get(verb..).unwrap_or_default();
    let found = operations.iter().filter(|(name, _)| object.starts_with(name.as_str())).max_by_key(|(name, _)| name.len());
    found.map(|(_, services)| services.clone()).unwrap_or_default()
}

/// The services of the thing that an error code is about: `ReplicationGroupAlreadyExists` is no word of IAM. Any service has quotas
/// (`ServiceQuotaExceeded`).
fn of_code(message: &str, operations: &Operations) -> Vec<String> {
    let codes = message.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').filter_map(parts);
    let mut things = codes.filter(|(thing, _)| *thing != "Service").filter_map(|(thing, _)| operations.get(thing));
    things.next().cloned().unwrap_or_default()
}

/// Whether any other service may speak of a service's things.
pub(super) fn is_shared(service: &str) -> bool {
    SHARED.contains(&service)
}

/// Whether a failure can be told by a service: by those that alone say it, else by those of its types, if it has any.
pub(super) fn may_tell(service: &str, failure: &Failure) -> bool {
    if !failure.said_by.is_empty() {
        return failure.said_by.iter().any(|by| by == service);
    }
    let is_same = |of: &String| of == service;
    let is_of_one = || failure.types.iter().any(|of| of_type(of).is_none_or(|of| is_shared(&of) || is_same(&of)));
    failure.rank == Rank::Outcome || failure.types.is_empty() || is_of_one()
}

#[cfg(test)]
mod tests {
    use super::{may_tell, of};
    use crate::failure::catalog::Catalog;

    #[test]
    fn a_service_tells_of_its_own_failures_and_of_shared_things() {
        let catalog = Catalog::load().expect("the data files are well-formed");
        let mut failure = catalog.failures.iter().find(|failure| failure.id == "iam-taken").expect("a failure").clone();
        assert!(may_tell("iam", &failure) && !may_tell("memorydb", &failure));
        failure.said_by.clear();
        let mut told = |message: &str, resource_type: &str| {
            failure.types = vec![resource_type.to_owned()];
            of(message, &catalog.operations).iter().any(|service| may_tell(service, &failure))
        };
        assert!(told("x (Service: AmazonElasticLoadBalancing; Status Code: 400)", "AWS::ElasticLoadBalancingV2::Listener"));
        assert!(told("x (Service: AmazonElasticFileSystem; Status Code: 409)", "AWS::EFS::MountTarget"));
        assert!(told("x (Service: CognitoIdentityProvider, Status Code: 400)", "AWS::Cognito::UserPool"));
        assert!(told("x (Service: Ecs, Status Code: 400)", "AWS::EC2::Subnet"));
        assert!(told("x (Service: AWSLambdaInternal; Status Code: 400)", "AWS::Lambda::Function"));
        assert!(!told("x (Service: AmazonEC2; Status Code: 400)", "AWS::RDS::DBInstance"));
        assert!(!told("x (Service: AmazonApiGatewayV2; Status Code: 409)", "AWS::ECS::Service"));
        assert!(!told("ResourceInitializationError: signal: killed", "AWS::AutoScaling::AutoScalingGroup"));
        assert!(told("An error occurred (X) when calling the DeleteDBInstance operation: y", "AWS::RDS::DBInstance"));
        assert!(!told("An error occurred (X) when calling the DeleteDBInstance operation: y", "AWS::ECS::Service"));
        assert!(told(
            "1:02 PM | CREATE_FAILED | AWS::ElasticLoadBalancingV2::Listener | L x",
            "AWS::ElasticLoadBalancing::LoadBalancer"
        ));
        assert!(!told("1:02 PM | CREATE_FAILED | AWS::SQS::Queue | Queue (Q1) x", "AWS::RDS::DBInstance"));
        assert!(!told(
            "operation error Elastic Load Balancing v2: CreateTargetGroup, https response error",
            "AWS::RDS::DBInstance"
        ));
        let service = |message: &str| of(message, &catalog.operations);
        assert!(service("CREATE_FAILED | AWS::CloudFormation::Stack | shop x").is_empty());
        assert_eq!(service("x (Service: Amazon S3; Status Code: 400)"), ["s3"]);
        assert_eq!(service("x (Service: AmazonCognitoIdentity; Status Code: 400)"), ["identitypool"]);
        assert_eq!(service("x (Service: AWSCognitoIdentityProviderService; Status Code: 400)"), ["cognito"]);
        assert_eq!(service("x (AWS::Cognito::IdentityPool)"), ["identitypool", "cloudformation"]);
        let of_group = of("ReplicationGroupAlreadyExistsFault: there is one", &catalog.operations);
        assert!(of_group.contains(&"elasticache".to_owned()) && !of_group.contains(&"iam".to_owned()), "{of_group:?}");
        assert!(of("ServiceQuotaExceededException: too many", &catalog.operations).is_empty());
        assert!(of("no service here, nor when calling the FooBar operation", &catalog.operations).is_empty());
    }
}
