//! Rules of ECS: task definitions, services, their scaling, and images.

mod mutable;

pub(super) mod e3042_essential;
pub(super) mod e3044_daemon;
pub(super) mod e3046_log_options;
pub(super) mod e3047_fargate_size;
pub(super) mod e3048_fargate_task;
pub(super) mod e3049_dynamic_port;
pub(super) mod e3052_network_configuration;
pub(super) mod e3053_host_port;
pub(super) mod e3054_launch_type;
pub(super) mod fw201_service_container;
pub(super) mod fw203_container_names;
pub(super) mod fw204_target_type;
pub(super) mod fw205_listener_first;
pub(super) mod fw206_secret_names;
pub(super) mod fw207_execution_role;
pub(super) mod fw208_grace_period;
pub(super) mod fw209_scaled_count;
pub(super) mod fw210_container_check;
pub(super) mod fw211_container_size;
pub(super) mod fw212_container_order;
pub(super) mod fw213_check_command;
pub(super) mod fw214_service_role;
pub(super) mod fw215_scaling_range;
pub(super) mod fw216_deployment_percent;
pub(super) mod fw217_health_without_check;
pub(super) mod fw218_blank_name;
pub(super) mod fw219_launch_choice;
pub(super) mod fw411_way_to_registry;
pub(super) mod fw602_mutable_image;
pub(super) mod fw604_production_image;
