//! CloudWatch.

pub(super) mod e3615_alarm_period;
