//! API Gateway.

pub(super) mod e3660_api_name;
pub(super) mod e3698_stage_of_another_api;
pub(super) mod e3699_authorizer_of_another_api;
pub(super) mod e3708_authorization_type;
pub(super) mod e3718_authorizer_cache;
pub(super) mod e3723_method_path;
pub(super) mod fw703_route_key;
pub(super) mod fw704_function_method;
pub(super) mod fw705_deployed_methods;
pub(super) mod fw711_payload_version;
pub(super) mod fw719_http_parts;
mod rest_api;
