//! Autoscaling of a service.

use super::queue::QueueHandles;
use crate::aws::applicationautoscaling::scalable_target::{ScalableDimension, ServiceNamespace};
use crate::aws::applicationautoscaling::scaling_policy::{
    CustomizedMetricSpecification, PolicyType, PredefinedMetricSpecification,
    PredefinedMetricSpecificationPredefinedMetricType as Metric, TargetTrackingMetric, TargetTrackingMetricDataQuery,
    TargetTrackingMetricDimension, TargetTrackingMetricStat, TargetTrackingScalingPolicyConfiguration,
};
use crate::aws::applicationautoscaling::{ScalableTarget, ScalableTargetRequired, ScalingPolicy};
use crate::aws::ecs;
use crate::aws::ecs::ClusterName;
use crate::diagnostic::Diagnostic;
use crate::stack::functions::join;
use crate::stack::{Handle, Located, Stack, Text, Value, located};

/// How many tasks a service runs: as many as keep its processor use, or the messages that wait for each task, near a target.
///
/// New tasks come after 60 s of load and go after 300 s without, so that a short lull does not throw away what the next peak needs.
///
/// ```
/// use formwork::constructs::*;
///
/// fn scaling(jobs: &QueueHandles) -> [Scaling; 2] {
///     [Scaling::between(2, 8).cpu_percent(50.0), Scaling::between(1, 20).backlog(jobs, 100)]
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Scaling {
    min: Located<u32>,
    max: Located<u32>,
    load: Load,
}

/// What decides.
#[derive(Clone, Debug)]
enum Load {
    /// The processor use to keep, in percent.
    Cpu(Located<f64>),
    /// The queue, and how many of its messages wait for each task.
    Backlog(Value<Text>, Located<u32>),
}

impl Scaling {
    /// Between so many tasks, at 60 percent of the processor.
    #[track_caller]
    pub fn between(min: u32, max: u32) -> Self {
        Scaling { min: Located::here(min), max: Located::here(max), load: Load::Cpu(Located::here(60.0)) }
    }

    /// The processor use to keep, in percent.
    #[track_caller]
    pub fn cpu_percent(mut self, percent: f64) -> Self {
        self.load = Load::Cpu(Located::here(percent));
        self
    }

    /// Keeps so many messages of a queue waiting for each task. The number of tasks is a metric of Container Insights, so the cluster must
    /// have it; with no task at all there is no such number, so the least is one task.
    ///
    /// <https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html>
    #[track_caller]
    pub fn backlog(mut self, queue: &QueueHandles, messages_per_task: u32) -> Self {
        self.load = Load::Backlog(located(&queue.name), Located::here(messages_per_task));
        self
    }

    fn report(&self, id: &str, stack: &mut Stack) {
        let Load::Backlog(_, messages) = &self.load else { return };
        if messages.what == 0 {
            let message = format!("`{id}` keeps 0 messages waiting for each task: no number of tasks is enough for that");
            let help = "expected 1 or more: how many messages may wait for one task";
            stack.report(Diagnostic::error("FW030", message).at(messages.location).help(help));
        }
        if self.min.what == 0 {
            let message = format!(
                "`{id}` scales from 0 tasks by the messages that wait for each task, a number that does not exist without a task"
            );
            let help = "expected `Scaling::between(1, …)`";
            stack.report(Diagnostic::error("FW030", message).at(self.min.location).help(help));
        }
    }

    fn tracking(&self, cluster: &Value<ClusterName>, service: Handle<ecs::Service>) -> TargetTrackingScalingPolicyConfiguration {
        let tracking = match &self.load {
            Load::Cpu(percent) => {
                let metric = PredefinedMetricSpecification::new(Metric::ECS_SERVICE_AVERAGE_CPU_UTILIZATION);
                TargetTrackingScalingPolicyConfiguration::new(*percent).predefined_metric_specification(metric)
            }
            Load::Backlog(queue, messages) => {
                let metrics = CustomizedMetricSpecification::new().metrics(backlog(queue, cluster, service));
                let messages = messages.map(|messages| f64::from(*messages));
                TargetTrackingScalingPolicyConfiguration::new(messages).customized_metric_specification(metrics)
            }
        };
        tracking.scale_in_cooldown(300).scale_out_cooldown(60)
    }

    /// Adds the scalable target and its policy.
    pub(crate) fn build(self, id: &str, stack: &mut Stack, cluster: &Value<ClusterName>, service: Handle<ecs::Service>) {
        self.report(id, stack);
        let tracking = self.tracking(cluster, service);
        let target = ScalableTarget::new(ScalableTargetRequired {
            max_capacity: self.max,
            min_capacity: self.min,
            resource_id: join("/", ("service", cluster, service.name())),
            scalable_dimension: ScalableDimension::ECS_SERVICE_DESIRED_COUNT,
            service_namespace: ServiceNamespace::ECS,
        });
        let target = stack.add(format!("{id}ScalableTarget"), target);
        let name = match self.load {
            Load::Cpu(_) => format!("{id}Cpu"),
            Load::Backlog(..) => format!("{id}Backlog"),
        };
        let policy = ScalingPolicy::new(name, PolicyType::TARGET_TRACKING_SCALING)
            .scaling_target_id(target)
            .target_tracking_scaling_policy_configuration(tracking);
        stack.add(format!("{id}ScalingPolicy"), policy);
    }
}

/// The messages that wait for each running task, as metric math.
fn backlog(
    queue: &Value<Text>,
    cluster: &Value<ClusterName>,
    service: Handle<ecs::Service>,
) -> [TargetTrackingMetricDataQuery; 3] {
    let dimension = |name: &str, value: &Value<Text>| TargetTrackingMetricDimension::new().name(name).value(value);
    let query = |id: &str, namespace: &str, name: &str, stat: &str, dimensions: Vec<TargetTrackingMetricDimension>| {
        let metric = TargetTrackingMetric::new().namespace(namespace).metric_name(name).dimensions(dimensions);
        let stat = TargetTrackingMetricStat::new().metric(metric).stat(stat);
        TargetTrackingMetricDataQuery::new().id(id).metric_stat(stat).return_data(false)
    };
    let queue = vec![dimension("QueueName", queue)];
    let tasks = vec![dimension("ClusterName", &located(cluster)), dimension("ServiceName", &located(service.name()))];
    [
        query("waiting", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Sum", queue),
        query("tasks", "ECS/ContainerInsights", "RunningTaskCount", "Average", tasks),
        TargetTrackingMetricDataQuery::new().id("backlog").expression("waiting / tasks").return_data(true),
    ]
}
