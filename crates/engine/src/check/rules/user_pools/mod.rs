//! Cognito.

pub(super) mod fw720_provider_first;
