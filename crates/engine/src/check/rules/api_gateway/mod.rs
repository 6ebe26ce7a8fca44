//! API Gateway.

pub(super) mod e3660_api_name;
pub(super) mod e3718_authorizer_cache;
pub(super) mod e3723_method_path;
