//! Rules of stack sets.

pub(super) mod fw901_permission_model;
pub(super) mod fw902_template;
pub(super) mod fw903_shared_name;
pub(super) mod fw904_quotas;
pub(super) mod fw905_management_account;
