//! FW247: a cluster whose default strategy names a capacity provider that it does not have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW247",
    severity: Severity::Error,
    what: "Finds a capacity provider in the `DefaultCapacityProviderStrategy` of an ECS cluster that is not among its `CapacityProviders`.",
    why: "ECS refuses the cluster: a strategy has only capacity providers that are associated with the cluster.",
    example: "`CapacityProvider: FARGATE_SPOT` where `CapacityProviders` has `FARGATE` alone",
    fix: "add the capacity provider to `CapacityProviders`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-cluster.html#cfn-ecs-cluster-defaultcapacityproviderstrategy",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for kind in ["AWS::ECS::Cluster", "AWS::ECS::ClusterCapacityProviderAssociations"] {
        for cluster in resource::of_type(context.scope(), kind) {
            let providers = cluster.properties.get("CapacityProviders");
            let known = providers.items().and_then(|items| items.iter().map(|item| item.text()).collect::<Option<Vec<String>>>());
            let Some(known) = known.filter(|known| !known.is_empty()) else { continue };
            for item in cluster.properties.get("DefaultCapacityProviderStrategy").every_item() {
                let named = item.get("CapacityProvider");
                if let Some(name) = named.text().filter(|name| !known.contains(name) && named.coexists(&providers)) {
                    let message =
                        format!("`{name}` is not among the `CapacityProviders` of `{}`: {}", cluster.id, known.join(", "));
                    named.report(
                        context,
                        rule.finding(message).help(rule.fix).related(providers.location(), "its capacity providers"),
                    );
                }
            }
        }
    }
}
