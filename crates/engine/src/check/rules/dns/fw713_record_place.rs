//! FW713: a record that Route 53 refuses at its place in the zone.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::{listener, resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW713",
    severity: Severity::Error,
    what: "Finds a `CNAME` record of the name of its zone, and an alias to a distribution of CloudFront or to a load balancer with a zone that is not its own.",
    why: "Route 53 refuses the record: `RRSet of type CNAME is not permitted at apex in zone`, or `the alias target name does not lie within the target zone`.",
    example: "`Type: CNAME` with the `Name` of the hosted zone",
    fix: "write an alias of type `A` at the name of the zone; the zone of CloudFront is `Z2FDTNDATAQYW2`",
    link: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html",
    kind: RuleKind::Template(run),
};

/// The zones of CloudFront: everywhere, and in China.
const CLOUDFRONT: [&str; 2] = ["Z2FDTNDATAQYW2", "Z3RFFRIM2A3IF5"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for record in resource::of_type(scope, "AWS::Route53::RecordSet") {
        validate(rule, context, &record.properties, &record.properties);
    }
    for group in resource::of_type(scope, "AWS::Route53::RecordSetGroup") {
        for record in group.properties.get("RecordSets").every_item() {
            validate(rule, context, &group.properties, &record);
        }
    }
}

fn validate(rule: &Rule, context: &mut Context<'_>, holder: &Property<'_>, record: &Property<'_>) {
    let kind = record.get("Type");
    let name = plain(&record.get("Name"));
    let by_id = holder.get("HostedZoneId").target_of("AWS::Route53::HostedZone").map(|zone| zone.properties.get("Name"));
    let zone = by_id.as_ref().and_then(plain).or_else(|| plain(&holder.get("HostedZoneName")));
    if kind.is("CNAME") && name.is_some() && name == zone {
        kind.report(context, rule.finding("a `CNAME` cannot have the name of its zone, where other records are").help(rule.fix));
    }
    let zone = record.at(&["AliasTarget", "HostedZoneId"]);
    let target = record.at(&["AliasTarget", "DNSName"]).owner_of("AWS::CloudFront::Distribution");
    if let (Some(target), Some(given)) = (target, zone.text().filter(|given| !CLOUDFRONT.contains(&given.as_str()))) {
        let message = format!("`{given}` is not the zone of CloudFront, and `{}` is a distribution", target.id);
        zone.report(context, rule.finding(message).help(format!("write `{}`", CLOUDFRONT[0])));
    }
    let balancer = record.at(&["AliasTarget", "DNSName"]).owner_of(listener::BALANCER);
    let is_other = zone.target_of("AWS::Route53::HostedZone").is_some()
        || zone.text().is_some_and(|given| CLOUDFRONT.contains(&given.as_str()))
        || zone.identity().is_some_and(|given| holder.get("HostedZoneId").identity() == Some(given));
    if let Some(balancer) = balancer.filter(|_| zone.node().is_some() && is_other) {
        let finding = rule.finding(format!("the zone of the alias is not that of the load balancer `{}`", balancer.id));
        zone.report(context, finding.help(format!("write `!GetAtt {}.CanonicalHostedZoneID`", balancer.id)));
    }
}

/// A name without the dot at its end; one that only the deployment knows, as it is written.
fn plain(name: &Property<'_>) -> Option<String> {
    name.node()?;
    name.identity().map(|name| name.trim_end_matches('.').to_lowercase())
}
