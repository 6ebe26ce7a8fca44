//! Fargate services.

use super::deployment::Deployment;
use super::network::Network;
use super::scaling::Scaling;
use super::service_connect::ServiceConnect;
use super::target_group::TargetGroupHandles;
use super::task::TaskHandles;
use crate::aws::ec2::SecurityGroupId;
use crate::aws::ecs;
use crate::aws::ecs::ClusterName;
use crate::aws::ecs::service::{
    AssignPublicIp, AwsVpcConfiguration, DeploymentCircuitBreaker, DeploymentConfiguration, LaunchType, LoadBalancer,
    NetworkConfiguration, PropagateTags, ThresholdConfiguration, Type,
};
use crate::diagnostic::Diagnostic;
use crate::stack::{Construct, Handle, IntoValue, List, Located, Maybe, Pending, Resource, Stack, Text, Value, located};
use crate::template::SourceLocation;

/// What sends requests to a target group.
const FORWARDERS: [&str; 2] = ["AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"];

/// A service that keeps tasks of one definition running on Fargate, behind a load balancer or not.
///
/// - The deployment circuit breaker is on and rolls back: without it a task that never becomes healthy holds the stack for three hours.
/// - 100 percent of the tasks stay healthy while up to 200 percent run: a deployment takes nothing away. Tasks that must not run beside each
///   other say [`FargateService::healthy_percent`].
/// - The grace period follows from the health checks, so that a new task is not killed while it starts.
/// - Tags reach the tasks; they cannot be added to running ones later.
/// - It comes after every listener and rule of its stack that was added before it and forwards to its target, without which ECS refuses the target group.
/// - Under [`FargateService::scaling`] it has no desired count, which every deployment would otherwise reset.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn web(stack: &mut Stack, cluster: Handle<ecs::Cluster>, network: &Network, target: &TargetGroupHandles, group: Handle<ec2::SecurityGroup>) {
///     let container = Container::new("web", "nginx:1.29").port(80);
///     let task = stack.add("Task", FargateTask::new(FargateSize::SMALLEST).container(container));
///     let service = FargateService::new(cluster, network, &task).security_group(group).behind(target).desired_count(2);
///     stack.add("Service", service);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct FargateService {
    pending: Pending,
    cluster: Value<ClusterName>,
    network: Network,
    task: TaskHandles,
    name: Option<Value<Text>>,
    security_groups: Vec<Value<SecurityGroupId>>,
    targets: Vec<(Located<TargetGroupHandles>, String)>,
    desired: Option<Located<u32>>,
    scaling: Option<Scaling>,
    fail_after: Option<Located<u32>>,
    healthy: Located<(u32, u32)>,
    execute_command: bool,
    service_connect: Option<ServiceConnect>,
    shifts: Option<Located<Deployment>>,
    location: SourceLocation,
}

impl FargateService {
    /// A service of a task, in a cluster and in the subnets for tasks of a network; it runs one task unless it is told otherwise.
    #[track_caller]
    pub fn new(cluster: impl IntoValue<ClusterName>, network: &Network, task: &TaskHandles) -> Self {
        FargateService {
            pending: Pending::of::<Self>(),
            cluster: located(cluster),
            network: network.clone(),
            task: task.clone(),
            name: None,
            security_groups: Vec::new(),
            targets: Vec::new(),
            desired: None,
            scaling: None,
            fail_after: None,
            healthy: Located { what: (100, 200), location: SourceLocation::caller() },
            execute_command: false,
            service_connect: None,
            shifts: None,
            location: SourceLocation::caller(),
        }
    }

    /// Its physical name. A named service cannot be replaced, and a cluster has the name once.
    #[track_caller]
    pub fn service_name(mut self, name: impl IntoValue<Text>) -> Self {
        self.name = Some(located(name));
        self
    }

    /// Puts its tasks into a security group.
    #[track_caller]
    pub fn security_group(mut self, group: impl IntoValue<SecurityGroupId>) -> Self {
        self.security_groups.push(located(group));
        self
    }

