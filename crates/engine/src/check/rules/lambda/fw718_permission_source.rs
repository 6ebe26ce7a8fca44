//! FW718: a permission for a caller that never calls so.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{arn, resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW718",
    severity: Severity::Error,
    what: "Finds an `AWS::Lambda::Permission` whose `SourceArn` is an ARN of another service than its principal calls with, and one for S3 that names the objects of a bucket.",
    why: "The permission holds for no call: an API answers 500, and events are lost.",
    example: "`Principal: apigateway.amazonaws.com` with `SourceArn: !Sub \"arn:aws:apigateway:${AWS::Region}::/restapis/${Api}\"`",
    fix: "write the ARN that the service calls with: of an API `arn:aws:execute-api:REGION:ACCOUNT:API/*`, of a bucket `arn:aws:s3:::NAME`",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    kind: RuleKind::Template(run),
};

/// Principals, and the service in the ARNs of what they call for.
const CALLERS: [(&str, &str); 7] = [
    ("apigateway.amazonaws.com", "execute-api"),
    ("cognito-idp.amazonaws.com", "cognito-idp"),
    ("elasticloadbalancing.amazonaws.com", "elasticloadbalancing"),
    ("events.amazonaws.com", "events"),
    ("s3.amazonaws.com", "s3"),
    ("secretsmanager.amazonaws.com", "secretsmanager"),
    ("sns.amazonaws.com", "sns"),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for permission in resource::of_type(context.scope(), "AWS::Lambda::Permission") {
        let principal = permission.properties.get("Principal").text().unwrap_or_default();
        let source = permission.properties.get("SourceArn");
        let known = CALLERS.iter().find(|(caller, _)| *caller == principal).zip(arn::of(&source));
        let Some(((_, wanted), given)) = known else { continue };
        let message = if given.service != *wanted {
            format!("`{principal}` calls with an ARN of `{wanted}`, found one of `{}`", given.service)
        } else if given.service == "s3" && source.ends_with("/*") {
            "S3 calls with the ARN of the bucket, found that of its objects".to_owned()
        } else {
            continue;
        };
        source.report(context, rule.finding(message).help(rule.fix));
    }
}
