//! E3064: two endpoints of a network that take the same private names.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "E3064",
    severity: Severity::Error,
    what: "Finds two interface endpoints of one service in one VPC that both have `PrivateDnsEnabled: true`.",
    why: "EC2 refuses the second: `private-dns-enabled cannot be set because there is already a conflicting DNS domain`.",
    example: "Two endpoints of `com.amazonaws.eu-west-1.ecr.api`",
    fix: "keep one endpoint, or set `PrivateDnsEnabled: false` on the other",
    link: "https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let endpoints = resource::of_type(context.scope(), "AWS::EC2::VPCEndpoint").into_iter().filter(takes_names);
    let same = |endpoint: &Resource<'_>| {
        let part = |name| endpoint.properties.get(name).identity();
        Some(format!("{}\n{}", part("VpcId")?, part("ServiceName")?))
    };
    for endpoints in resource::grouped(endpoints, same).values() {
        for (index, one) in endpoints.iter().enumerate() {
            let Some(other) = endpoints[..index].iter().find(|other| resource::coexist(one, other)) else { continue };
            let message = format!("`{}` and `{}` take the private names of one service", other.id, one.id);
            let property = one.properties.get("PrivateDnsEnabled");
            property.report(context, rule.finding(message).help(rule.fix).related(other.location, "the other endpoint"));
        }
    }
}

fn takes_names(endpoint: &Resource<'_>) -> bool {
    let has_names = endpoint.properties.get("PrivateDnsEnabled").text().is_some_and(|text| text.eq_ignore_ascii_case("true"));
    has_names && endpoint.properties.get("VpcEndpointType").is("Interface")
}
