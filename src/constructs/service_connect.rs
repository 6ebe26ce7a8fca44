//! Service Connect: services that call each other by a name.

use crate::aws::ecs::service::{ServiceConnectClientAlias, ServiceConnectConfiguration, ServiceConnectService};
use crate::stack::{IntoValue, Located, Maybe, Text, Value, located};

/// How a service takes part in a namespace of Service Connect: its tasks call the others there by name, through a proxy that ECS adds
/// to each task, retries, and measures. What it offers itself is an [`offers`](ServiceConnect::offers).
///
/// The proxy uses processor and memory of the task: AWS advises 256 CPU units and 64 MiB beyond what the application needs.
/// The security group of a service must let its callers in on the container's port.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html>
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn services(stack: &mut Stack, cluster: Handle<ecs::Cluster>, network: &Network, group: Handle<ec2::SecurityGroup>) {
///     let namespace = stack.add("Namespace", servicediscovery::HttpNamespace::new("shop"));
///     let backend = Container::new("backend", "backend:1").named_port("api", 8080);
///     let backend = stack.add("BackendTask", FargateTask::new(FargateSize::SMALLEST).container(backend));
///     let offered = ServiceConnect::new(namespace.arn()).offers("api", "backend", 8080);
///     let backend = FargateService::new(cluster, network, &backend).security_group(group).service_connect(offered);
///     stack.add("Backend", backend);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ServiceConnect {
    namespace: Value<Text>,
    offers: Vec<Located<(String, String, u16)>>,
}

impl ServiceConnect {
    /// Joins a namespace of Cloud Map, by its name or ARN.
    #[track_caller]
    pub fn new(namespace: impl IntoValue<Text>) -> Self {
        ServiceConnect { namespace: located(namespace), offers: Vec::new() }
    }

    /// Offers the port of this name ([`Container::named_port`](super::Container::named_port)) to the namespace: the others call
    /// `http://NAME:PORT`.
    #[track_caller]
    pub fn offers(mut self, port_name: impl Into<String>, name: impl Into<String>, port: u16) -> Self {
        self.offers.push(Located::here((port_name.into(), name.into(), port)));
        self
    }

    pub(crate) fn configuration(self) -> ServiceConnectConfiguration {
        let offers: Vec<Located<ServiceConnectService>> = self.offers.iter().map(|offer| offer.map(offered)).collect();
        ServiceConnectConfiguration::new(true)
            .namespace(self.namespace)
            .maybe((!offers.is_empty()).then_some(offers), ServiceConnectConfiguration::services)
    }
}

fn offered((port_name, name, port): &(String, String, u16)) -> ServiceConnectService {
    ServiceConnectService::new(port_name).client_aliases([ServiceConnectClientAlias::new(*port).dns_name(name)])
}
