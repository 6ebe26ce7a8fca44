//! Application load balancers with their listeners.

use super::network::Network;
use super::security_group::{Peer, SecurityGroup};
use super::target_group::TargetGroupHandles;
use crate::aws::certificatemanager::CertificateArn;
use crate::aws::ec2::{self, SecurityGroupId};
use crate::aws::elasticloadbalancingv2 as elbv2;
use crate::aws::elasticloadbalancingv2::listener::{
    Action, Certificate, FixedResponseConfig, Protocol, RedirectConfig, StatusCode, Type,
};
use crate::aws::elasticloadbalancingv2::load_balancer::{LoadBalancerAttribute, Scheme, Type as BalancerType};
use crate::aws::wafv2::WebACLAssociation;
use crate::stack::{Construct, Handle, IntoValue, Located, Maybe, Pending, Stack, Text, Value, located};
use crate::template::SourceLocation;

/// What AWS recommends; the default of CloudFormation is still the policy of 2016.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html>
pub(crate) const TLS_POLICY: &str = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/// The security group of a load balancer: who reaches its listeners, on 80 and 443.
///
/// Nobody does until [`BalancerGroup::reachable_by`] says who: no port is ever opened to the world implicitly. Whatever the load
/// balancer is to reach must let this group in.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn clients(stack: &mut Stack, network: &Network) -> Handle<ec2::SecurityGroup> {
///     stack.add("Clients", BalancerGroup::new(network).reachable_by(Peer::Anywhere))
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct BalancerGroup {
    pending: Pending,
    network: Network,
    peers: Vec<Located<Peer>>,
}

impl BalancerGroup {
    /// A group in a network that lets in nobody yet.
    #[track_caller]
    pub fn new(network: &Network) -> Self {
        BalancerGroup { pending: Pending::of::<Self>(), network: network.clone(), peers: Vec::new() }
    }

    /// Lets a peer reach the listeners.
    #[track_caller]
    pub fn reachable_by(mut self, peer: Peer) -> Self {
        self.peers.push(Located::here(peer));
        self
    }
}

impl Construct for BalancerGroup {
    type Output = Handle<ec2::SecurityGroup>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let mut group = SecurityGroup::new(&self.network, "Clients of the load balancer");
        for peer in &self.peers {
            for (port, name) in [(80, "HTTP"), (443, "HTTPS")] {
                let why = format!("{name} from {}", peer.what.describe());
                group = group.rule(Located { what: (peer.what.clone(), port, why), location: peer.location });
            }
        }
        stack.add(id, group)
    }
}

/// An application load balancer on the internet: HTTPS on 443, and 80 redirecting to it.
///
/// - Its clients are those of its [`BalancerGroup`].
/// - `SslPolicy` is always set, since CloudFormation's default is a policy of 2016.
/// - Invalid header fields are dropped; AWS forwards them by default.
/// - Requests that no rule takes get 404, unless [`LoadBalancer::default_to`] names a target.
/// - Deletion protection is on in environments marked as production.
/// - Access logs and a web ACL cost, so they are asked for: [`LoadBalancer::access_logs`], [`LoadBalancer::web_acl`].
///
/// With the id `LoadBalancer` it adds `LoadBalancer`, `LoadBalancerHttpListener` and `LoadBalancerHttpsListener`,
/// with a web ACL also `LoadBalancerWebAclAssociation`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn balancer(stack: &mut Stack, network: &Network, target: &TargetGroupHandles) -> LoadBalancerHandles {
///     let certificate = Parameter::<certificatemanager::CertificateArn>::new()
///         .value("arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012");
///     let certificate = stack.parameter("CertificateArn", certificate);
///     let clients = stack.add("Clients", BalancerGroup::new(network).reachable_by(Peer::Anywhere));
///     stack.add("LoadBalancer", LoadBalancer::new(network, clients, certificate).default_to(target))
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct LoadBalancer {
    pending: Pending,
    network: Network,
    group: Value<SecurityGroupId>,
    certificate: Value<CertificateArn>,
    name: Option<Value<Text>>,
    default: Option<Located<TargetGroupHandles>>,
    tls_policy: Value<Text>,
    deletion_protection: Option<Located<bool>>,
    idle_timeout: Located<u32>,
    access_logs: Option<Value<Text>>,
    web_acl: Option<Value<Text>>,
    attributes: Vec<Located<(String, Value<Text>)>>,
    location: SourceLocation,
}

impl LoadBalancer {
    /// A load balancer in the public subnets of a network, with its security group and the certificate of its HTTPS listener.
    #[track_caller]
    pub fn new(network: &Network, group: impl IntoValue<SecurityGroupId>, certificate: impl IntoValue<CertificateArn>) -> Self {
        LoadBalancer {
            pending: Pending::of::<Self>(),
            network: network.clone(),
            group: located(group),
            certificate: located(certificate),
            name: None,
            default: None,
            tls_policy: located(TLS_POLICY),
            deletion_protection: None,
            idle_timeout: Located::here(60),
            access_logs: None,
            web_acl: None,
            attributes: Vec::new(),
            location: SourceLocation::caller(),
        }
    }

