//! Route 53.

pub(crate) mod e3023_record_form;
pub(crate) mod e3029_alias_ttl;
pub(super) mod e3041_name_in_zone;
pub(super) mod e3503_validation_domain;
pub(crate) mod e3661_health_check_alarm;
pub(super) mod fw713_record_place;
