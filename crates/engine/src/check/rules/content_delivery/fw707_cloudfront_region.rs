//! FW707: what CloudFront uses, in another region than us-east-1.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW707",
    severity: Severity::Error,
    what: "Finds a distribution, or a domain name of an edge-optimized API, whose certificate is in another region than us-east-1; and a web ACL or its parts of the scope `CLOUDFRONT` there.",
    why: "CloudFront takes certificates of us-east-1 only and refuses the distribution; WAF has that scope in us-east-1 only, and refuses it elsewhere.",
    example: "`AcmCertificateArn: arn:aws:acm:eu-west-1:…`",
    fix: "make it in us-east-1, in a stack of that region",
    link: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
    kind: RuleKind::Template(run),
};

/// The region of what CloudFront uses.
const REGION: &str = "us-east-1";

/// What WAF has for a region or for CloudFront.
const SCOPED: [&str; 4] = ["AWS::WAFv2::IPSet", "AWS::WAFv2::RegexPatternSet", "AWS::WAFv2::RuleGroup", "AWS::WAFv2::WebACL"];

/// Where CloudFront takes a certificate.
const PLACES: [(&str, &[&str]); 2] = [
    ("AWS::CloudFront::Distribution", &["DistributionConfig", "ViewerCertificate", "AcmCertificateArn"]),
    ("AWS::ApiGateway::DomainName", &["CertificateArn"]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    if let Some(region) = scope.region().filter(|region| *region != REGION) {
        for part in SCOPED.iter().flat_map(|kind| resource::of_type(scope, kind)) {
            let given = part.properties.get("Scope");
            if given.is("CLOUDFRONT") {
                let message =
                    format!("`{}` has the scope `CLOUDFRONT`, which is in {REGION} only; the stack is in {region}", part.id);
                given.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
    for (kind, way) in PLACES {
        for holder in resource::of_type(scope, kind) {
            for certificate in holder.properties.places(way).into_iter().flatten() {
                let written = certificate.text().filter(|arn| arn.starts_with("arn:aws:acm:"));
                let of_stack = || certificate.owner_of("AWS::CertificateManager::Certificate").and(scope.region());
                let region = written.as_deref().and_then(|arn| arn.split(':').nth(3)).or_else(of_stack);
                // Partitions of their own have no us-east-1.
                let Some(region) = region.filter(|region| *region != REGION && !region.starts_with("cn-")) else { continue };
                let message = format!("the certificate of `{}` is in {region}, CloudFront takes those of {REGION}", holder.id);
                certificate.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}