    /// Its physical name: at most 32 letters, digits and hyphens. A named load balancer cannot be replaced.
    #[track_caller]
    pub fn name(mut self, name: impl IntoValue<Text>) -> Self {
        self.name = Some(located(name));
        self
    }

    /// Sends what no rule takes to a target.
    #[track_caller]
    pub fn default_to(mut self, target: &TargetGroupHandles) -> Self {
        self.default = Some(Located::here(target.clone()));
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

    /// Logs every request into a bucket, by its name, whose policy lets Elastic Load Balancing write.
    ///
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html>
    #[track_caller]
    pub fn access_logs(mut self, bucket: impl IntoValue<Text>) -> Self {
        self.access_logs = Some(located(bucket));
        self
    }

    /// Lets a web ACL, by its ARN, decide which requests come through.
    #[track_caller]
    pub fn web_acl(mut self, arn: impl IntoValue<Text>) -> Self {
        self.web_acl = Some(located(arn));
        self
    }

    /// Any other attribute, or one of those above in another way: `.attribute("client_keep_alive.seconds", "60")`.
    ///
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html>
    #[track_caller]
    pub fn attribute(mut self, key: impl Into<String>, value: impl IntoValue<Text>) -> Self {
        self.attributes.push(Located::here((key.into(), located(value))));
        self
    }

    fn default_action(&self) -> Action {
        match &self.default {
            Some(target) => target.map(|target| Action::new(Type::FORWARD).target_group_arn(&target.arn)).what,
            None => {
                let response = FixedResponseConfig::new("404").content_type("text/plain").message_body("Not found");
                Action::new(Type::FIXED_RESPONSE).fixed_response_config(response)
            }
        }
    }

    fn attributes(&self, stack: &Stack) -> Vec<Located<LoadBalancerAttribute>> {
        let attribute = |key: &str, value: String| (key.to_owned(), value.into_value());
        let said = |what: bool| Located { what, location: self.location };
        let protected = self.deletion_protection.unwrap_or(said(stack.target().production));
        let mut attributes: Vec<Located<(String, Value<Text>)>> = vec![
            protected.map(|on| attribute("deletion_protection.enabled", on.to_string())),
            self.idle_timeout.map(|seconds| attribute("idle_timeout.timeout_seconds", seconds.to_string())),
            said(true).map(|on| attribute("routing.http.drop_invalid_header_fields.enabled", on.to_string())),
        ];
        if let Some(bucket) = &self.access_logs {
            attributes.push(said(true).map(|on| attribute("access_logs.s3.enabled", on.to_string())));
            attributes.push(said(true).map(|_| ("access_logs.s3.bucket".to_owned(), bucket.clone())));
        }
        // What is said last holds.
        for own in &self.attributes {
            attributes.retain(|known| known.what.0 != own.what.0);
            attributes.push(own.clone());
        }
        let made = |(key, value): &(String, Value<Text>)| LoadBalancerAttribute::new().key(key).value(value);
        attributes.iter().map(|attribute| attribute.map(made)).collect()
    }
}

impl Construct for LoadBalancer {
    type Output = LoadBalancerHandles;

    fn build(self, id: &str, stack: &mut Stack) -> LoadBalancerHandles {
        self.pending.added();
        let default = self.default_action();
        let attributes = self.attributes(stack);
        let load_balancer = elbv2::LoadBalancer::new()
            .maybe(self.name, elbv2::LoadBalancer::name)
            .type_(BalancerType::APPLICATION)
            .scheme(Scheme::INTERNET_FACING)
            .subnets(&self.network.public_subnets)
            .security_groups([&self.group])
            .load_balancer_attributes(attributes);
        let load_balancer = stack.add(id, load_balancer);
        if let Some(web_acl) = &self.web_acl {
            let association = WebACLAssociation::new(load_balancer.reference(), web_acl);
            stack.add(format!("{id}WebAclAssociation"), association);
        }
        let redirect = RedirectConfig::new(StatusCode::HTTP_301).protocol("HTTPS").port("443");
        let http = elbv2::Listener::new([Action::new(Type::REDIRECT).redirect_config(redirect)], load_balancer)
            .port(80)
            .protocol(Protocol::HTTP);
        let http = stack.add(format!("{id}HttpListener"), http);
        let https = elbv2::Listener::new([default], load_balancer)
            .port(443)
            .protocol(Protocol::HTTPS)
            .certificates([Certificate::new().certificate_arn(self.certificate)])
            .ssl_policy(self.tls_policy);
        let https = stack.add(format!("{id}HttpsListener"), https);
        LoadBalancerHandles { load_balancer, http, https }
    }
}

/// A load balancer that was added.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct LoadBalancerHandles {
    /// The load balancer.
    pub load_balancer: Handle<elbv2::LoadBalancer>,
    /// The listener on 80, which redirects to 443.
    pub http: Handle<elbv2::Listener>,
    /// The listener on 443, to which routes are added.
    pub https: Handle<elbv2::Listener>,
}
