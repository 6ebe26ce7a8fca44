//! The rules, in the order in which their findings are listed.

mod e0000_form;
mod e0200_parameters_file;
mod e1001_sections;
mod e1002_template_size;
mod e1003_description;
mod e1010_get_att;
mod e1011_find_in_map;
mod e1015_get_azs;
mod e1016_import_value;
mod e1017_select;
mod e1018_split;
mod e1019_sub;
mod e1020_ref;
mod e1021_base64;
mod e1022_join;
mod e1024_cidr;
mod e1028_if;
mod e1029_sub_needed;
mod e1030_length;
mod e1040_get_att_kind;
mod e1041_ref_kind;
mod e1150_security_group_id;
mod e1151_vpc_id;
mod e1152_image_id;
mod e1154_subnet_id;
mod e2010_parameter_limit;
mod e2900_parameters;
mod e3002_unknown_property;
mod e3003_required_property;
mod e3004_circular;
mod e3005_depends_on;
mod e3006_resource_type;
mod e3010_resource_limit;
mod e3012_type;
mod e3014_exactly_one;
mod e3017_any_of;
mod e3018_one_of;
mod e3020_excluded;
mod e3021_together;
mod e3022_subnet_route_table;
mod e3030_value_set;
mod e3031_pattern;
mod e3032_item_count;
mod e3033_length;
mod e3034_range;
mod e3037_unique;
mod e3040_read_only;
mod e3042_essential;
mod e3044_daemon;
mod e3046_log_options;
mod e3047_fargate_size;
mod e3048_fargate_task;
mod e3049_dynamic_port;
mod e3052_network_configuration;
mod e3053_host_port;
mod e3054_launch_type;
mod e3058_at_least_one;
mod e3059_subnet_in_vpc;
mod e3060_subnet_overlap;
mod e3065_unique_count;
mod e3676_listener_certificate;
mod e3680_balancer_subnets;
mod e3681_target_type;
mod e3683_geneve_port;
mod e3684_health_check_protocol;
mod e3687_rule_ports;
mod e3688_all_ports;
mod e6010_output_limit;
mod e7010_mapping_limit;
mod e8002_conditions;
mod e8003_equals;
mod e8004_and;
mod e8005_not;
mod e8006_or;
mod fw101_imports;
mod fw102_exports;
mod fw103_policy_size;
mod fw104_policy_action;
mod fw105_ascii;
mod fw108_language_extensions;
mod fw109_policy_condition;
mod fw201_service_container;
mod fw202_port;
mod fw203_container_names;
mod fw204_target_type;
mod fw205_listener_first;
mod fw206_secret_names;
mod fw207_execution_role;
mod fw208_grace_period;
mod fw209_scaled_count;
mod fw210_container_check;
mod fw211_container_size;
mod fw212_container_order;
mod fw213_check_command;
mod fw214_service_role;
mod fw215_scaling_range;
mod fw216_deployment_percent;
mod fw217_health_without_check;
mod fw220_health_check_times;
mod fw221_one_balancer;
mod fw222_rule_priority;
mod fw223_listener_port;
mod fw224_plain_listener;
mod fw225_tls_policy;
mod fw226_balancer_protocol;
mod fw227_balancer_attribute;
mod fw228_rule_conditions;
mod fw229_actions;
mod fw230_redirect_loop;
mod fw231_redirect_port;
mod fw301_balancer_name;
mod fw401_address_block;
mod fw402_port_order;
mod fw403_host_bits;
mod fw404_duplicate_rule;
mod fw405_world_open;
mod fw406_protocol;
mod fw407_many_rules;
mod fw408_one_zone;
mod fw409_route_destination;
mod fw410_gateway_first;
mod fw411_way_to_registry;
mod fw501_plain_secret;
mod w1101_alias;
mod w3687_ignored_ports;

use super::rule::Rule;
pub(super) use e0000_form::RULE as FORM;
pub(super) use e0200_parameters_file::RULE as PARAMETERS_FILE;
pub(super) use e2900_parameters::RULE as PARAMETERS;
pub(super) use w1101_alias::RULE as ALIAS;

