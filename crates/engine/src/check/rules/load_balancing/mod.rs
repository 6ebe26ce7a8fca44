//! Rules of load balancers, listeners and target groups.

pub(super) mod e3676_listener_certificate;
pub(super) mod e3679_classic_certificate;
pub(super) mod e3680_balancer_subnets;
pub(super) mod e3681_target_type;
pub(super) mod e3683_geneve_port;
pub(super) mod e3684_health_check_protocol;
pub(super) mod e3711_geneve_rule;
pub(super) mod fw220_health_check_times;
pub(super) mod fw221_one_balancer;
pub(super) mod fw222_rule_priority;
pub(super) mod fw223_listener_port;
pub(super) mod fw224_plain_listener;
pub(super) mod fw225_tls_policy;
pub(super) mod fw226_balancer_protocol;
pub(super) mod fw227_balancer_attribute;
pub(super) mod fw228_rule_conditions;
pub(super) mod fw229_actions;
pub(super) mod fw230_redirect_loop;
pub(super) mod fw231_redirect_port;
pub(super) mod fw232_empty_target_group;
pub(super) mod fw234_health_check_path;
pub(super) mod fw301_balancer_name;
