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
mod e1027_secure_string;
mod e1028_if;
mod e1029_sub_needed;
mod e1030_length;
mod e1040_get_att_kind;
mod e1041_ref_kind;
mod e1050_dynamic_reference;
mod e1051_secret_in_output;
mod e1150_security_group_id;
mod e1151_vpc_id;
mod e1152_image_id;
mod e1154_subnet_id;
mod e2001_parameter_form;
mod e2002_parameter_type;
mod e2010_parameter_limit;
mod e2015_default;
mod e2900_parameters;
mod e3001_resource_form;
mod e3002_unknown_property;
mod e3003_required_property;
mod e3004_circular;
mod e3005_depends_on;
mod e3006_resource_type;
mod e3007_one_name;
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
mod e3035_deletion_policy;
mod e3036_update_replace_policy;
mod e3037_unique;
mod e3038_serverless_transform;
mod e3039_key_attributes;
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
mod e3510_identity_policy;
mod e3512_resource_policy;
mod e3513_repository_policy;
mod e3530_trust_policy;
mod e3663_reserved_variable;
mod e3676_listener_certificate;
mod e3680_balancer_subnets;
mod e3681_target_type;
mod e3683_geneve_port;
mod e3684_health_check_protocol;
mod e3687_rule_ports;
mod e3688_all_ports;
mod e6001_output_form;
mod e6002_output_value;
mod e6004_output_name;
mod e6010_output_limit;
mod e6101_output_text;
mod e6102_export_name;
mod e7001_mapping_form;
mod e7010_mapping_limit;
mod e8001_condition_form;
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
mod fw110_missing_export;
mod fw111_shared_names;
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
mod fw218_blank_name;
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
mod fw502_wide_policy;
mod fw503_pass_role;
mod fw504_managed_policies;
mod fw505_unreadable_secret;
mod fw506_static_keys;
mod fw507_default_secret;
mod fw508_reference_count;
mod fw509_parameter_name;
mod fw510_task_trust;
mod fw601_log_retention;
mod fw602_mutable_image;
mod fw603_lost_data;
mod fw604_production_image;
mod fw605_export_twice;
mod fw701_function_package;
mod w1051_secret_for_arn;
mod w1053_spaced_reference;
mod w1101_alias;
mod w2001_unused_parameter;
mod w2010_hidden_shown;
mod w2501_shown_password;
mod w2511_policy_version;
mod w3005_implied_dependency;
mod w3011_both_policies;
mod w3037_unknown_action;
mod w3687_ignored_ports;
mod w3701_reserved_name;
mod w7001_unused_mapping;
mod w8001_unused_condition;

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
    &e1027_secure_string::RULE,
    &e1028_if::RULE,
    &e1029_sub_needed::RULE,
    &e1030_length::RULE,
    &e1040_get_att_kind::RULE,
    &e1041_ref_kind::RULE,
    &e1050_dynamic_reference::RULE,
    &e1051_secret_in_output::RULE,
    &e1150_security_group_id::RULE,
    &e1151_vpc_id::RULE,
    &e1152_image_id::RULE,
    &e1154_subnet_id::RULE,
    &e2001_parameter_form::RULE,
    &e2002_parameter_type::RULE,
    &e2010_parameter_limit::RULE,
    &e2015_default::RULE,
    &e2900_parameters::RULE,
    &e3001_resource_form::RULE,
    &e3002_unknown_property::RULE,
    &e3003_required_property::RULE,
    &e3004_circular::RULE,
    &e3005_depends_on::RULE,
    &e3006_resource_type::RULE,
    &e3007_one_name::RULE,
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
    &e3035_deletion_policy::RULE,
    &e3036_update_replace_policy::RULE,
    &e3037_unique::RULE,
    &e3038_serverless_transform::RULE,
    &e3039_key_attributes::RULE,
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
    &e3510_identity_policy::RULE,
    &e3512_resource_policy::RULE,
    &e3513_repository_policy::RULE,
    &e3530_trust_policy::RULE,
    &e3663_reserved_variable::RULE,
    &e3676_listener_certificate::RULE,
    &e3680_balancer_subnets::RULE,
    &e3681_target_type::RULE,
    &e3683_geneve_port::RULE,
    &e3684_health_check_protocol::RULE,
    &e3687_rule_ports::RULE,
    &e3688_all_ports::RULE,
    &e6001_output_form::RULE,
    &e6002_output_value::RULE,
    &e6004_output_name::RULE,
    &e6010_output_limit::RULE,
    &e6101_output_text::RULE,
    &e6102_export_name::RULE,
    &e7001_mapping_form::RULE,
    &e7010_mapping_limit::RULE,
    &e8001_condition_form::RULE,
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
    &fw110_missing_export::RULE,
    &fw111_shared_names::RULE,
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
    &fw218_blank_name::RULE,
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
    &fw502_wide_policy::RULE,
    &fw503_pass_role::RULE,
    &fw504_managed_policies::RULE,
    &fw505_unreadable_secret::RULE,
    &fw506_static_keys::RULE,
    &fw507_default_secret::RULE,
    &fw508_reference_count::RULE,
    &fw509_parameter_name::RULE,
    &fw510_task_trust::RULE,
    &fw601_log_retention::RULE,
    &fw602_mutable_image::RULE,
    &fw603_lost_data::RULE,
    &fw604_production_image::RULE,
    &fw605_export_twice::RULE,
    &fw701_function_package::RULE,
    &w1051_secret_for_arn::RULE,
    &w1053_spaced_reference::RULE,
    &w1101_alias::RULE,
    &w2001_unused_parameter::RULE,
    &w2010_hidden_shown::RULE,
    &w2501_shown_password::RULE,
    &w2511_policy_version::RULE,
    &w3005_implied_dependency::RULE,
    &w3011_both_policies::RULE,
    &w3037_unknown_action::RULE,
    &w3687_ignored_ports::RULE,
    &w3701_reserved_name::RULE,
    &w7001_unused_mapping::RULE,
    &w8001_unused_condition::RULE,
];
