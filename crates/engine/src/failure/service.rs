//! Which service a message says it is of, and whether a failure can be told by it.

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

/// The service that a message ends with: `(Service: AmazonRDS; Status Code: 400)`, `(Service: Rds, Status Code: 400)`.
pub(super) fn of(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("(Service:")?;
    let name: String = rest.trim_start().chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let plain = name.trim_start_matches("amazon").trim_start_matches("aws");
    let plain = ["v2", "service", "internal", "provider"].iter().fold(plain, |name, end| name.trim_end_matches(end));
    let alias = ALIASES.iter().find(|(alias, _)| plain.starts_with(alias));
    Some(alias.map_or(plain, |(_, service)| service).to_owned()).filter(|name| !name.is_empty())
}

/// Whether a failure of these types can be told by a service. Without types it is known for any.
pub(super) fn may_tell(service: &str, types: &[String]) -> bool {
    let service_of = |of: &String| of.split("::").nth(1).unwrap_or_default().to_lowercase();
    let is_same = |of: &String| of.starts_with(service) || service.starts_with(of.trim_end_matches("v2"));
    types.is_empty() || types.iter().map(service_of).any(|of| SHARED.contains(&of.as_str()) || is_same(&of))
}

#[cfg(test)]
mod tests {
    use super::{may_tell, of};

    #[test]
    fn a_service_tells_of_its_own_failures_and_of_shared_things() {
        let told = |message: &str, resource_type: &str| may_tell(&of(message).expect("a service"), &[resource_type.to_owned()]);
        assert!(told("x (Service: AmazonElasticLoadBalancing; Status Code: 400)", "AWS::ElasticLoadBalancingV2::Listener"));
        assert!(told("x (Service: CognitoIdentityProvider, Status Code: 400)", "AWS::Cognito::UserPool"));
        assert!(told("x (Service: Ecs, Status Code: 400)", "AWS::EC2::Subnet"));
        assert!(told("x (Service: AWSLambdaInternal; Status Code: 400)", "AWS::Lambda::Function"));
        assert!(!told("x (Service: AmazonEC2; Status Code: 400)", "AWS::RDS::DBInstance"));
        assert!(!told("x (Service: AmazonApiGatewayV2; Status Code: 409)", "AWS::ECS::Service"));
        assert_eq!(of("no service here"), None);
    }
}
