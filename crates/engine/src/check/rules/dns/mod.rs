//! Route 53.

pub(crate) mod e3023_record_form;
pub(crate) mod e3029_alias_ttl;
pub(crate) mod e3661_health_check_alarm;
