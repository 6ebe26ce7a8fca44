//! Autoscaling of a service.

use crate::aws::applicationautoscaling::scalable_target::{ScalableDimension, ServiceNamespace};
use crate::aws::applicationautoscaling::scaling_policy::{
    PolicyType, PredefinedMetricSpecification, PredefinedMetricSpecificationPredefinedMetricType as Metric,
    TargetTrackingScalingPolicyConfiguration,
};
use crate::aws::applicationautoscaling::{ScalableTarget, ScalableTargetRequired, ScalingPolicy};
use crate::aws::ecs;
use crate::aws::ecs::ClusterName;
use crate::stack::functions::join;
use crate::stack::{Handle, Located, Stack, Value};

/// How many tasks a service runs: as many as keep its processor use near a target.
///
/// New tasks come after 60 s of load and go after 300 s without, so that a short lull does not throw away what the next peak needs.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn scaled(service: FargateService) -> FargateService {
///     service.scaling(Scaling::between(2, 10).cpu_percent(60.0))
/// }
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Scaling {
    min: Located<u32>,
    max: Located<u32>,
    cpu: Located<f64>,
}

impl Scaling {
    /// Between so many tasks, at 60 percent of the processor.
    #[track_caller]
    pub fn between(min: u32, max: u32) -> Self {
        Scaling { min: Located::here(min), max: Located::here(max), cpu: Located::here(60.0) }
    }

    /// The processor use to keep, in percent.
    #[track_caller]
    pub fn cpu_percent(mut self, percent: f64) -> Self {
        self.cpu = Located::here(percent);
        self
    }

    /// Adds the scalable target and its policy.
    pub(crate) fn build(self, id: &str, stack: &mut Stack, cluster: &Value<ClusterName>, service: Handle<ecs::Service>) {
        let target = ScalableTarget::new(ScalableTargetRequired {
            max_capacity: self.max,
            min_capacity: self.min,
            resource_id: join("/", ("service", cluster, service.name())),
            scalable_dimension: ScalableDimension::ECS_SERVICE_DESIRED_COUNT,
            service_namespace: ServiceNamespace::ECS,
        });
        let target = stack.add(format!("{id}ScalableTarget"), target);
        let metric = PredefinedMetricSpecification::new(Metric::ECS_SERVICE_AVERAGE_CPU_UTILIZATION);
        let tracking = TargetTrackingScalingPolicyConfiguration::new(self.cpu)
            .predefined_metric_specification(metric)
            .scale_in_cooldown(300)
            .scale_out_cooldown(60);
        let policy = ScalingPolicy::new(format!("{id}Cpu"), PolicyType::TARGET_TRACKING_SCALING)
            .scaling_target_id(target)
            .target_tracking_scaling_policy_configuration(tracking);
        stack.add(format!("{id}ScalingPolicy"), policy);
    }
}
