//! Rules of Lambda functions.

pub(super) mod e2530_snap_start;
pub(super) mod e2531_no_new_functions;
pub(super) mod e2533_no_changes;
pub(super) mod e3633_starting_position;
pub(super) mod e3634_queue_position;
pub(super) mod e3663_reserved_variable;
pub(super) mod e3677_inline_runtime;
pub(super) mod e3685_image_settings;
pub(super) mod e3696_log_level;
pub(super) mod e3697_environment_size;
pub(super) mod e3716_layer_arn_length;
pub(super) mod e3717_function_timeout;
pub(super) mod fw701_function_package;
pub(super) mod fw706_permission;
pub(super) mod fw709_permission_action;
pub(super) mod fw716_inline_handler;
pub(super) mod fw717_source_role;
pub(super) mod fw718_permission_source;
mod runtime;
pub(super) mod w2531_no_patches;
pub(super) mod w3663_source_account;
pub(super) mod w3664_permitted_service;
pub(super) mod w3702_aws_layer;
