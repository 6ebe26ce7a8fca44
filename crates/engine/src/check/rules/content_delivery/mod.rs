//! CloudFront.

pub(super) mod e3722_forwarded_cookies;
