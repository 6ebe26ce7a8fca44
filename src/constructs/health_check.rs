//! The health check of a target group.

use crate::stack::{IntoValue, Located, Text, Value, located};

/// How a load balancer finds out whether a target is healthy.
///
/// The times are the defaults of AWS except the healthy threshold: two successes instead of five let a new task take traffic after
/// a minute instead of two and a half.
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html>
///
/// ```
/// use formwork::constructs::HealthCheck;
///
/// let check = HealthCheck::path("/health").matcher("200-299").interval(10).timeout(5);
/// assert_eq!(check.seconds_until_healthy(), 20);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct HealthCheck {
    pub(crate) path: Value<Text>,
    pub(crate) matcher: Located<String>,
    pub(crate) interval: Located<u32>,
    pub(crate) timeout: Located<u32>,
    pub(crate) healthy: Located<u32>,
    pub(crate) unhealthy: Located<u32>,
}

impl HealthCheck {
    /// Asks for this path and takes a 200 as healthy.
    #[track_caller]
    pub fn path(path: impl IntoValue<Text>) -> Self {
        HealthCheck {
            path: located(path),
            matcher: Located::here("200".to_owned()),
            interval: Located::here(30),
            timeout: Located::here(5),
            healthy: Located::here(2),
            unhealthy: Located::here(2),
        }
    }

    /// The status codes that count as healthy, for example `200-299`; from 200 to 499.
    #[track_caller]
    pub fn matcher(mut self, codes: impl Into<String>) -> Self {
        self.matcher = Located::here(codes.into());
        self
    }

    /// Seconds between two checks: 5 to 300.
    #[track_caller]
    pub fn interval(mut self, seconds: u32) -> Self {
        self.interval = Located::here(seconds);
        self
    }

    /// Seconds without an answer that count as a failure: 2 to 120, and less than the interval.
    #[track_caller]
    pub fn timeout(mut self, seconds: u32) -> Self {
        self.timeout = Located::here(seconds);
        self
    }

    /// Successes in a row that make a target healthy: 2 to 10.
    #[track_caller]
    pub fn healthy_threshold(mut self, count: u32) -> Self {
        self.healthy = Located::here(count);
        self
    }

    /// Failures in a row that make a target unhealthy: 2 to 10.
    #[track_caller]
    pub fn unhealthy_threshold(mut self, count: u32) -> Self {
        self.unhealthy = Located::here(count);
        self
    }

    /// The least time, in seconds, until a target that answers from the start counts as healthy.
    pub fn seconds_until_healthy(&self) -> u32 {
        self.interval.what.saturating_mul(self.healthy.what)
    }
}
