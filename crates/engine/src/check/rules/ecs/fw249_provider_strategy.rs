//! FW249: a capacity provider strategy that ECS refuses.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::language::read::service::{self, is_fargate};

pub(crate) const RULE: Rule = Rule {
    code: "FW249",
    severity: Severity::Error,
    what: "Finds a strategy of capacity providers in which two have a `Base`, of several none has a `Weight`, or Fargate stands beside instances.",
    why: "ECS refuses the service, or starts no task: one capacity provider has a base, a weight of 0 takes no tasks, and a strategy has one kind of capacity providers.",
    example: "`Base: 1` of both `FARGATE` and `FARGATE_SPOT`",
    fix: "give one capacity provider a `Base`, and at least one a `Weight` above 0",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html",
    kind: RuleKind::Template(run),
};

/// The types with a strategy, and its property.
const STRATEGIES: [(&str, &str); 4] = [
    (service::SERVICE, "CapacityProviderStrategy"),
    ("AWS::ECS::Cluster", "DefaultCapacityProviderStrategy"),
    ("AWS::ECS::ClusterCapacityProviderAssociations", "DefaultCapacityProviderStrategy"),
    ("AWS::ECS::TaskSet", "CapacityProviderStrategy"),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for (kind, name) in STRATEGIES {
        for resource in resource::of_type(context.scope(), kind) {
            let strategy = resource.properties.get(name);
            let Some(items) = strategy.items() else { continue };
            let bases: Vec<Property<'_>> = items.iter().map(|item| item.get("Base")).filter(is_above_zero).collect();
            if let [first, second, ..] = bases.as_slice() {
                let finding = rule.finding(format!("two capacity providers of `{}` have a `Base`", resource.id)).help(rule.fix);
                second.report(context, finding.related(first.location(), "the other one"));
            }
            let named = |is_it: fn(&Property<'_>) -> bool| items.iter().map(|item| item.get("CapacityProvider")).find(is_it);
            if let (Some(fargate), Some(group)) = (named(is_fargate), named(is_group)) {
                let message = format!("the strategy of `{}` mixes Fargate with a capacity provider of instances", resource.id);
                let finding =
                    rule.finding(message).help("use one kind in a strategy; a cluster may have both among its providers");
                group.report(context, finding.related(fargate.location(), "Fargate"));
            }
            let is_idle = |item: &Property<'_>| item.get("Weight").is_absent() || item.get("Weight").is("0");
            if items.len() > 1 && items.iter().all(is_idle) {
                let message = format!("no capacity provider of `{}` has a `Weight` above 0", resource.id);
                strategy.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}

fn is_above_zero(number: &Property<'_>) -> bool {
    number.number().is_some_and(|number| number > 0)
}

/// Whether a capacity provider is one that somebody made: of an Auto Scaling group, or of instances that ECS manages.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/asg-capacity-providers.html>
fn is_group(provider: &Property<'_>) -> bool {
    provider.owner_of("AWS::ECS::CapacityProvider").is_some() || provider.text().is_some() && !is_fargate(provider)
}
