//! Updates that set the weights of live traffic back to those of the template.

use super::change::{ResourceChange, StackChange, Verdict};
use super::headline::{Headline, HeadlineKind};
use super::processed::Pair;
use crate::language::read::listener::{LISTENER, LISTENER_RULE};
use crate::language::read::{resource as resources, service};

/// An update of the rule by whose weights ECS shifts requests. Each deployment turns the weights around, and CloudFormation, which does not know of
/// it, writes those of the template with whatever else changes.
///
/// <https://github.com/aws/aws-cdk/issues/36649>, <https://github.com/aws/containers-roadmap/issues/2853>
pub(super) fn reset(pair: &Pair<'_>, change: &StackChange, resource: &ResourceChange) -> Option<Headline> {
    let is_rule = [LISTENER_RULE, LISTENER].contains(&resource.resource_type.as_str());
    if !is_rule || !matches!(resource.verdict, Verdict::MayUpdate | Verdict::Update) {
        return None;
    }
    let services = resources::of_type(&pair.before?.scope, service::SERVICE);
    let shifts = services.into_iter().find(|service| {
        let rules = service::production_rules(service);
        rules.iter().any(|rule| rule.target_of(&resource.resource_type).is_some_and(|target| target.id == resource.id))
    })?;
    let message = format!(
        "{}: its update sets the weights of live traffic back to those of the template, and the deployments of {} may have turned them \
         around: requests then go to a target group without tasks",
        resource.id, shifts.id
    );
    let way_out = "Compare `aws elbv2 describe-rules` with the template first. Deploy it where the weights are the same, and while no deployment of the \
                   service goes on.";
    Some(Headline::new(HeadlineKind::Downtime, "DIFF302", &change.name, &resource.id, message, way_out))
}
