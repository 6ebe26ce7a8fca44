//! What the services share: the ECS cluster, the load balancer with its target groups, security groups, logs, DNS.

use formwork::constructs::*;
use formwork::prelude::*;

use super::Settings;
use super::settings;

/// The port on which the Flask server listens.
pub const BACKEND_PORT: u16 = 4567;
/// The port on which the React server listens.
pub const FRONTEND_PORT: u16 = 3000;

/// What the services' stacks use of this one.
pub struct Cluster {
    pub name: Link<ecs::ClusterName>,
    pub log_group: Link<logs::LogGroupName>,
    /// Where services that `new service` makes add rules of their own.
    #[allow(dead_code, reason = "there may be no such service")]
    pub https: Link<elasticloadbalancingv2::ListenerArn>,
    /// Whom the tasks of such services let in.
    #[allow(dead_code, reason = "there may be no such service")]
    pub balancer_group: Link<ec2::SecurityGroupId>,
    pub backend: Entry,
    /// Nothing where the frontend is a static site.
    pub frontend: Option<Entry>,
}

/// How requests come to a service: its target group, and the security group that lets in the load balancer alone.
pub struct Entry {
    pub target: TargetGroupHandles,
    pub security_group: Link<ec2::SecurityGroupId>,
}

pub fn stack(app: &mut App, settings: &Settings, network: &Network) -> Cluster {
    let stack = app.stack("cluster");
    stack.description("The ECS cluster and the load balancer of Cruddur");
    let cluster = stack.add("Cluster", formwork::constructs::Cluster::new().insights(settings.container_insights));
    let log_group =
        LogGroup::new(settings.logs.retention_in_days).maybe(settings.names.log_group.as_ref(), LogGroup::log_group_name);
    let log_group = stack.add("LogGroup", log_group);

    let backend = TargetGroup::new(network, BACKEND_PORT, HealthCheck::path("/api/health-check"));
    let backend = stack.add("BackendTargetGroup", backend);
    let frontend = matches!(settings.frontend, settings::Frontend::Ecs(_))
        .then(|| stack.add("FrontendTargetGroup", TargetGroup::new(network, FRONTEND_PORT, HealthCheck::path("/"))));

    let certificate = Parameter::<certificatemanager::CertificateArn>::new()
        .description("The ACM certificate of the frontend's and the backend's host")
        .allowed_pattern("^arn:[^:]+:acm:[^:]+:[0-9]{12}:certificate/.+$")
        .value(&settings.certificate_arn);
    let certificate = stack.parameter("CertificateArn", certificate);
    let web_acl = settings.load_balancer.web_acl_arn.as_ref().map(|arn| {
        let parameter = Parameter::<Text>::new()
            .description("The web ACL that decides which requests come through")
            .allowed_pattern("^arn:[^:]+:wafv2:[^:]+:[0-9]{12}:regional/webacl/.+$")
            .value(arn);
        stack.parameter("WebAclArn", parameter)
    });
    let clients = stack.add("LoadBalancerSecurityGroup", BalancerGroup::new(network).reachable_by(Peer::Anywhere));
    let backend_group = tasks_group(stack, "Backend", network, clients, BACKEND_PORT);
    let frontend_group = frontend.as_ref().map(|_| tasks_group(stack, "Frontend", network, clients, FRONTEND_PORT));
    let balancer = LoadBalancer::new(network, clients, certificate)
        .maybe(frontend.as_ref(), LoadBalancer::default_to)
        .maybe(settings.load_balancer.access_logs.as_ref(), LoadBalancer::access_logs)
        .maybe(web_acl, LoadBalancer::web_acl);
    let balancer = stack.add("LoadBalancer", balancer);
    stack.add("BackendRule", Route::new(balancer.https, 10, &backend).host([settings.api_host()]));

    records(stack, settings, &balancer);
    addresses(stack, settings);
    stack
        .output("LoadBalancerDnsName", balancer.load_balancer.dns_name())
        .description("Where DNS records outside Route 53 lead to");
    Cluster {
        name: stack.share("ClusterName", cluster),
        log_group: stack.share("LogGroupName", log_group),
        https: stack.share("HttpsListenerArn", balancer.https),
        balancer_group: stack.share("LoadBalancerSecurityGroupId", clients),
        backend: Entry {
            target: stack.share("BackendTargetGroupArn", &backend),
            security_group: stack.share("BackendSecurityGroupId", backend_group),
        },
        frontend: frontend.zip(frontend_group).map(|(target, group)| Entry {
            target: stack.share("FrontendTargetGroupArn", &target),
            security_group: stack.share("FrontendSecurityGroupId", group),
        }),
    }
}

/// The security group of a service's tasks: the load balancer reaches them on the container's port, and nobody else does.
fn tasks_group(
    stack: &mut Stack,
    service: &str,
    network: &Network,
    balancer: Handle<ec2::SecurityGroup>,
    port: u16,
) -> Handle<ec2::SecurityGroup> {
    let group = SecurityGroup::new(network, format!("{service} tasks"));
    let group = group.reachable_by(Peer::group(balancer), port, "The load balancer");
    stack.add(format!("{service}SecurityGroup"), group)
}

/// The names of the hosts that lead to the load balancer, where the zone is in Route 53.
fn records(stack: &mut Stack, settings: &Settings, balancer: &LoadBalancerHandles) {
    let Some(zone) = &settings.hosted_zone_id else { return };
    let zone = Parameter::<route53::HostedZoneId>::new().description("The hosted zone of the domain").value(zone);
    let zone = stack.parameter("HostedZoneId", zone);
    if matches!(settings.frontend, settings::Frontend::Ecs(_)) {
        stack.add("FrontendRecord", AliasRecord::new(zone, &settings.domain, balancer.load_balancer));
    }
    stack.add("BackendRecord", AliasRecord::new(zone, settings.api_host(), balancer.load_balancer));
}

/// Where the two services are found, for tools that do not read templates: a frontend's build, a smoke test.
fn addresses(stack: &mut Stack, settings: &Settings) {
    let prefix = format!("/cruddur/{}", stack.environment());
    for (id, name, value) in [
        ("FrontendUrlParameter", "FRONTEND_URL", settings.frontend_url()),
        ("BackendUrlParameter", "BACKEND_URL", settings.backend_url()),
    ] {
        let parameter = ssm::Parameter::new(ssm::parameter::Type::STRING, value).name(format!("{prefix}/{name}"));
        stack.add(id, parameter);
    }
}
