//! E3013: an alias that is no name of a host.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3013",
    severity: Severity::Error,
    what: "Finds an alias of a distribution that is not a host name, or has its `*` elsewhere than at its start.",
    why: "CloudFront refuses the distribution: `The CNAME you provided is invalid`.",
    example: "`a.*.example.com`",
    fix: "write a host name, or one that begins with `*.`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-distributionconfig.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for distribution in resource::of_type(context.scope(), "AWS::CloudFront::Distribution") {
        for alias in distribution.properties.at(&["DistributionConfig", "Aliases"]).every_item() {
            if let Some(name) = alias.text().filter(|name| !alias.is_chosen() && !is_host(name)) {
                alias.report(context, rule.finding(format!("`{}` is not a valid host name", shown(&name))).help(rule.fix));
            }
        }
    }
}

/// Whether a text is a host name of at least two parts, of which the first may be `*`. What another tool fills in may be one.
fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (1..=63).contains(&label.len()) && label.bytes().all(is_sign) && !label.starts_with('-') && !label.ends_with('-')
    };
    let rest = name.strip_prefix("*.").unwrap_or(name);
    name.contains(['$', '{', '<']) || rest.contains('.') && rest.split('.').all(is_label)
}
