//! Clusters of ECS.

use super::access::Access;
use crate::aws::ecs;
use crate::aws::ecs::cluster::ClusterSettings;
use crate::stack::{Construct, Handle, IntoValue, Maybe, Pending, Stack, Text, Value, located};

/// A cluster of ECS for services and jobs on Fargate.
///
/// Container Insights cost by the metric, so they are asked for; scaling by the messages that wait needs them, and so does the pack
/// `security`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn cluster(stack: &mut Stack) {
///     let cluster = stack.add("Cluster", Cluster::new().insights(true));
///     stack.share("ClusterName", cluster);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Cluster {
    pending: Pending,
    name: Option<Value<Text>>,
    insights: bool,
}

impl Cluster {
    /// A cluster without a name of its own.
    #[track_caller]
    pub fn new() -> Self {
        Cluster { pending: Pending::of::<Self>(), name: None, insights: false }
    }

    /// Its physical name. A named cluster cannot be replaced.
    #[track_caller]
    pub fn cluster_name(mut self, name: impl IntoValue<Text>) -> Self {
        self.name = Some(located(name));
        self
    }

    /// Whether the use of processors and memory, and the number of tasks, are measured for each service.
    pub fn insights(mut self, on: bool) -> Self {
        self.insights = on;
        self
    }
}

impl Default for Cluster {
    #[track_caller]
    fn default() -> Self {
        Cluster::new()
    }
}

impl Construct for Cluster {
    type Output = Handle<ecs::Cluster>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let insights = || [ClusterSettings::new().name("containerInsights").value("enabled")];
        let cluster = ecs::Cluster::new()
            .maybe(self.name, ecs::Cluster::cluster_name)
            .maybe(self.insights.then(insights), ecs::Cluster::cluster_settings);
        stack.add(id, cluster)
    }
}

/// What a task's role needs for `aws ecs execute-command`; see [`FargateService::execute_command`](super::FargateService::execute_command).
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-required-iam-permissions>
#[track_caller]
pub fn execute_command_access() -> Access {
    // No ARN can narrow them.
    let actions = [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ];
    Access::allow(actions, "*")
}
