//! Target groups.

use super::health_check::HealthCheck;
use super::network::Network;
use crate::aws::elasticloadbalancingv2 as elbv2;
use crate::aws::elasticloadbalancingv2::TargetGroupArn;
use crate::aws::elasticloadbalancingv2::target_group::{Matcher, Protocol, ProtocolVersion, TargetGroupAttribute, TargetType};
use crate::stack::{Construct, IntoValue, Located, Maybe, Pending, Share, Stack, Text, Value, located};

/// A target group for the tasks of one service.
///
/// - Target type `ip`: the only one that Fargate tasks can be registered in; AWS's own default is `instance`.
/// - Protocol HTTP, version HTTP1: a development server that is sent HTTP/2 answers 505 and is killed for it. [`TargetGroup::http2`] claims more.
/// - Deregistration after 30 s instead of 300 s, which otherwise is what every deployment waits for.
/// - No physical name: a named group cannot be replaced, and a changed port replaces it.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn target(stack: &mut Stack, network: &Network) -> TargetGroupHandles {
///     stack.add("WebTargets", TargetGroup::new(network, 80, HealthCheck::path("/health")).deregistration_delay(10))
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct TargetGroup {
    pending: Pending,
    network: Network,
    port: Located<u16>,
    health: HealthCheck,
    name: Option<Value<Text>>,
    version: Value<ProtocolVersion>,
    deregistration: Located<u32>,
}

impl TargetGroup {
    /// A target group for containers that listen on this port.
    #[track_caller]
    pub fn new(network: &Network, port: u16, health: HealthCheck) -> Self {
        TargetGroup {
            pending: Pending::of::<Self>(),
            network: network.clone(),
            port: Located::here(port),
            health,
            name: None,
            version: located(ProtocolVersion::HTTP1),
            deregistration: Located::here(30),
        }
    }

    /// Its physical name: at most 32 letters, digits and hyphens. A named group cannot be replaced.
    #[track_caller]
    pub fn name(mut self, name: impl IntoValue<Text>) -> Self {
        self.name = Some(located(name));
        self
    }

    /// Claims that the containers speak HTTP/2 without TLS.
    #[track_caller]
    pub fn http2(mut self) -> Self {
        self.version = located(ProtocolVersion::HTTP2);
        self
    }

    /// Seconds that a target which leaves may finish its requests: 0 to 3,600.
    #[track_caller]
    pub fn deregistration_delay(mut self, seconds: u32) -> Self {
        self.deregistration = Located::here(seconds);
        self
    }
}

impl Construct for TargetGroup {
    type Output = TargetGroupHandles;

    fn build(self, id: &str, stack: &mut Stack) -> TargetGroupHandles {
        self.pending.added();
        let health = self.health;
        let delay = self
            .deregistration
            .map(|seconds| TargetGroupAttribute::new().key("deregistration_delay.timeout_seconds").value(seconds.to_string()));
        let group = elbv2::TargetGroup::new()
            .maybe(self.name, elbv2::TargetGroup::name)
            .vpc_id(self.network.vpc_id)
            .target_type(TargetType::IP)
            .protocol(Protocol::HTTP)
            .protocol_version(self.version)
            .port(self.port)
            .health_check_path(&health.path)
            .health_check_interval_seconds(health.interval)
            .health_check_timeout_seconds(health.timeout)
            .healthy_threshold_count(health.healthy)
            .unhealthy_threshold_count(health.unhealthy)
            .matcher(health.matcher.map(|codes| Matcher::new().http_code(codes)))
            .target_group_attributes([delay]);
        let handle = stack.add(id, group);
        TargetGroupHandles {
            arn: handle.reference(),
            port: self.port.what,
            seconds_until_healthy: health.seconds_until_healthy(),
        }
    }
}

/// A target group to register a service in: its ARN, and the port that its containers listen on.
#[derive(Clone, Debug)]
pub struct TargetGroupHandles {
    pub(crate) arn: Value<TargetGroupArn>,
    pub(crate) port: u16,
    pub(crate) seconds_until_healthy: u32,
}

impl TargetGroupHandles {
    /// The target group's ARN.
    pub fn arn(&self) -> &Value<TargetGroupArn> {
        &self.arn
    }

    /// The port that the containers listen on.
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// Shares the target with other stacks. Those deploy after this one, and so after every listener and rule in it.
impl Share for &TargetGroupHandles {
    type Shared = TargetGroupHandles;

    fn share(self, id: &str, stack: &mut Stack) -> TargetGroupHandles {
        TargetGroupHandles { arn: stack.share(id, &self.arn).value(), ..self.clone() }
    }
}
