//! DNS records.

use super::static_site::StaticSiteHandles;
use crate::aws::elasticloadbalancingv2::LoadBalancer;
use crate::aws::route53::record_set::AliasTarget;
use crate::aws::route53::{HostedZoneId, RecordSet};
use crate::stack::{Construct, Handle, IntoValue, Pending, Stack, Text, Value, located};

/// The hosted zone of every distribution of CloudFront:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-route53-recordset-aliastarget.html>.
const CLOUDFRONT_ZONE: &str = "Z2FDTNDATAQYW2";

/// An alias record: a name of a hosted zone that leads to a load balancer or to a static site.
///
/// It stands in the stack of what it leads to, so that a rebuilt load balancer takes its name along. A site has a second record for IPv6,
/// under the id and `Ipv6`.
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
    target: To,
}

#[derive(Clone, Debug)]
enum To {
    Balancer(Handle<LoadBalancer>),
    Site(Value<Text>),
}

impl AliasRecord {
    /// A record of type `A` of this name in this hosted zone, for this load balancer.
    #[track_caller]
    pub fn new(zone: impl IntoValue<HostedZoneId>, name: impl IntoValue<Text>, balancer: Handle<LoadBalancer>) -> Self {
        AliasRecord { pending: Pending::of::<Self>(), zone: located(zone), name: located(name), target: To::Balancer(balancer) }
    }

    /// Records of types `A` and `AAAA` of this name in this hosted zone, for this site, which must have it among its domains.
    #[track_caller]
    pub fn to_site(zone: impl IntoValue<HostedZoneId>, name: impl IntoValue<Text>, site: &StaticSiteHandles) -> Self {
        let target = To::Site(site.domain_name.clone());
        AliasRecord { pending: Pending::of::<Self>(), zone: located(zone), name: located(name), target }
    }
}

impl Construct for AliasRecord {
    type Output = Handle<RecordSet>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let record = |kind: &str, target| RecordSet::new(&self.name, kind).hosted_zone_id(&self.zone).alias_target(target);
        match &self.target {
            To::Balancer(balancer) => {
                let target = AliasTarget::new(balancer.dns_name(), balancer.canonical_hosted_zone_id());
                stack.add(id, record("A", target))
            }
            To::Site(name) => {
                let target = || AliasTarget::new(name, CLOUDFRONT_ZONE);
                stack.add(format!("{id}Ipv6"), record("AAAA", target()));
                stack.add(id, record("A", target()))
            }
        }
    }
}
