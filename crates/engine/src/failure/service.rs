//! Which service a message says it is of, and whether a failure can be told by it.

use super::catalog::{Failure, Rank};

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
const ALIASES: [(&str, &str); 9] = [
    ("identitymanagement", "iam"),
    ("acm", "certificatemanager"),
    ("sfn", "stepfunctions"),
    ("cloudwatchevents", "events"),
    ("eventbridge", "events"),
    ("cloudwatchlogs", "logs"),
    ("cognitoidentity", "cognito"),
    ("es", "elasticsearch"),
    ("securitytoken", "iam"),
];

/// Codes that ECS begins the reasons of stopped tasks with.
const STOPPED: [&str; 5] = [
    "ResourceInitializationError",
    "CannotPullContainerError",
    "CannotStartContainerError",
    "CannotCreateContainerError",
    "ContainerRuntimeError",
];

/// The service that a message ends with: `(Service: AmazonRDS; Status Code: 400)`, `(Service: Rds, Status Code: 400)`; or whose code it
/// begins with.
pub(super) fn of(message: &str) -> Option<String> {
    let Some((_, rest)) = message.split_once("(Service:") else {
        return STOPPED.iter().any(|code| message.contains(code)).then(|| "ecs".to_owned());
    };
    let name: String = rest.trim_start().chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let plain = name.trim_start_matches("amazon").trim_start_matches("aws");
    let plain = ["v2", "service", "internal", "provider"].iter().fold(plain, |name, end| name.trim_end_matches(end));
    let alias = ALIASES.iter().find(|(alias, _)| plain.starts_with(alias));
    Some(alias.map_or(plain, |(_, service)| service).to_owned()).filter(|name| !name.is_empty())
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
        let mut failure = catalog.failures.into_iter().find(|failure| failure.id == "iam-taken").expect("a failure");
        assert!(may_tell("iam", &failure) && !may_tell("memorydb", &failure));
        failure.said_by.clear();
        let mut told = |message: &str, resource_type: &str| {
            failure.types = vec![resource_type.to_owned()];
            may_tell(&of(message).expect("a service"), &failure)
        };
        assert!(told("x (Service: AmazonElasticLoadBalancing; Status Code: 400)", "AWS::ElasticLoadBalancingV2::Listener"));
        assert!(told("x (Service: CognitoIdentityProvider, Status Code: 400)", "AWS::Cognito::UserPool"));
        assert!(told("x (Service: Ecs, Status Code: 400)", "AWS::EC2::Subnet"));
        assert!(told("x (Service: AWSLambdaInternal; Status Code: 400)", "AWS::Lambda::Function"));
        assert!(!told("x (Service: AmazonEC2; Status Code: 400)", "AWS::RDS::DBInstance"));
        assert!(!told("x (Service: AmazonApiGatewayV2; Status Code: 409)", "AWS::ECS::Service"));
        assert!(!told("ResourceInitializationError: signal: killed", "AWS::AutoScaling::AutoScalingGroup"));
        assert_eq!(of("no service here"), None);
    }
}
