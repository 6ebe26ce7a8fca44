//! E3057: a cache behaviour of an origin that is not there.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3057",
    severity: Severity::Error,
    what: "Finds a `TargetOriginId` that is the `Id` of no origin, or group of origins, of the distribution.",
    why: "CloudFront refuses the distribution: `TargetOriginId … does not exist`.",
    example: "`TargetOriginId: sites` with an origin `site`",
    fix: "write the `Id` of an origin",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-defaultcachebehavior.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for distribution in resource::of_type(context.scope(), "AWS::CloudFront::Distribution") {
        let config = distribution.properties.get("DistributionConfig");
        let Some(origins) = ids(&config) else { continue };
        let behaviors = config.get("CacheBehaviors").items().unwrap_or_default();
        for behavior in [config.get("DefaultCacheBehavior")].into_iter().chain(behaviors) {
            let target = behavior.get("TargetOriginId");
            let Some(given) = target.text().filter(|given| !origins.contains(given)) else { continue };
            let known: Vec<&str> = origins.iter().map(String::as_str).collect();
            let list = format!("it has {}", known.join(", "));
            let help = nearest(&given, known.iter().copied()).map_or(list, |near| format!("did you mean `{near}`?"));
            target.report(context, rule.finding(format!("the distribution has no origin `{given}`")).help(help));
        }
    }
}

/// The names of all origins and groups of origins, where they are known.
fn ids(config: &Property<'_>) -> Option<Vec<String>> {
    if config.get("Origins").is_absent() {
        return None;
    }
    let lists = [config.get("Origins"), config.at(&["OriginGroups", "Items"])];
    let items: Option<Vec<_>> = lists.iter().map(Property::items).collect();
    items?.into_iter().flatten().map(|origin| origin.get("Id").text()).collect()
}
