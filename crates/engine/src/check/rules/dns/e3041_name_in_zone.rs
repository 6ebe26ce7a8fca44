//! E3041: a record outside of its zone.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3041",
    severity: Severity::Error,
    what: "Finds a record whose `Name` is not in its `HostedZoneName`, and a `HostedZoneName` without its dot at the end.",
    why: "Route 53 refuses the record.",
    example: "`Name: www.example.org` in `example.com.`",
    fix: "write a name that ends with the zone, and the zone with a dot at its end",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for record in resource::of_type(scope, "AWS::Route53::RecordSet") {
        validate(rule, context, &record.properties.get("HostedZoneName"), &record.properties.get("Name"), true);
    }
    for group in resource::of_type(scope, "AWS::Route53::RecordSetGroup") {
        let zone = group.properties.get("HostedZoneName");
        for (index, record) in group.properties.get("RecordSets").items().unwrap_or_default().iter().enumerate() {
            validate(rule, context, &zone, &record.get("Name"), index == 0);
        }
    }
}

fn validate(rule: &Rule, context: &mut Context<'_>, zone: &Property<'_>, name: &Property<'_>, is_first: bool) {
    let Some(given) = zone.text() else { return };
    if !given.ends_with('.') && is_first {
        zone.report(
            context,
            rule.finding(format!("`HostedZoneName` is `{given}`, without a dot at its end")).help(format!("write `{given}.`")),
        );
    }
    let Some(written) = name.text() else { return };
    let plain = |text: &str| text.trim_end_matches('.').to_lowercase();
    let (own, within) = (plain(&written), plain(&given));
    if own != within && !own.ends_with(&format!(".{within}")) {
        name.report(context, rule.finding(format!("`{written}` is not in the zone `{given}`")).help(rule.fix));
    }
}