    /// Registers its tasks in a target group, with the first container that listens on the target's port.
    #[track_caller]
    pub fn behind(mut self, target: &TargetGroupHandles) -> Self {
        let listening = self.task.containers.iter().find(|container| container.listens_on(target.port));
        let name = listening.map(|container| container.name.clone()).unwrap_or_default();
        self.targets.push((Located::here(target.clone()), name));
        self
    }

    /// How many tasks run.
    #[track_caller]
    pub fn desired_count(mut self, tasks: u32) -> Self {
        self.desired = Some(Located::here(tasks));
        self
    }

    /// Lets load decide how many tasks run.
    pub fn scaling(mut self, scaling: Scaling) -> Self {
        self.scaling = Some(scaling);
        self
    }

    /// Gives a deployment up after so many tasks that failed to start, instead of half of the desired ones and at least three.
    #[track_caller]
    pub fn fail_after(mut self, tasks: u32) -> Self {
        self.fail_after = Some(Located::here(tasks));
        self
    }

    /// How many percent of the tasks stay healthy in a deployment, and how many run at most. `(0, 100)` ends the old tasks before it starts the
    /// new ones, with a pause in the service: for tasks that write the same files.
    #[track_caller]
    pub fn healthy_percent(mut self, least: u32, most: u32) -> Self {
        self.healthy = Located::here((least, most));
        self
    }

    /// Lets `aws ecs execute-command` open a shell in its tasks, whose role needs
    /// [`execute_command_access`](super::execute_command_access). Leave it out in production: what is done in a shell is in no review.
    pub fn execute_command(mut self) -> Self {
        self.execute_command = true;
        self
    }

    /// Takes part in a namespace of Service Connect, in which services call each other by name.
    pub fn service_connect(mut self, service_connect: ServiceConnect) -> Self {
        self.service_connect = Some(service_connect);
        self
    }

    /// Shifts requests to a new revision that is started beside the old one, instead of replacing task after task. It must be behind one target.
    #[track_caller]
    pub fn deployment(mut self, deployment: Deployment) -> Self {
        self.shifts = Some(Located::here(deployment));
        self
    }

    /// The time in which failed health checks of a load balancer are forgiven: the container's own start, and then the checks that it takes
    /// to become healthy. Services without a load balancer have none.
    fn grace_period(&self) -> Option<u32> {
        let checks = self.targets.iter().map(|(target, _)| target.what.seconds_until_healthy).max()?;
        Some(self.task.start_period.saturating_add(checks))
    }

    fn deployment_configuration(&self) -> DeploymentConfiguration {
        let configuration = DeploymentConfiguration::new()
            .maximum_percent(self.healthy.map(|(_, most)| *most))
            .minimum_healthy_percent(self.healthy.map(|(least, _)| *least));
        if let Some(shifts) = &self.shifts {
            return shifts.map(|deployment| deployment.configure(configuration)).what;
        }
        let mut breaker = DeploymentCircuitBreaker::new(true, true);
        if let Some(tasks) = self.fail_after {
            breaker = breaker.threshold_configuration(tasks.map(|tasks| ThresholdConfiguration::new(Type::COUNT, *tasks)));
        }
        configuration.deployment_circuit_breaker(breaker)
    }

    fn placement(&self) -> NetworkConfiguration {
        let public = if self.network.tasks_need_public_address() { AssignPublicIp::ENABLED } else { AssignPublicIp::DISABLED };
        let groups: Value<List<SecurityGroupId>> = self.security_groups.clone().into_value();
        let vpc =
            AwsVpcConfiguration::new().assign_public_ip(public).security_groups(groups).subnets(self.network.task_subnets());
        NetworkConfiguration::new().awsvpc_configuration(vpc)
    }

