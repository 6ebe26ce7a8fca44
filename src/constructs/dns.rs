//! DNS records.

use super::load_balancer::LoadBalancerHandles;
use crate::aws::route53::record_set::AliasTarget;
use crate::aws::route53::{HostedZoneId, RecordSet};
use crate::stack::{Handle, IntoValue, Stack, Text, Value, located};
use crate::template::SourceLocation;

/// An alias record: a name of a hosted zone that leads to a load balancer.
///
/// It stands in the load balancer's stack, so that a rebuilt load balancer takes its name along.
#[derive(Clone, Debug)]
#[must_use]
pub struct AliasRecord {
    id: String,
    zone: Value<HostedZoneId>,
    name: Value<Text>,
}

impl AliasRecord {
    /// A record of type `A` of this name in this hosted zone.
    #[track_caller]
    pub fn new(id: impl Into<String>, zone: impl IntoValue<HostedZoneId>, name: impl IntoValue<Text>) -> Self {
        AliasRecord { id: id.into(), zone: located(zone), name: located(name) }
    }

    /// Adds the record.
    #[track_caller]
    pub fn add_to(self, stack: &mut Stack, balancer: &LoadBalancerHandles) -> Handle<RecordSet> {
        stack.construct(SourceLocation::caller(), |stack| {
            let target = AliasTarget::new(balancer.load_balancer.dns_name(), balancer.load_balancer.canonical_hosted_zone_id());
            let record = RecordSet::new(self.name, "A").hosted_zone_id(self.zone).alias_target(target);
            stack.add(self.id, record)
        })
    }
}
