//! Endpoints of a VPC: services of AWS that are reached without the internet.

use super::network::{Ipv4Block, Network};
use super::security_group::{Peer, SecurityGroup};
use crate::aws::ec2::vpc_endpoint::VpcEndpointType;
use crate::aws::ec2::{RouteTable, VPC, VPCEndpoint};
use crate::stack::functions::sub;
use crate::stack::{Handle, Located, Stack};

/// What Fargate itself asks for: an image's layers (`s3`) and manifest (`ecr.api`, `ecr.dkr`), and where logs go (`logs`).
///
/// A task with secrets also needs `secretsmanager` or `ssm`, and ECS Exec `ssmmessages`.
///
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html>
pub const FARGATE_ENDPOINTS: [&str; 4] = ["ecr.api", "ecr.dkr", "logs", "s3"];

/// The services that have a gateway: a route, which costs nothing.
///
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html>
const GATEWAYS: [&str; 2] = ["dynamodb", "s3"];

/// What the endpoints of a VPC are made from.
pub(crate) struct Endpoints<'a> {
    pub(crate) id: &'a str,
    pub(crate) vpc: Handle<VPC>,
    pub(crate) block: Located<Ipv4Block>,
    pub(crate) network: &'a Network,
    /// The route tables of the subnets for tasks, which gateways are routes in.
    pub(crate) tables: &'a [Handle<RouteTable>],
    pub(crate) services: &'a [Located<String>],
}

impl Endpoints<'_> {
    pub(crate) fn add(&self, stack: &mut Stack) {
        let (gateways, interfaces): (Vec<_>, Vec<_>) =
            self.services.iter().partition(|service| GATEWAYS.contains(&service.what.as_str()));
        for service in gateways {
            let gateway = |endpoint: VPCEndpoint| endpoint.route_table_ids(self.tables.to_vec());
            self.endpoint(stack, service, VpcEndpointType::GATEWAY, gateway);
        }
        if interfaces.is_empty() {
            return;
        }
        let clients = self.block.location.during(|| Peer::block(self.block.what.to_string()));
        let group = SecurityGroup::new(self.network, "The endpoints of the VPC").reachable_by(clients, 443, "The VPC");
        let group = stack.add(format!("{}EndpointsGroup", self.id), group);
        for service in interfaces {
            let interface = |endpoint: VPCEndpoint| {
                let endpoint = endpoint.private_dns_enabled(true).subnet_ids(self.network.task_subnets());
                endpoint.security_group_ids([group.group_id()])
            };
            self.endpoint(stack, service, VpcEndpointType::INTERFACE, interface);
        }
    }

    fn endpoint(
        &self,
        stack: &mut Stack,
        service: &Located<String>,
        kind: VpcEndpointType,
        rest: impl FnOnce(VPCEndpoint) -> VPCEndpoint,
    ) {
        service.location.during(|| {
            let name = sub(format!("com.amazonaws.${{AWS::Region}}.{}", service.what));
            let endpoint = rest(VPCEndpoint::new(self.vpc).service_name(name).vpc_endpoint_type(kind));
            stack.add(format!("{}{}Endpoint", self.id, role(&service.what)), endpoint)
        });
    }
}

/// A service's name as a part of logical ids: `EcrApi` for `ecr.api`.
fn role(service: &str) -> String {
    let parts = service.split(|letter: char| !letter.is_ascii_alphanumeric());
    parts.map(|part| part.get(..1).unwrap_or_default().to_uppercase() + part.get(1..).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_service_is_part_of_an_id() {
        assert_eq!(super::role("ecr.api"), "EcrApi");
        assert_eq!(super::role("bedrock-runtime"), "BedrockRuntime");
    }
}
