//! The network.

use formwork::constructs::{Network, Vpc};
use formwork::prelude::*;

use super::settings;

/// The environment's network, for the other stacks. One that exists already needs no stack.
pub fn stack(app: &mut App, settings: &settings::Network) -> Network {
    match settings {
        settings::Network::New { block, nat_gateways, flow_logs_retention_in_days } => {
            let stack = app.stack("network");
            stack.description("The VPC of Cruddur");
            let vpc = Vpc::new(*block).nat_gateways(*nat_gateways).maybe(*flow_logs_retention_in_days, Vpc::flow_logs);
            let network = stack.add("Vpc", vpc);
            // Without a prefix: the outputs are `VpcId`, `PublicSubnetIds` and `PrivateSubnetIds`.
            stack.share("", &network)
        }
        settings::Network::Existing { vpc_id, public_subnet_ids, private_subnet_ids } => {
            let private = (!private_subnet_ids.is_empty()).then_some(private_subnet_ids);
            Network::existing(vpc_id, public_subnet_ids).maybe(private, Network::private_subnets)
        }
    }
}
