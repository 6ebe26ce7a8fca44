//! FW209: a desired count that undoes what scaling decided.

use std::collections::BTreeMap;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource::{self, Resource};
use crate::language::read::service::SERVICE;
use crate::language::reference;

pub(crate) const RULE: Rule = Rule {
    code: "FW209",
    severity: Severity::Warning,
    what: "Finds a service with `DesiredCount` that a `ScalableTarget` of the same template scales.",
    why: "Every deployment that changes the service resets the count, even under load.",
    example: "\"DesiredCount\": 2 in a service that scales between 2 and 10.",
    fix: "remove `DesiredCount`; a new service starts with one task, and autoscaling brings it to its minimum",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-auto-scaling.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let targets = resource::of_type(scope, "AWS::ApplicationAutoScaling::ScalableTarget");
    let mut scaled: BTreeMap<&str, &Resource<'_>> = BTreeMap::new();
    for target in &targets {
        let written = target.properties.get("ResourceId").node();
        scaled.extend(written.map(reference::ids).unwrap_or_default().into_iter().map(|id| (id, target)));
    }
    for (id, target) in scaled {
        let Some(service) = resource::find(scope, id).filter(|found| found.kind == SERVICE) else { continue };
        let count = service.properties.get("DesiredCount");
        if !count.is_given() || !resource::coexist(&service, target) {
            continue;
        }
        let message = format!("`{id}` sets `DesiredCount`, but `{}` scales it", target.id);
        count.report(context, rule.finding(message).help(rule.fix).related(target.location, "scales the service"));
    }
}
