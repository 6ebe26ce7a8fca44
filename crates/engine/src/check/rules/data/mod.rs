//! Rules of what keeps data: tables, log groups, and what is kept when a resource goes.

pub(super) mod e3035_deletion_policy;
pub(super) mod e3036_update_replace_policy;
pub(super) mod e3039_key_attributes;
pub(super) mod e3045_access_control;
pub(super) mod e3061_tiering_days;
pub(super) mod e3063_detector_features;
pub(super) mod e3504_cold_backups;
pub(super) mod fw601_log_retention;
pub(super) mod fw603_lost_data;
pub(super) mod fw712_bucket_policy;
pub(crate) mod retention;
pub(super) mod w3011_both_policies;
