//! DNS records.

use crate::aws::elasticloadbalancingv2::LoadBalancer;
use crate::aws::route53::record_set::AliasTarget;
use crate::aws::route53::{HostedZoneId, RecordSet};
use crate::stack::{Construct, Handle, IntoValue, Pending, Stack, Text, Value, located};

/// An alias record: a name of a hosted zone that leads to a load balancer.
///
/// It stands in the load balancer's stack, so that a rebuilt load balancer takes its name along.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn record(stack: &mut Stack, balancer: LoadBalancerHandles) {
///     let zone = Parameter::<route53::HostedZoneId>::new().value("Z0123456789ABCDEFGHIJ");
///     let zone = stack.parameter("HostedZoneId", zone);
///     stack.add("Record", AliasRecord::new(zone, "shop.example.com", balancer.load_balancer));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct AliasRecord {
    pending: Pending,
    zone: Value<HostedZoneId>,
    name: Value<Text>,
    balancer: Handle<LoadBalancer>,
}

impl AliasRecord {
    /// A record of type `A` of this name in this hosted zone, for this load balancer.
    #[track_caller]
    pub fn new(zone: impl IntoValue<HostedZoneId>, name: impl IntoValue<Text>, balancer: Handle<LoadBalancer>) -> Self {
        AliasRecord { pending: Pending::of::<Self>(), zone: located(zone), name: located(name), balancer }
    }
}

impl Construct for AliasRecord {
    type Output = Handle<RecordSet>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let target = AliasTarget::new(self.balancer.dns_name(), self.balancer.canonical_hosted_zone_id());
        stack.add(id, RecordSet::new(self.name, "A").hosted_zone_id(self.zone).alias_target(target))
    }
}
