//! E3680: an application load balancer with one subnet.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::listener;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3680",
    severity: Severity::Error,
    what: "Finds an application load balancer with fewer than two subnets.",
    why: "Elastic Load Balancing refuses it: it needs at least two availability zones.",
    example: "\"Subnets\": [{\"Ref\": \"PublicA\"}]",
    fix: "give subnets in two availability zones",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for balancer in resource::of_type(scope, listener::BALANCER) {
        if listener::kind_of(&balancer) != Some("application") {
            continue;
        }
        for name in ["Subnets", "SubnetMappings"] {
            let list = balancer.properties.get(name);
            let Some(items) = list.items().filter(|_| list.is_given()) else { continue };
            // One item may stand for several: a parameter that is a list, or what a macro makes.
            let single =
                |item: &Property<'_>| item.text().is_some() || item.target().is_some() || item.get("SubnetId").is_given();
            if items.len() < 2 && items.iter().all(single) {
                let count = if items.is_empty() { "no subnet" } else { "one subnet" };
                let message = format!("the application load balancer `{}` has {count}, but needs two", balancer.id);
                list.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}
