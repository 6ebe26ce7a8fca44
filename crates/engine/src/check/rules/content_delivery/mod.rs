//! CloudFront.

pub(super) mod e3013_alias_name;
pub(super) mod e3057_unknown_origin;
pub(super) mod e3722_forwarded_cookies;
pub(super) mod fw707_cloudfront_region;
pub(super) mod fw724_origin;
pub(super) mod fw725_web_acl;
pub(super) mod fw726_edge_function;
