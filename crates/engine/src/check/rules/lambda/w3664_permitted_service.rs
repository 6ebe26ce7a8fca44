//! W3664: a permission for another service than the one that invokes.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "W3664",
    severity: Severity::Warning,
    what: "Finds a Lambda permission whose `Principal` is not the service of the resource in `SourceArn`.",
    why: "The service that sends the events may not invoke the function, and the one that may sends none.",
    example: "\"Principal\": \"sns.amazonaws.com\" with the ARN of a bucket",
    fix: "write the service that owns the resource",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    kind: RuleKind::Template(run),
};

/// What invokes functions, and the service that does it.
const SERVICES: [(&str, &str); 10] = [
    ("AWS::ApiGateway::RestApi", "apigateway"),
    ("AWS::ApiGatewayV2::Api", "apigateway"),
    ("AWS::Cognito::UserPool", "cognito-idp"),
    ("AWS::Config::ConfigRule", "config"),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "elasticloadbalancing"),
    ("AWS::Events::Rule", "events"),
    ("AWS::IoT::TopicRule", "iot"),
    ("AWS::Logs::LogGroup", "logs"),
    ("AWS::S3::Bucket", "s3"),
    ("AWS::SNS::Topic", "sns"),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for permission in resource::of_type(context.scope(), "AWS::Lambda::Permission") {
        let (principal, source) = (permission.properties.get("Principal"), permission.properties.get("SourceArn"));
        let Some(given) = principal.text() else { continue };
        let sender = SERVICES.iter().find_map(|(kind, service)| Some((source.owner_of(kind)?, service)));
        let Some((owner, service)) = sender else { continue };
        if is_service(&given) && given.split('.').next() != Some(service) {
            let message = format!("`{given}` may invoke the function, and {service} sends the events of `{}`", owner.id);
            principal.report(context, rule.finding(message).help(format!("expected `{service}.amazonaws.com`")));
        }
    }
}

/// Whether a principal is a service: accounts and organizations may be permitted for anything.
fn is_service(principal: &str) -> bool {
    principal.contains(".amazonaws.com")
}
