//! Rules of IAM: policy documents and roles.

pub(super) mod e3510_identity_policy;
pub(super) mod e3512_resource_policy;
pub(super) mod e3513_repository_policy;
pub(super) mod e3514_resource_arn;
pub(super) mod e3530_trust_policy;
pub(super) mod fw103_policy_size;
pub(super) mod fw104_policy_action;
pub(super) mod fw109_policy_condition;
pub(super) mod fw502_wide_policy;
pub(super) mod fw503_pass_role;
pub(super) mod fw504_managed_policies;
pub(super) mod fw510_trust;
pub(super) mod fw511_service_principal;
pub(super) mod fw512_federated_action;
pub(super) mod fw513_key_policy;
pub(crate) mod statements;
pub(super) mod w2511_policy_version;
pub(crate) mod w3037_unknown_action;
