//! Alarms that one wants from the first day.

use super::database::DatabaseHandles;
use super::load_balancer::LoadBalancerHandles;
use super::queue::QueueHandles;
use super::target_group::TargetGroupHandles;
use super::topic::TopicHandles;
use crate::aws::cloudwatch;
use crate::aws::cloudwatch::alarm::{ComparisonOperator, Dimension, Statistic, TreatMissingData};
use crate::aws::ecs::ClusterName;
use crate::aws::sns::TopicArn;
use crate::diagnostic::Diagnostic;
use crate::stack::functions::{select, split};
use crate::stack::{Construct, Handle, IntoValue, Located, Pending, Stack, Text, Value, located};

/// An alarm on what goes wrong in such applications, told to a topic when it begins and when it ends.
///
/// Each looks at minutes and waits for three bad ones of five, so that one bad minute wakes nobody; [`Alarm::minutes`] says otherwise. A topic
/// that alarms publish to needs `Topic::new().published_by("cloudwatch.amazonaws.com")`; an alarm on another one is a mistake (FW031).
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn alarms(stack: &mut Stack, balancer: &LoadBalancerHandles, target: &TargetGroupHandles, jobs: &QueueHandles) {
///     let topic = Topic::new().published_by("cloudwatch.amazonaws.com").subscription("email", "on-call@example.com");
///     let topic = stack.add("OnCall", topic);
///     stack.add("ServerErrors", Alarm::server_errors(balancer, 10).notify(&topic));
///     stack.add("WebUnhealthy", Alarm::unhealthy_targets(balancer, target).notify(&topic));
///     stack.add("JobsWait", Alarm::oldest_message(jobs, 900).notify(&topic));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Alarm {
    pending: Pending,
    metric: Metric,
    comparison: ComparisonOperator,
    threshold: Located<f64>,
    missing: TreatMissingData,
    minutes: Located<(u32, u32)>,
    topics: Vec<Located<TopicHandles>>,
}

/// The service on whose behalf alarms publish.
const PUBLISHER: &str = "cloudwatch.amazonaws.com";

/// What is measured, and how an operator is told of it.
#[derive(Clone, Debug)]
struct Metric {
    namespace: &'static str,
    name: &'static str,
    statistic: Statistic,
    dimensions: Vec<(&'static str, Value<Text>)>,
    description: &'static str,
}

/// The part of an ARN that metrics call the full name: `targetgroup/NAME/ID`.
fn full_name(target: &TargetGroupHandles) -> Value<Text> {
    located(select(5, split(":", target.arn())))
}

impl Alarm {
    #[track_caller]
    fn new(metric: Metric, comparison: ComparisonOperator, threshold: f64) -> Self {
        Alarm {
            pending: Pending::of::<Self>(),
            metric,
            comparison,
            threshold: Located::here(threshold),
            missing: TreatMissingData::NOT_BREACHING,
            minutes: Located::here((3, 5)),
            topics: Vec::new(),
        }
    }

    /// More than so many responses 5xx of the services behind a load balancer in a minute.
    ///
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html>
    #[track_caller]
    pub fn server_errors(balancer: &LoadBalancerHandles, a_minute: u32) -> Self {
        let metric = Metric {
            namespace: "AWS/ApplicationELB",
            name: "HTTPCode_Target_5XX_Count",
            statistic: Statistic::SUM,
            dimensions: vec![("LoadBalancer", located(balancer.load_balancer.load_balancer_full_name()))],
            description: "The services behind the load balancer answer with errors: look at their logs",
        };
        Alarm::new(metric, ComparisonOperator::GREATER_THAN_THRESHOLD, f64::from(a_minute))
    }

    /// A target of a target group that fails its health checks.
    #[track_caller]
    pub fn unhealthy_targets(balancer: &LoadBalancerHandles, target: &TargetGroupHandles) -> Self {
        let balancer = located(balancer.load_balancer.load_balancer_full_name());
        let metric = Metric {
            namespace: "AWS/ApplicationELB",
            name: "UnHealthyHostCount",
            statistic: Statistic::MAXIMUM,
            dimensions: vec![("TargetGroup", full_name(target)), ("LoadBalancer", balancer)],
            description: "Tasks fail their health checks: look at the service's events and logs",
        };
        Alarm::new(metric, ComparisonOperator::GREATER_THAN_THRESHOLD, 0.0)
    }