/// Every rule.
pub const RULES: &[&Rule] = &[
    &e0000_form::RULE,
    &e0200_parameters_file::RULE,
    &e1001_sections::RULE,
    &e1002_template_size::RULE,
    &e1003_description::RULE,
    &e1010_get_att::RULE,
    &e1011_find_in_map::RULE,
    &e1015_get_azs::RULE,
    &e1016_import_value::RULE,
    &e1017_select::RULE,
    &e1018_split::RULE,
    &e1019_sub::RULE,
    &e1020_ref::RULE,
    &e1021_base64::RULE,
    &e1022_join::RULE,
    &e1024_cidr::RULE,
    &e1028_if::RULE,
    &e1029_sub_needed::RULE,
    &e1030_length::RULE,
    &e1040_get_att_kind::RULE,
    &e1041_ref_kind::RULE,
    &e1150_security_group_id::RULE,
    &e1151_vpc_id::RULE,
    &e1152_image_id::RULE,
    &e1154_subnet_id::RULE,
    &e2010_parameter_limit::RULE,
    &e2900_parameters::RULE,
    &e3002_unknown_property::RULE,
    &e3003_required_property::RULE,
    &e3004_circular::RULE,
    &e3005_depends_on::RULE,
    &e3006_resource_type::RULE,
    &e3010_resource_limit::RULE,
    &e3012_type::RULE,
    &e3014_exactly_one::RULE,
    &e3017_any_of::RULE,
    &e3018_one_of::RULE,
    &e3020_excluded::RULE,
    &e3021_together::RULE,
    &e3022_subnet_route_table::RULE,
    &e3030_value_set::RULE,
    &e3031_pattern::RULE,
    &e3032_item_count::RULE,
    &e3033_length::RULE,
    &e3034_range::RULE,
    &e3037_unique::RULE,
    &e3040_read_only::RULE,
    &e3042_essential::RULE,
    &e3044_daemon::RULE,
    &e3046_log_options::RULE,
    &e3047_fargate_size::RULE,
    &e3048_fargate_task::RULE,
    &e3049_dynamic_port::RULE,
    &e3052_network_configuration::RULE,
    &e3053_host_port::RULE,
    &e3054_launch_type::RULE,
    &e3058_at_least_one::RULE,
    &e3059_subnet_in_vpc::RULE,
    &e3060_subnet_overlap::RULE,
    &e3065_unique_count::RULE,
    &e3676_listener_certificate::RULE,
    &e3680_balancer_subnets::RULE,
    &e3681_target_type::RULE,
    &e3683_geneve_port::RULE,
    &e3684_health_check_protocol::RULE,
    &e3687_rule_ports::RULE,
    &e3688_all_ports::RULE,
    &e6010_output_limit::RULE,
    &e7010_mapping_limit::RULE,
    &e8002_conditions::RULE,
    &e8003_equals::RULE,
    &e8004_and::RULE,
    &e8005_not::RULE,
    &e8006_or::RULE,
    &fw101_imports::RULE,
    &fw102_exports::RULE,
    &fw103_policy_size::RULE,
    &fw104_policy_action::RULE,
    &fw105_ascii::RULE,
    &fw108_language_extensions::RULE,
    &fw109_policy_condition::RULE,
    &fw201_service_container::RULE,
    &fw202_port::RULE,
    &fw203_container_names::RULE,
    &fw204_target_type::RULE,
    &fw205_listener_first::RULE,
    &fw206_secret_names::RULE,
    &fw207_execution_role::RULE,
    &fw208_grace_period::RULE,
    &fw209_scaled_count::RULE,
    &fw210_container_check::RULE,
    &fw211_container_size::RULE,
    &fw212_container_order::RULE,
    &fw213_check_command::RULE,
    &fw214_service_role::RULE,
    &fw215_scaling_range::RULE,
    &fw216_deployment_percent::RULE,
    &fw217_health_without_check::RULE,
    &fw220_health_check_times::RULE,
    &fw221_one_balancer::RULE,
    &fw222_rule_priority::RULE,
    &fw223_listener_port::RULE,
    &fw224_plain_listener::RULE,
    &fw225_tls_policy::RULE,
    &fw226_balancer_protocol::RULE,
    &fw227_balancer_attribute::RULE,
    &fw228_rule_conditions::RULE,
    &fw229_actions::RULE,
    &fw230_redirect_loop::RULE,
    &fw231_redirect_port::RULE,
    &fw301_balancer_name::RULE,
    &fw401_address_block::RULE,
    &fw402_port_order::RULE,
    &fw403_host_bits::RULE,
    &fw404_duplicate_rule::RULE,
    &fw405_world_open::RULE,
    &fw406_protocol::RULE,
    &fw407_many_rules::RULE,
    &fw408_one_zone::RULE,
    &fw409_route_destination::RULE,
    &fw410_gateway_first::RULE,
    &fw411_way_to_registry::RULE,
    &fw501_plain_secret::RULE,
    &w1101_alias::RULE,
    &w3687_ignored_ports::RULE,
];
