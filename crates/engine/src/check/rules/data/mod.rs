//! Rules of what keeps data: tables, log groups, and what is kept when a resource goes.

pub(crate) mod retention;

pub(super) mod e3035_deletion_policy;
pub(super) mod e3036_update_replace_policy;
pub(super) mod e3039_key_attributes;
pub(super) mod e3045_access_control;
pub(super) mod fw601_log_retention;
pub(super) mod fw603_lost_data;
pub(super) mod w3011_both_policies;