    fn report(&self, id: &str, stack: &mut Stack) {
        for (target, _) in self.targets.iter().filter(|(_, name)| name.is_empty()) {
            let port = target.what.port;
            let message = format!(
                "no container of the task listens on port {port}, the port of the target group that the service `{id}` is behind"
            );
            let help = format!("add `.port({port})` to the container");
            stack.report(Diagnostic::error("FW024", message).at(target.location).help(help));
        }
        if self.security_groups.is_empty() {
            let message = format!("the service `{id}` has no security group, so it would get the VPC's default one");
            stack.report(Diagnostic::error("FW025", message).at(self.location).help("add `.security_group(…)`"));
        }
        if let Some(shifts) = self.shifts.as_ref().filter(|_| self.targets.len() != 1) {
            let count = self.targets.len();
            let message = format!("the service `{id}` shifts requests between target groups, and is behind {count} targets");
            let help = "put it `.behind(…)` the one target that its listener rule forwards to";
            stack.report(Diagnostic::error("FW034", message).at(shifts.location).help(help));
        }
        if let Some(desired) = self.desired.filter(|_| self.scaling.is_some()) {
            let message = format!("the service `{id}` has both a desired count and autoscaling");
            let help = "drop `.desired_count(…)`: every deployment would set the count back";
            stack.report(Diagnostic::error("FW026", message).at(desired.location).help(help));
        }
    }
}

/// With the id `Service` it adds `Service` and, under [`FargateService::scaling`], `ServiceScalableTarget` and `ServiceScalingPolicy`; under
/// [`FargateService::deployment`], `ServiceTrafficRole`.
impl Construct for FargateService {
    type Output = Handle<ecs::Service>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        self.report(id, stack);
        let grace = self.grace_period();
        let is_named = |rule: &str| self.shifts.as_ref().is_some_and(|shifts| shifts.what.names(rule));
        let forwarders = self.targets.iter().flat_map(|(target, _)| stack.users_of(target.what.arn(), &FORWARDERS));
        let forwarders: Vec<_> = forwarders.filter(|forwarder| !is_named(forwarder.logical_id().as_str())).collect();
        let advanced = self.shifts.as_ref().map(|shifts| shifts.map(|deployment| deployment.advanced(id, stack)).what);
        let balancer = |name, target: &TargetGroupHandles| {
            let balancer = LoadBalancer::new().container_name(name).container_port(target.port).target_group_arn(&target.arn);
            balancer.maybe(advanced.clone(), LoadBalancer::advanced_configuration)
        };
        let balancers = self.targets.iter().map(|(target, name)| target.map(|target| balancer(name, target)));
        let balancers: Vec<Located<LoadBalancer>> = balancers.collect();
        let desired = match self.scaling {
            Some(_) => None,
            None => Some(self.desired.unwrap_or(Located { what: 1, location: self.location })),
        };
        let service = ecs::Service::new()
            .maybe(self.name.as_ref(), ecs::Service::service_name)
            .cluster(&self.cluster)
            .launch_type(LaunchType::FARGATE)
            .task_definition(self.task.definition)
            .maybe(desired, ecs::Service::desired_count)
            .deployment_configuration(self.deployment_configuration())
            .network_configuration(self.placement())
            .maybe((!balancers.is_empty()).then_some(balancers), ecs::Service::load_balancers)
            .maybe(grace, ecs::Service::health_check_grace_period_seconds)
            .maybe(self.execute_command.then_some(true), ecs::Service::enable_execute_command)
            .maybe(self.service_connect.map(ServiceConnect::configuration), ecs::Service::service_connect_configuration)
            .enable_ecs_managed_tags(true)
            .propagate_tags(PropagateTags::SERVICE)
            .maybe((!forwarders.is_empty()).then_some(forwarders), |service, forwarders| service.depends_on(forwarders));
        let service = stack.add(id, service);
        if let Some(scaling) = self.scaling {
            scaling.build(id, stack, &self.cluster, service);
        }
        service
    }
}
