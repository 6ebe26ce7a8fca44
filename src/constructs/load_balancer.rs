//! Application load balancers with their listeners.

use super::network::Network;
use super::security_group::{Peer, SecurityGroup};
use super::target_group::Target;
use crate::aws::certificatemanager::CertificateArn;
use crate::aws::ec2;
use crate::aws::elasticloadbalancingv2 as elbv2;
use crate::aws::elasticloadbalancingv2::listener::{
    Action, Certificate, FixedResponseConfig, Protocol, RedirectConfig, StatusCode, Type,
};
use crate::aws::elasticloadbalancingv2::load_balancer::{LoadBalancerAttribute, Scheme, Type as BalancerType};
use crate::stack::{Handle, IntoValue, Located, Stack, Text, Value, located};
use crate::template::SourceLocation;

/// What AWS recommends; the default of CloudFormation is still the policy of 2016.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html>
const TLS_POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/// An application load balancer on the internet: HTTPS on 443, and 80 redirecting to it.
///
/// - Nobody reaches it until [`LoadBalancer::reachable_by`] says who: no port is ever opened to the world implicitly.
/// - `SslPolicy` is always set, since CloudFormation's default is a policy of 2016.
/// - Invalid header fields are dropped; AWS forwards them by default.
/// - Requests that no rule takes get 404, unless [`BalancerGroup::default_to`] names a target.
/// - Deletion protection is on in environments marked as production.
///
/// With the id `LoadBalancer` it adds `LoadBalancerSecurityGroup`, `LoadBalancer`, `LoadBalancerHttpListener` and
/// `LoadBalancerHttpsListener`.
#[derive(Clone, Debug)]
#[must_use]
pub struct LoadBalancer {
    id: String,
    network: Network,
    certificate: Value<CertificateArn>,
    peers: Vec<Located<Peer>>,
    tls_policy: Value<Text>,
    deletion_protection: Option<Located<bool>>,
    idle_timeout: Located<u32>,
    location: SourceLocation,
}

impl LoadBalancer {
    /// A load balancer in the public subnets of a network, with the certificate of its HTTPS listener.
    #[track_caller]
    pub fn new(id: impl Into<String>, network: &Network, certificate: impl IntoValue<CertificateArn>) -> Self {
        LoadBalancer {
            id: id.into(),
            network: network.clone(),
            certificate: located(certificate),
            peers: Vec::new(),
            tls_policy: located(TLS_POLICY),
            deletion_protection: None,
            idle_timeout: Located::here(60),
            location: SourceLocation::caller(),
        }
    }

    /// Lets a peer reach its listeners.
    #[track_caller]
    pub fn reachable_by(mut self, peer: Peer) -> Self {
        self.peers.push(Located::here(peer));
        self
    }

    /// The TLS policy of the HTTPS listener.
    #[track_caller]
    pub fn tls_policy(mut self, policy: impl IntoValue<Text>) -> Self {
        self.tls_policy = located(policy);
        self
    }

    /// Whether AWS refuses to delete it; on in production unless it is said.
    #[track_caller]
    pub fn deletion_protection(mut self, on: bool) -> Self {
        self.deletion_protection = Some(Located::here(on));
        self
    }

    /// Seconds until an idle connection is closed: 1 to 4,000; 60 unless it is said.
    #[track_caller]
    pub fn idle_timeout(mut self, seconds: u32) -> Self {
        self.idle_timeout = Located::here(seconds);
        self
    }

    /// Adds its security group first, for targets that let it in; [`BalancerGroup::default_to`] or [`BalancerGroup::default_404`] adds the rest.
    #[track_caller]
    pub fn add_to(self, stack: &mut Stack) -> BalancerGroup {
        stack.construct(SourceLocation::caller(), |stack| {
            let mut group =
                SecurityGroup::new(format!("{}SecurityGroup", self.id), &self.network, "Clients of the load balancer");
            for peer in &self.peers {
                for (port, name) in [(80, "HTTP"), (443, "HTTPS")] {
                    let why = format!("{name} from {}", peer.what.describe());
                    group = group.rule(Located { what: (peer.what.clone(), port, why), location: peer.location });
                }
            }
            BalancerGroup { security_group: group.add_to(stack), balancer: self }
        })
    }

