//! Rules of networks: address blocks, security groups, subnets, routes.

pub(super) mod e3022_subnet_route_table;
pub(super) mod e3059_subnet_in_vpc;
pub(super) mod e3060_subnet_overlap;
pub(super) mod e3064_private_names_twice;
pub(super) mod e3687_rule_ports;
pub(super) mod e3688_all_ports;
pub(super) mod fw202_port;
pub(super) mod fw401_address_block;
pub(super) mod fw402_port_order;
pub(super) mod fw403_host_bits;
pub(super) mod fw404_duplicate_rule;
pub(super) mod fw405_world_open;
pub(super) mod fw406_protocol;
pub(super) mod fw407_many_rules;
pub(super) mod fw408_one_zone;
pub(super) mod fw409_route_destination;
pub(super) mod fw410_gateway_first;
pub(super) mod fw412_unused_group;
pub(crate) mod fw413_other_network;
pub(super) mod fw414_apart_gateway;
pub(super) mod fw415_endpoint;
pub(super) mod fw416_nat_gateway;
pub(super) mod w3687_ignored_ports;
pub(super) mod w3703_vpn_gateway_type;
