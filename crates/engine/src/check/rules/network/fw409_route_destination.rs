//! FW409: two routes of a table with one destination.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::address_block::Block;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW409",
    severity: Severity::Error,
    what: "Finds two routes of one route table with the same destination.",
    why: "EC2 refuses the second: `The route identified by 0.0.0.0/0 already exists`.",
    example: "A route to 0.0.0.0/0 through the internet gateway and another through a NAT gateway in one table.",
    fix: "remove one, or give the private subnets a route table of their own",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html",
    kind: RuleKind::Template(run),
};

const DESTINATIONS: [&str; 3] = ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let routes = resource::of_type(context.scope(), "AWS::EC2::Route");
    let groups = resource::grouped(routes, |route| {
        let table = route.properties.get("RouteTableId").identity()?;
        let destination = destination(route)?;
        let text = destination.identity()?;
        Some(format!("{table} {}", Block::parse(&text).map_or(text, |block| block.to_string())))
    });
    for routes in groups.values() {
        for (index, one) in routes.iter().enumerate() {
            let Some(other) = routes[..index].iter().find(|other| resource::coexist(one, other)) else { continue };
            let Some(property) = destination(one) else { continue };
            let what = property.text().map_or_else(|| "one destination".to_owned(), |text| format!("`{text}`"));
            let finding = rule.finding(format!("`{}` and `{}` are routes to {what} in one table", other.id, one.id));
            property.report(context, finding.help(rule.fix).related(other.location, "the other route"));
        }
    }
}

/// The one destination of a route, where there is known to be one.
fn destination<'a>(route: &Resource<'a>) -> Option<Property<'a>> {
    let mut given = DESTINATIONS.iter().map(|key| route.properties.get(key)).filter(|property| !property.is_absent());
    given.next().filter(|property| property.is_given() && given.next().is_none())
}
