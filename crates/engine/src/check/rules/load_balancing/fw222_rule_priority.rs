//! FW222: two rules of one listener with one priority.

use std::collections::BTreeSet;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::{listener, resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW222",
    severity: Severity::Error,
    what: "Finds two listener rules of one listener with the same `Priority`.",
    why: "Elastic Load Balancing refuses the second: `Priority is currently in use`.",
    example: "Two rules with \"Priority\": 10 on the same listener.",
    fix: "give each rule of the listener a different priority; the lowest is evaluated first",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let rules = resource::of_type(context.scope(), listener::LISTENER_RULE);
    let taken: BTreeSet<i64> = rules.iter().filter_map(|rule| rule.properties.get("Priority").number()).collect();
    let groups = resource::grouped(rules, |one| {
        Some(format!("{} {}", one.properties.get("Priority").number()?, listener::listener(one).identity()?))
    });
    for rules in groups.values() {
        for (index, one) in rules.iter().enumerate() {
            let Some(other) = rules[..index].iter().find(|other| resource::coexist(one, other)) else { continue };
            let property = one.properties.get("Priority");
            let Some(priority) = property.number() else { continue };
            let message = format!("`{}` and `{}` have the priority {priority} on one listener", other.id, one.id);
            let free = (priority..=50_000).find(|number| !taken.contains(number));
            let help = free.map_or_else(|| rule.fix.to_owned(), |free| format!("{free} is free in this template"));
            property.report(context, rule.finding(message).help(help).related(other.location, "the other rule"));
        }
    }
}
