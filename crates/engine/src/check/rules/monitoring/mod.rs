//! CloudWatch.

pub(super) mod e2529_subscription_filters;
pub(in crate::check) mod e3027_schedule_expression;
pub(super) mod e3615_alarm_period;
pub(super) mod e9014_event_pattern;
mod event_pattern;
pub(super) mod fw702_time_zone;
pub(super) mod fw721_event_rule;
pub(super) mod fw801_unheard_alarm;
pub(super) mod fw802_alarm_span;
mod schedule;
