//! E3061: days that an archive tier does not take.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3061",
    severity: Severity::Error,
    what: "Finds a tier of Intelligent-Tiering with fewer days than it takes.",
    why: "S3 refuses the bucket.",
    example: "`DEEP_ARCHIVE_ACCESS` after 90 days",
    fix: "write 90 to 730 days for `ARCHIVE_ACCESS`, and 180 to 730 for `DEEP_ARCHIVE_ACCESS`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-tiering.html",
    kind: RuleKind::Template(run),
};

/// The days that the tiers take.
const TIERS: [(&str, [i64; 2]); 2] = [("ARCHIVE_ACCESS", [90, 730]), ("DEEP_ARCHIVE_ACCESS", [180, 730])];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for bucket in resource::of_type(context.scope(), "AWS::S3::Bucket") {
        let configurations = bucket.properties.get("IntelligentTieringConfigurations").items().unwrap_or_default();
        for tier in configurations.iter().flat_map(|one| one.get("Tierings").items().unwrap_or_default()) {
            let days = tier.get("Days");
            let known = TIERS.iter().find(|(name, _)| tier.get("AccessTier").is(name)).zip(days.number());
            let Some(((name, [least, most]), given)) = known.filter(|((_, [least, most]), days)| days < least || days > most)
            else {
                continue;
            };
            days.report(context, rule.finding(format!("`{name}`: expected {least} to {most} days, found {given}")));
        }
    }
}
