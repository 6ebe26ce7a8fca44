//! Jobs that run by the clock.

use super::access::Access;
use super::network::Network;
use super::queue::QueueHandles;
use super::role::Role;
use super::task::TaskHandles;
use crate::aws::ec2::SecurityGroupId;
use crate::aws::ecs::{ClusterName, TaskDefinitionArn};
use crate::aws::scheduler::Schedule;
use crate::aws::scheduler::schedule::{
    AssignPublicIpValue, AwsVpcConfiguration, DeadLetterConfig, EcsParameters, FlexibleTimeWindow, LaunchTypeValue, Mode,
    NetworkConfiguration, RetryPolicy, Target,
};
use crate::iam::{Condition, Principal, Statement};
use crate::stack::functions::sub;
use crate::stack::{Construct, Handle, IntoValue, List, Maybe, Pending, Stack, Text, Value, located, pseudo};

/// A task on Fargate that EventBridge Scheduler starts by the clock.
///
/// - The scheduler's role may start exactly this task in this cluster, and hand it exactly its own roles.
/// - A start that fails is tried three times within an hour; then the run is left out, or, with [`ScheduledJob::failures`], told to a queue.
///   What happens in the task afterwards is the task's own: look at its exit code.
/// - A run starts whether or not the one before has ended.
///
/// With the id `Nightly` it adds `Nightly` and `NightlyRole`.
///
/// ```
/// use formwork::aws::ec2::SecurityGroup;
/// use formwork::aws::ecs::Cluster;
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn nightly(stack: &mut Stack, network: &Network, cluster: Handle<Cluster>, group: Handle<SecurityGroup>) {
///     let container = Container::new("cleanup", "cleanup:1").command(["./cleanup", "--older-than=30d"]);
///     let task = FargateTask::new((256, 512)).container(container);
///     let task = stack.add("CleanupTask", task);
///     let job = ScheduledJob::new("cron(0 3 * * ? *)", cluster, network, &task).security_group(group);
///     stack.add("Cleanup", job.time_zone("Europe/Berlin"));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ScheduledJob {
    pending: Pending,
    expression: Value<Text>,
    zone: Option<Value<Text>>,
    cluster: Value<ClusterName>,
    network: Network,
    task: TaskHandles,
    security_groups: Vec<Value<SecurityGroupId>>,
    failures: Option<QueueHandles>,
}

impl ScheduledJob {
    /// A job by its times: `rate(6 hours)`, `cron(0 3 * * ? *)` or `at(2027-01-01T00:00:00)`, in UTC unless a time zone is said.
    ///
    /// <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>
    #[track_caller]
    pub fn new(
        expression: impl IntoValue<Text>,
        cluster: impl IntoValue<ClusterName>,
        network: &Network,
        task: &TaskHandles,
    ) -> Self {
        ScheduledJob {
            pending: Pending::of::<Self>(),
            expression: located(expression),
            zone: None,
            cluster: located(cluster),
            network: network.clone(),
            task: task.clone(),
            security_groups: Vec::new(),
            failures: None,
        }
    }

    /// The time zone of its times, for example `Europe/Berlin`; it follows summer time.
    #[track_caller]
    pub fn time_zone(mut self, zone: impl IntoValue<Text>) -> Self {
        self.zone = Some(located(zone));
        self
    }

    /// Puts the task into a security group; the VPC's default one unless it is said.
    #[track_caller]
    pub fn security_group(mut self, group: impl IntoValue<SecurityGroupId>) -> Self {
        self.security_groups.push(located(group));
        self
    }

    /// Sends the runs that could not be started to a queue.
    pub fn failures(mut self, queue: &QueueHandles) -> Self {
        self.failures = Some(queue.clone());
        self
    }

    /// What the scheduler may do: start the task, and give it its roles.
    ///
    /// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html>
    fn role(&self, cluster: &Value<Text>) -> Role {
        let definition: Value<TaskDefinitionArn> = self.task.arn();
        let run = Statement::allow(["ecs:RunTask"]).on([definition]).when(Condition::arn_equals("ecs:cluster", cluster));
        let own = [located::<Text>(self.task.execution_role.arn())].into_iter().chain(self.task.task_role.clone());
        let pass = Statement::allow(["iam:PassRole"])
            .on(own.collect::<Vec<_>>())
            .when(Condition::string_equals("iam:PassedToService", "ecs-tasks.amazonaws.com"));
        let role = Role::new(Principal::service("scheduler.amazonaws.com"))
            .trusted_when(Condition::string_equals("aws:SourceAccount", pseudo::account_id()))
            .statement(run)
            .statement(pass);
        role.maybe(self.failures.as_ref().map(QueueHandles::grant_send), |role, access: Access| role.access(access))
    }

    fn placement(&self) -> NetworkConfiguration {
        let public = self.network.tasks_need_public_address();
        let public = if public { AssignPublicIpValue::ENABLED } else { AssignPublicIpValue::DISABLED };
        let groups: Value<List<SecurityGroupId>> = self.security_groups.clone().into_value();
        let vpc = AwsVpcConfiguration::new(self.network.task_subnets())
            .maybe((!self.security_groups.is_empty()).then_some(groups), AwsVpcConfiguration::security_groups)
            .assign_public_ip(public);
        NetworkConfiguration::new().awsvpc_configuration(vpc)
    }
}

impl Construct for ScheduledJob {
    type Output = Handle<Schedule>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let cluster: Value<Text> = located(
            sub("arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:cluster/${Cluster}").with("Cluster", &self.cluster),
        );
        let role = stack.add(format!("{id}Role"), self.role(&cluster));
        let start =
            EcsParameters::new(self.task.arn()).launch_type(LaunchTypeValue::FARGATE).network_configuration(self.placement());
        let failures = self.failures.map(|queue| DeadLetterConfig::new().arn(queue.arn));
        let target = Target::new(cluster, role.arn())
            .ecs_parameters(start)
            .retry_policy(RetryPolicy::new().maximum_retry_attempts(3).maximum_event_age_in_seconds(3600))
            .maybe(failures, Target::dead_letter_config);
        let schedule = Schedule::new(FlexibleTimeWindow::new(Mode::OFF), self.expression, target)
            .maybe(self.zone, Schedule::schedule_expression_timezone);
        stack.add(id, schedule)
    }
}
