//! FW725: a web ACL of another scope than what it is to protect.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{arn, resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW725",
    severity: Severity::Error,
    what: "Finds a distribution with a web ACL of the scope `REGIONAL`, an association of one of the scope `CLOUDFRONT`, an association with a distribution, and a destination of a web ACL's logs whose name does not begin with `aws-waf-logs-`.",
    why: "CloudFront and WAF refuse them.",
    example: "`ResourceArn: !Sub \"arn:aws:cloudfront::${AWS::AccountId}:distribution/${Site}\"` in a `WebACLAssociation`",
    fix: "give a distribution the ARN of a web ACL of the scope `CLOUDFRONT` as `WebACLId`, and associate the others with one of the scope `REGIONAL`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html",
    kind: RuleKind::Template(run),
};

const WEB_ACL: &str = "AWS::WAFv2::WebACL";
const DISTRIBUTION: &str = "AWS::CloudFront::Distribution";

/// What takes the logs of a web ACL, and its name.
const LOGGED_TO: [(&str, &str); 3] = [
    ("AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName"),
    ("AWS::Logs::LogGroup", "LogGroupName"),
    ("AWS::S3::Bucket", "BucketName"),
];
/// What its name begins with.
const LOG_NAME: &str = "aws-waf-logs-";

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for association in resource::of_type(scope, "AWS::WAFv2::WebACLAssociation") {
        let (acl, to) = (association.properties.get("WebACLArn"), association.properties.get("ResourceArn"));
        if to.owner_of(DISTRIBUTION).is_some() || arn::of(&to).is_some_and(|arn| arn.service == "cloudfront") {
            let message = format!("`{}` is about a distribution, which names its web ACL itself", association.id);
            to.report(context, rule.finding(message).help("remove it, and give the distribution the ARN as `WebACLId`"));
        } else if let Some(acl) = acl.owner_of(WEB_ACL).filter(|acl| acl.properties.get("Scope").is("CLOUDFRONT")) {
            let message = format!("`{}` has the scope `CLOUDFRONT`, and is for distributions only", acl.id);
            to.report(context, rule.finding(message).help("use a web ACL of the scope `REGIONAL`").related(acl.location, "it"));
        }
    }
    for distribution in resource::of_type(scope, DISTRIBUTION) {
        for used in distribution.properties.at(&["DistributionConfig", "WebACLId"]).cases() {
            let Some(acl) = used.owner_of(WEB_ACL).filter(|acl| acl.properties.get("Scope").is("REGIONAL")) else { continue };
            let message = format!("`{}` has the scope `REGIONAL`, and `{}` takes one of `CLOUDFRONT`", acl.id, distribution.id);
            used.report(
                context,
                rule.finding(message).help("make it with `Scope: CLOUDFRONT`, in us-east-1").related(acl.location, "it"),
            );
        }
    }
    for logging in resource::of_type(scope, "AWS::WAFv2::LoggingConfiguration") {
        for to in logging.properties.get("LogDestinationConfigs").every_item() {
            let target = LOGGED_TO.iter().find_map(|(kind, name)| Some((to.owner_of(kind)?, *name)));
            let Some((target, name)) = target.map(|(target, name)| (target.clone(), target.properties.get(name))) else {
                continue;
            };
            let Some(given) = name.text().filter(|given| !given.starts_with(LOG_NAME)) else { continue };
            let message = format!("`{}` is called `{given}`, and WAF logs to what begins with `{LOG_NAME}`", target.id);
            name.report(context, rule.finding(message).help(format!("call it `{LOG_NAME}{given}`")));
        }
    }
}
