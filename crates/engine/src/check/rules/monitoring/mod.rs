//! CloudWatch.

pub(super) mod e3027_schedule_expression;
pub(super) mod e3615_alarm_period;
pub(super) mod fw801_unheard_alarm;
