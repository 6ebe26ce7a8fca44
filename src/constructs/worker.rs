//! Services that work a queue off.

use super::access::Access;
use super::container::Container;
use super::fargate_size::FargateSize;
use super::network::Network;
use super::queue::QueueHandles;
use super::role::Role;
use super::scaling::Scaling;
use super::security_group::SecurityGroup;
use super::service::FargateService;
use super::task::{FargateTask, TaskHandles};
use crate::aws::ec2;
use crate::aws::ecs::{self, ClusterName};
use crate::stack::{Construct, Handle, IntoValue, Located, Maybe, Pending, Stack, Value, located};

/// A service on Fargate that reads a queue, and that nobody can reach.
///
/// The container finds the queue's URL in the variable `QUEUE_URL`, and its task may receive and delete messages of this queue and whatever
/// [`Worker::access`] grants. One task runs unless [`Worker::scaling`] says otherwise.
///
/// With the id `Mailer` it adds `Mailer` (the service), `MailerTask`, `MailerTaskExecutionRole`, `MailerTaskRole` and
/// `MailerSecurityGroup`.
///
/// ```
/// use formwork::aws::ecs::Cluster;
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn mailer(stack: &mut Stack, network: &Network, cluster: Handle<Cluster>) {
///     let mails = stack.add("Mails", Queue::new(120));
///     let worker = Worker::new(cluster, network, &mails, Container::new("mailer", "mailer:1"));
///     stack.add("Mailer", worker.scaling(Scaling::between(1, 10).backlog(&mails, 50)));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Worker {
    pending: Pending,
    cluster: Value<ClusterName>,
    network: Network,
    queue: QueueHandles,
    container: Container,
    size: Located<(u32, u32)>,
    access: Vec<Access>,
    scaling: Option<Scaling>,
}

impl Worker {
    /// A worker in a cluster and in the subnets for tasks of a network; with a quarter of a processor and 512 MiB unless it is said.
    #[track_caller]
    pub fn new(cluster: impl IntoValue<ClusterName>, network: &Network, queue: &QueueHandles, container: Container) -> Self {
        Worker {
            pending: Pending::of::<Self>(),
            cluster: located(cluster),
            network: network.clone(),
            queue: queue.clone(),
            container,
            size: Located::here(FargateSize::SMALLEST.into()),
            access: Vec::new(),
            scaling: None,
        }
    }

    /// The size of its task, as in [`FargateTask::new`].
    #[track_caller]
    pub fn size(mut self, size: impl Into<(u32, u32)>) -> Self {
        self.size = Located::here(size.into());
        self
    }

    /// What it may do beside reading its queue.
    pub fn access(mut self, access: Access) -> Self {
        self.access.push(access);
        self
    }

    /// Lets load decide how many tasks run: [`Scaling::backlog`] by the messages that wait.
    pub fn scaling(mut self, scaling: Scaling) -> Self {
        self.scaling = Some(scaling);
        self
    }
}

impl Construct for Worker {
    type Output = WorkerHandles;

    fn build(self, id: &str, stack: &mut Stack) -> WorkerHandles {
        self.pending.added();
        let role = Role::for_tasks().access(self.queue.grant_consume());
        let role = self.access.into_iter().fold(role, Role::access);
        let role = stack.add(format!("{id}TaskRole"), role);
        let container = self.container.environment("QUEUE_URL", &self.queue.url);
        let size = self.size;
        let task = size.location.during(|| FargateTask::new(size.what)).task_role(&role).container(container);
        let task = stack.add(format!("{id}Task"), task);
        let group = SecurityGroup::new(&self.network, format!("The tasks of {id}"));
        let security_group = stack.add(format!("{id}SecurityGroup"), group);
        let service = FargateService::new(self.cluster, &self.network, &task)
            .security_group(security_group)
            .maybe(self.scaling, FargateService::scaling);
        let service = stack.add(id, service);
        WorkerHandles { service, task, security_group }
    }
}

/// A worker that was added.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WorkerHandles {
    /// The service.
    pub service: Handle<ecs::Service>,
    /// Its task.
    pub task: TaskHandles,
    /// The security group of its tasks, which a database is to let in.
    pub security_group: Handle<ec2::SecurityGroup>,
}
