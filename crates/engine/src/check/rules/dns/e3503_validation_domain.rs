//! E3503: a certificate that is validated for another domain.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3503",
    severity: Severity::Error,
    what: "Finds a `ValidationDomain` that is not above its `DomainName`.",
    why: "ACM refuses the certificate.",
    example: "`ValidationDomain: example.org` for `www.example.com`",
    fix: "write the domain itself, or one above it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-certificatemanager-certificate-domainvalidationoption.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for certificate in resource::of_type(context.scope(), "AWS::CertificateManager::Certificate") {
        for option in certificate.properties.get("DomainValidationOptions").items().unwrap_or_default() {
            let above = option.get("ValidationDomain");
            let Some((domain, name)) = above.text().zip(option.get("DomainName").text()) else { continue };
            if domain != name && !name.ends_with(&format!(".{domain}")) {
                above.report(context, rule.finding(format!("`{domain}` is not above `{name}`")).help(rule.fix));
            }
        }
    }
}