    fn attributes(&self, stack: &Stack) -> [Located<LoadBalancerAttribute>; 3] {
        let attribute = |key: &str, value: String| LoadBalancerAttribute::new().key(key).value(value);
        let said = |what: bool| Located { what, location: self.location };
        let protected = self.deletion_protection.unwrap_or(said(stack.target().production));
        [
            protected.map(|on| attribute("deletion_protection.enabled", on.to_string())),
            self.idle_timeout.map(|seconds| attribute("idle_timeout.timeout_seconds", seconds.to_string())),
            said(true).map(|on| attribute("routing.http.drop_invalid_header_fields.enabled", on.to_string())),
        ]
    }
}

/// The security group of a load balancer whose listeners are still to be added.
#[derive(Clone, Debug)]
#[must_use]
pub struct BalancerGroup {
    /// Whoever the load balancer is to reach must let this group in.
    pub security_group: Handle<ec2::SecurityGroup>,
    balancer: LoadBalancer,
}

impl BalancerGroup {
    /// Adds the load balancer and its listeners; what no rule takes goes to the target.
    #[track_caller]
    pub fn default_to(self, stack: &mut Stack, target: &mut Target) -> LoadBalancerHandles {
        let action = Action::new(Type::FORWARD).target_group_arn(&target.arn);
        let handles = stack.construct(SourceLocation::caller(), |stack| self.build(stack, action));
        target.forwarded_by.push(handles.https.element());
        handles
    }

    /// Adds the load balancer and its listeners; what no rule takes is answered with 404.
    #[track_caller]
    pub fn default_404(self, stack: &mut Stack) -> LoadBalancerHandles {
        let response = FixedResponseConfig::new("404").content_type("text/plain").message_body("Not found");
        let action = Action::new(Type::FIXED_RESPONSE).fixed_response_config(response);
        stack.construct(SourceLocation::caller(), |stack| self.build(stack, action))
    }

    fn build(self, stack: &mut Stack, default: Action) -> LoadBalancerHandles {
        let balancer = self.balancer;
        let load_balancer = elbv2::LoadBalancer::new()
            .type_(BalancerType::APPLICATION)
            .scheme(Scheme::INTERNET_FACING)
            .subnets(&balancer.network.public_subnets)
            .security_groups([self.security_group])
            .load_balancer_attributes(balancer.attributes(stack));
        let load_balancer = stack.add(&balancer.id, load_balancer);
        let redirect = RedirectConfig::new(StatusCode::HTTP_301).protocol("HTTPS").port("443");
        let http = elbv2::Listener::new([Action::new(Type::REDIRECT).redirect_config(redirect)], load_balancer)
            .port(80)
            .protocol(Protocol::HTTP);
        let http = stack.add(format!("{}HttpListener", balancer.id), http);
        let https = elbv2::Listener::new([default], load_balancer)
            .port(443)
            .protocol(Protocol::HTTPS)
            .certificates([Certificate::new().certificate_arn(balancer.certificate)])
            .ssl_policy(balancer.tls_policy);
        let https = stack.add(format!("{}HttpsListener", balancer.id), https);
        LoadBalancerHandles { load_balancer, security_group: self.security_group, http, https }
    }
}

/// A load balancer that was added.
#[derive(Clone, Copy, Debug)]
pub struct LoadBalancerHandles {
    /// The load balancer.
    pub load_balancer: Handle<elbv2::LoadBalancer>,
    /// Its security group: what it is to reach must let this group in.
    pub security_group: Handle<ec2::SecurityGroup>,
    /// The listener on 80, which redirects to 443.
    pub http: Handle<elbv2::Listener>,
    /// The listener on 443, to which routes are added.
    pub https: Handle<elbv2::Listener>,
}