    /// A service without a running task. The number of tasks is that of their reports of processor use, which need no Container Insights.
    ///
    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html#cw_running_task_count>
    #[track_caller]
    pub fn no_tasks(cluster: impl IntoValue<ClusterName>, service: impl IntoValue<Text>) -> Self {
        let cluster: Value<ClusterName> = located(cluster);
        let metric = Metric {
            namespace: "AWS/ECS",
            name: "CPUUtilization",
            statistic: Statistic::SAMPLE_COUNT,
            dimensions: vec![("ClusterName", located(cluster)), ("ServiceName", located(service))],
            description: "The service runs no task: look at its events",
        };
        let alarm = Alarm::new(metric, ComparisonOperator::LESS_THAN_THRESHOLD, 1.0);
        // A service without tasks reports nothing at all.
        Alarm { missing: TreatMissingData::BREACHING, ..alarm }
    }

    /// A database on an instance with less than so many GiB left. The storage of Aurora grows by itself, and this alarm never rings for it.
    #[track_caller]
    pub fn low_storage(database: &DatabaseHandles, gib: f64) -> Self {
        let metric = Metric {
            namespace: "AWS/RDS",
            name: "FreeStorageSpace",
            statistic: Statistic::MINIMUM,
            dimensions: vec![("DBInstanceIdentifier", database.identifier.clone())],
            description: "The database is nearly full: give it more storage",
        };
        Alarm::new(metric, ComparisonOperator::LESS_THAN_THRESHOLD, gib * 1024.0 * 1024.0 * 1024.0)
    }

    /// A message that has waited in a queue for more than so many seconds.
    #[track_caller]
    pub fn oldest_message(queue: &QueueHandles, seconds: u32) -> Self {
        let metric = Metric {
            namespace: "AWS/SQS",
            name: "ApproximateAgeOfOldestMessage",
            statistic: Statistic::MAXIMUM,
            dimensions: vec![("QueueName", queue.name.clone())],
            description: "Messages wait for too long: look at the worker",
        };
        Alarm::new(metric, ComparisonOperator::GREATER_THAN_THRESHOLD, f64::from(seconds))
    }

    /// A message among a queue's dead letters.
    #[track_caller]
    pub fn dead_letters(queue: &QueueHandles) -> Self {
        let dead = queue.dead_letters.as_ref().unwrap_or(&queue.arn);
        let metric = Metric {
            namespace: "AWS/SQS",
            name: "ApproximateNumberOfMessagesVisible",
            statistic: Statistic::MAXIMUM,
            dimensions: vec![("QueueName", located(select(5, split(":", dead))))],
            description: "Messages failed for good: read them, mend the cause, and start the redrive",
        };
        let alarm = Alarm::new(metric, ComparisonOperator::GREATER_THAN_THRESHOLD, 0.0);
        alarm.minutes(1, 1)
    }

    /// Rings when so many of the last minutes are bad.
    #[track_caller]
    pub fn minutes(mut self, bad: u32, of: u32) -> Self {
        self.minutes = Located::here((bad, of));
        self
    }

    /// Tells a topic when it begins and when it ends. The topic must let CloudWatch publish, see [`Topic::published_by`](super::Topic::published_by).
    #[track_caller]
    pub fn notify(mut self, topic: &TopicHandles) -> Self {
        self.topics.push(Located::here(topic.clone()));
        self
    }

    fn report(&self, id: &str, stack: &mut Stack) {
        for topic in self.topics.iter().filter(|topic| !topic.what.may_be_published_by(PUBLISHER)) {
            let message = format!("the alarm `{id}` tells a topic to which CloudWatch may not publish, so it reaches nobody");
            let help = format!("say `.published_by(\"{PUBLISHER}\")` on the topic");
            stack.report(Diagnostic::error("FW031", message).at(topic.location).help(help));
        }
    }
}

impl Construct for Alarm {
    type Output = Handle<cloudwatch::Alarm>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        self.report(id, stack);
        // At the call that names it, as a mistake with it is: what is told there, no rule tells again.
        let topics: Vec<Located<Value<TopicArn>>> =
            self.topics.iter().map(|topic| topic.map(|topic| topic.arn.clone())).collect();
        let dimensions = self.metric.dimensions.iter().map(|(name, value)| Dimension::new(*name, value));
        let alarm = cloudwatch::Alarm::new()
            .alarm_description(self.metric.description)
            .namespace(self.metric.namespace)
            .metric_name(self.metric.name)
            .dimensions(dimensions.collect::<Vec<_>>())
            .statistic(self.metric.statistic)
            .period(60)
            .evaluation_periods(self.minutes.map(|(_, of)| *of))
            .datapoints_to_alarm(self.minutes.map(|(bad, _)| *bad))
            .threshold(self.threshold)
            .comparison_operator(self.comparison)
            .treat_missing_data(self.missing);
        let alarm = if topics.is_empty() { alarm } else { alarm.alarm_actions(topics.clone()).ok_actions(topics) };
        stack.add(id, alarm)
    }
}
