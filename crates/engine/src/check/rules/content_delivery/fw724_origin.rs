//! FW724: an origin that CloudFront refuses.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Piece;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW724",
    severity: Severity::Error,
    what: "Finds an origin with both an origin access control and an origin access identity, and the website of a bucket with `S3OriginConfig`.",
    why: "CloudFront refuses the distribution: `IllegalOriginAccessConfiguration`, `The parameter Origin DomainName does not refer to a valid S3 bucket`.",
    example: "`OriginAccessControlId` beside `S3OriginConfig: {OriginAccessIdentity: …}`",
    fix: "with an access control write `S3OriginConfig: {OriginAccessIdentity: \"\"}`; for a website write `CustomOriginConfig: {OriginProtocolPolicy: http-only}`",
    link: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for distribution in resource::of_type(context.scope(), "AWS::CloudFront::Distribution") {
        for origin in distribution.properties.at(&["DistributionConfig", "Origins"]).every_item() {
            let bucket = origin.get("S3OriginConfig");
            let identity = bucket.get("OriginAccessIdentity");
            if has_text(&identity, "origin-access-identity") && origin.get("OriginAccessControlId").is_given() {
                let message = format!("an origin of `{}` has both an access control and an access identity", distribution.id);
                identity.report(context, rule.finding(message).help("write `OriginAccessIdentity: \"\"`"));
            }
            let name = origin.get("DomainName");
            if has_text(&name, ".s3-website") && bucket.is_given() {
                let message = format!("an origin of `{}` is the website of a bucket, and has `S3OriginConfig`", distribution.id);
                let help = "write `CustomOriginConfig: {OriginProtocolPolicy: http-only}` instead";
                bucket.report(context, rule.finding(message).help(help).related(name.location(), "the website"));
            }
        }
    }
}

fn has_text(property: &Property<'_>, wanted: &str) -> bool {
    property.parts().iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(wanted)))
}
