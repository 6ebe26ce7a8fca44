//! A dashboard of what an application runs on.

use serde_json::{Value as Json, json};

use super::database::DatabaseHandles;
use super::load_balancer::LoadBalancerHandles;
use super::queue::QueueHandles;
use super::table::TableHandles;
use crate::aws::cloudwatch;
use crate::aws::ecs::ClusterName;
use crate::stack::functions::sub;
use crate::stack::{Construct, Handle, IntoValue, Maybe, Pending, Stack, Text, Value, located};
use crate::template::substitution::escaped;

/// A dashboard of CloudWatch: requests, tasks, queues and data, a row for each, in the order in which they are named.
///
/// An account's first three dashboards cost nothing, each further one is paid by the month.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn dashboard(stack: &mut Stack, balancer: &LoadBalancerHandles, cluster: Handle<ecs::Cluster>, service: Handle<ecs::Service>) {
///     let dashboard = Dashboard::new().load_balancer(balancer).service("Web", cluster, service.name());
///     stack.add("Dashboard", dashboard);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Dashboard {
    pending: Pending,
    name: Option<Value<Text>>,
    widgets: Vec<Json>,
    /// The values of `${V1}`, `${V2}`… in the widgets.
    values: Vec<Value<Text>>,
}

/// One line of a graph: the metric and how its values of a minute become one.
type Line = (&'static str, &'static str);

impl Dashboard {
    /// A dashboard without a widget, named by CloudFormation.
    #[track_caller]
    pub fn new() -> Self {
        Dashboard { pending: Pending::of::<Self>(), name: None, widgets: Vec::new(), values: Vec::new() }
    }

    /// Its physical name.
    #[track_caller]
    pub fn dashboard_name(mut self, name: impl IntoValue<Text>) -> Self {
        self.name = Some(located(name));
        self
    }

    /// Requests, errors and response times of a load balancer.
    ///
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html>
    #[track_caller]
    pub fn load_balancer(self, balancer: &LoadBalancerHandles) -> Self {
        let name = located(balancer.load_balancer.load_balancer_full_name());
        let dimensions = vec![("LoadBalancer", name)];
        let errors =
            [("HTTPCode_Target_5XX_Count", "Sum"), ("HTTPCode_ELB_5XX_Count", "Sum"), ("HTTPCode_Target_4XX_Count", "Sum")];
        let times = [("TargetResponseTime", "p50"), ("TargetResponseTime", "p99")];
        self.row(
            "AWS/ApplicationELB",
            dimensions,
            &[("Requests", &[("RequestCount", "Sum")]), ("Errors", &errors), ("Response time in seconds", &times)],
        )
    }

    /// The processor, memory and tasks of a service, under a title.
    ///
    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html>
    #[track_caller]
    pub fn service(self, title: &str, cluster: impl IntoValue<ClusterName>, service: impl IntoValue<Text>) -> Self {
        let cluster: Value<ClusterName> = located(cluster);
        let dimensions = vec![("ClusterName", located(cluster)), ("ServiceName", located(service))];
        let use_of = |what: &str| format!("{title}: {what}");
        let (processor, memory, tasks) = (use_of("processor in percent"), use_of("memory in percent"), use_of("running tasks"));
        self.row(
            "AWS/ECS",
            dimensions,
            &[
                (&processor, &[("CPUUtilization", "Average"), ("CPUUtilization", "Maximum")]),
                (&memory, &[("MemoryUtilization", "Average"), ("MemoryUtilization", "Maximum")]),
                (&tasks, &[("CPUUtilization", "SampleCount")]),
            ],
        )
    }

    /// The messages of a queue: those that wait, how long the oldest does, and those that come and go.
    ///
    /// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html>
    #[track_caller]
    pub fn queue(self, title: &str, queue: &QueueHandles) -> Self {
        let (waiting, oldest, flow) =
            (format!("{title}: waiting"), format!("{title}: oldest in seconds"), format!("{title}: in and out"));
        self.row(
            "AWS/SQS",
            vec![("QueueName", queue.name.clone())],
            &[
                (&waiting, &[("ApproximateNumberOfMessagesVisible", "Maximum")]),
                (&oldest, &[("ApproximateAgeOfOldestMessage", "Maximum")]),
                (&flow, &[("NumberOfMessagesSent", "Sum"), ("NumberOfMessagesDeleted", "Sum")]),
            ],
        )
    }

    /// The processor, connections and free memory of a database.
    ///
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html>
    #[track_caller]
    pub fn database(self, title: &str, database: &DatabaseHandles) -> Self {
        let (processor, connections, memory) =
            (format!("{title}: processor in percent"), format!("{title}: connections"), format!("{title}: free memory in bytes"));
        self.row(
            "AWS/RDS",
            vec![(database.dimension, database.identifier.clone())],
            &[
                (&processor, &[("CPUUtilization", "Average")]),
                (&connections, &[("DatabaseConnections", "Maximum")]),
                (&memory, &[("FreeableMemory", "Minimum")]),
            ],
        )
    }

    /// What is read from and written to a table, and what was throttled.
    ///
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html>
    #[track_caller]
    pub fn table(self, title: &str, table: &TableHandles) -> Self {
        let (used, throttled) = (format!("{title}: capacity used"), format!("{title}: throttled"));
        self.row(
            "AWS/DynamoDB",
            vec![("TableName", located(&table.name))],
            &[
                (&used, &[("ConsumedReadCapacityUnits", "Sum"), ("ConsumedWriteCapacityUnits", "Sum")]),
                (&throttled, &[("ReadThrottleEvents", "Sum"), ("WriteThrottleEvents", "Sum")]),
            ],
        )
    }

    /// Adds graphs side by side over the 24 columns of a dashboard.
    fn row(mut self, namespace: &str, dimensions: Vec<(&str, Value<Text>)>, graphs: &[(&str, &[Line])]) -> Self {
        let dimensions: Vec<(&str, String)> = dimensions.into_iter().map(|(name, value)| (name, self.variable(value))).collect();
        let dimensions: Vec<&str> = dimensions.iter().flat_map(|(name, value)| [*name, value.as_str()]).collect();
        for (title, lines) in graphs {
            let metrics: Vec<Json> = lines.iter().map(|line| metric(namespace, line, &dimensions)).collect();
            self.widgets.push(json!({
                "type": "metric",
                "width": 24 / graphs.len(),
                "height": 6,
                "properties": { "title": &*escaped(title), "region": "${AWS::Region}", "period": 60, "metrics": metrics },
            }));
        }
        self
    }

    fn variable(&mut self, value: Value<Text>) -> String {
        self.values.push(value);
        format!("${{V{}}}", self.values.len())
    }
}

fn metric(namespace: &str, (name, statistic): &Line, dimensions: &[&str]) -> Json {
    let mut metric = vec![json!(namespace), json!(name)];
    metric.extend(dimensions.iter().map(|part| json!(part)));
    metric.push(json!({ "stat": statistic }));
    Json::Array(metric)
}

impl Default for Dashboard {
    #[track_caller]
    fn default() -> Self {
        Dashboard::new()
    }
}

impl Construct for Dashboard {
    type Output = Handle<cloudwatch::Dashboard>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let body = json!({ "widgets": self.widgets }).to_string();
        let values = self.values.into_iter().enumerate();
        let body = values.fold(sub(body), |body, (index, value)| body.with(format!("V{}", index + 1), value));
        stack.add(id, cloudwatch::Dashboard::new(body).maybe(self.name, cloudwatch::Dashboard::dashboard_name))
    }
}
