//! Which service a message says it is of, and whether a failure can be told by it.

use std::collections::BTreeMap;

use super::catalog::{Failure, Rank};
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

/// Names of services in messages that differ from those in types.
const ALIASES: [(&str, &str); 14] = [
    ("identitymanagement", "iam"),
    ("acm", "certificatemanager"),
    ("sfn", "stepfunctions"),
    ("cloudwatchevents", "events"),
    ("eventbridge", "events"),
    ("cloudwatchlogs", "logs"),
    ("cognitoidentity", "cognito"),
    ("es", "elasticsearch"),
    ("securitytoken", "iam"),
    ("elasticfilesystem", "efs"),
    ("kafka", "msk"),
    ("simplesystemsmanagement", "ssm"),
    ("elasticmapreduce", "emr"),
    ("simpleemail", "ses"),
];

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

/// The services of which one says a message: the one that it ends with, `(Service: AmazonRDS; Status Code: 400)` or
/// `(Service: Rds, Status Code: 400)`; whose code it begins with; or those that have the operation which it names. None is any.
pub(super) fn of(message: &str, operations: &Operations) -> Vec<String> {
    let Some((_, rest)) = message.split_once("(Service:") else {
        let is_stopped = STOPPED.iter().any(|code| message.contains(code));
        return match of_operation(message, operations) {
            _ if is_stopped => vec!["ecs".to_owned()],
            found if found.is_empty() => of_code(message, operations),
            found => found,
        };
    };
    let name: String = rest.trim_start().chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let plain = name.trim_start_matches("amazon").trim_start_matches("aws");
    let plain = ["v2", "service", "internal", "provider"].iter().fold(plain, |name, end| name.trim_end_matches(end));
    let alias = ALIASES.iter().find(|(alias, _)| plain.starts_with(alias));
    let service = alias.map_or(plain, |(_, service)| service);
    if service.is_empty() || service == "null" { Vec::new() } else { vec![service.to_owned()] }
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

/// Whether a failure can be told by a service: by those that alone say it, else by those of its types, if it has any.
pub(super) fn may_tell(service: &str, failure: &Failure) -> bool {
    if !failure.said_by.is_empty() {
        return failure.said_by.iter().any(|by| by == service);
    }
    let service_of = |of: &String| of.split("::").nth(1).unwrap_or_default().to_lowercase();
    let is_same = |of: &String| of.starts_with(service) || service.starts_with(of.trim_end_matches("v2"));
    let is_of_one = || failure.types.iter().map(service_of).any(|of| SHARED.contains(&of.as_str()) || is_same(&of));
    failure.rank != Rank::Cause || failure.types.is_empty() || is_of_one()
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
        let of_group = of("ReplicationGroupAlreadyExistsFault: there is one", &catalog.operations);
        assert!(of_group.contains(&"elasticache".to_owned()) && !of_group.contains(&"iam".to_owned()), "{of_group:?}");
        assert!(of("ServiceQuotaExceededException: too many", &catalog.operations).is_empty());
        assert!(of("no service here, nor when calling the FooBar operation", &catalog.operations).is_empty());
    }
}
