//! Fargate task definitions.

use std::collections::BTreeSet;

use super::container::{Container, Mount};
use super::execution_role::ExecutionRole;
use super::file_system::FileSystemHandles;
use super::secret::Secret;
use crate::aws::ecs;
use crate::aws::ecs::TaskDefinitionArn;
use crate::aws::ecs::task_definition::{
    ContainerDefinition, CpuArchitecture, NetworkMode, RequiresCompatibilities, RuntimePlatform, Volume,
};
use crate::aws::iam;
use crate::diagnostic::Diagnostic;
use crate::stack::{Construct, Handle, IntoValue, Located, Maybe, Pending, Stack, Text, Value, authored, located};

/// A task definition for Fargate: network mode `awsvpc`, one size, containers.
///
/// With the id `Task` it adds `Task` and, unless one is given, the execution role `TaskExecutionRole`, which may read exactly the secrets
/// that the containers refer to.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn task(stack: &mut Stack, role: &Handle<iam::Role>) -> TaskHandles {
///     let container = Container::new("web", "nginx:1.29").port(80);
///     stack.add("Task", FargateTask::new((512, 1024)).task_role(role).container(container))
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct FargateTask {
    pending: Pending,
    size: Located<(u32, u32)>,
    family: Option<Value<Text>>,
    execution_role: Option<(String, ExecutionRole)>,
    task_role: Option<Value<Text>>,
    containers: Vec<Container>,
    architecture: Option<Value<RuntimePlatform>>,
}

impl FargateTask {
    /// A task of this size: cpu units (1,024 are one vCPU) and MiB of memory, or a [`FargateSize`](super::FargateSize). Synthesis reports a pair
    /// that Fargate does not offer.
    #[track_caller]
    pub fn new(size: impl Into<(u32, u32)>) -> Self {
        FargateTask {
            pending: Pending::of::<Self>(),
            size: Located::here(size.into()),
            family: None,
            execution_role: None,
            task_role: None,
            containers: Vec::new(),
            architecture: None,
        }
    }

    /// The name under which its revisions are counted.
    #[track_caller]
    pub fn family(mut self, family: impl IntoValue<Text>) -> Self {
        self.family = Some(located(family));
        self
    }

    /// The role with which ECS starts the task, under its own id; `IDExecutionRole` unless it is said.
    pub fn execution_role(mut self, id: impl Into<String>, role: ExecutionRole) -> Self {
        self.execution_role = Some((id.into(), role));
        self
    }

    /// The role of the application in the containers.
    #[track_caller]
    pub fn task_role(mut self, role: &Handle<iam::Role>) -> Self {
        self.task_role = Some(located::<Text>(role.arn()));
        self
    }

    /// Adds a container; the first one is what a service sends its traffic to, unless it is told otherwise.
    pub fn container(mut self, container: Container) -> Self {
        self.containers.push(container);
        self
    }

    /// Adds a container that stands beside the main one.
    pub fn sidecar(self, sidecar: impl Into<Container>) -> Self {
        self.container(sidecar.into())
    }

    /// The processor that the images are built for; AWS takes x86-64 unless it is said.
    #[track_caller]
    pub fn architecture(mut self, architecture: impl IntoValue<CpuArchitecture>) -> Self {
        self.architecture = Some(authored(|| located(RuntimePlatform::new().cpu_architecture(architecture))));
        self
    }

    fn report(&self, id: &str, stack: &mut Stack) {
        for problem in self.containers.iter().flat_map(Container::problems) {
            stack.report(problem);
        }
        let mut mounts = self.containers.iter().flat_map(|container| &container.mounts);
        if let Some(mount) = mounts.find(|mount| mount.what.files.is_some() && self.task_role.is_none()) {
            let volume = &mount.what.volume;
            let message = format!("the task `{id}` mounts the file system `{volume}` and has no role that may");
            let help = "add `.task_role(…)` with a role that has `.access(….grant_read_write())`";
            stack.report(Diagnostic::error("FW037", message).at(mount.location).help(help));
        }
        if self.containers.is_empty() {
            stack.report(
                Diagnostic::error("FW023", format!("the task `{id}` has no container")).help("add one with `.container(…)`"),
            );
        }
    }
}

impl Construct for FargateTask {
    type Output = TaskHandles;

    fn build(self, id: &str, stack: &mut Stack) -> TaskHandles {
        self.pending.added();
        self.report(id, stack);
        let secrets: Vec<Secret> = self.containers.iter().flat_map(Container::secrets).cloned().collect();
        let own = || (format!("{id}ExecutionRole"), ExecutionRole::new());
        let (role_id, role) = self.execution_role.unwrap_or_else(own);
        let execution_role = role.add_with(&role_id, stack, &secrets);
        let containers = self.containers.clone();
        let start_period = containers.iter().map(|container| container.start_period).max().unwrap_or(0);
        let volumes = volumes(&containers);
        let definitions: Vec<Located<ContainerDefinition>> = self.containers.into_iter().map(Container::definition).collect();
        let task = ecs::TaskDefinition::new()
            .maybe(self.family, ecs::TaskDefinition::family)
            .requires_compatibilities([RequiresCompatibilities::FARGATE])
            .network_mode(NetworkMode::AWSVPC)
            .cpu(self.size.map(|(cpu, _)| cpu.to_string()))
            .memory(self.size.map(|(_, memory)| memory.to_string()))
            .maybe(self.architecture, ecs::TaskDefinition::runtime_platform)
            .execution_role_arn(execution_role.arn())
            .maybe(self.task_role.clone(), ecs::TaskDefinition::task_role_arn)
            .maybe((!volumes.is_empty()).then_some(volumes), ecs::TaskDefinition::volumes)
            .container_definitions(definitions);
        let definition = stack.add(id, task);
        TaskHandles { definition, execution_role, task_role: self.task_role, containers, start_period }
    }
}

/// The volumes that containers name, each once; one that a container knows as a file system is that for all of them.
fn volumes(containers: &[Container]) -> Vec<Located<Volume>> {
    let mounts = || containers.iter().flat_map(|container| &container.mounts);
    let mut named = BTreeSet::new();
    let volume = |mount: &Mount| {
        let files = mounts().filter(|other| other.what.volume == mount.volume).find_map(|other| other.what.files.as_ref());
        Volume::new().name(&mount.volume).maybe(files.map(FileSystemHandles::volume), Volume::efs_volume_configuration)
    };
    mounts().filter(|mount| named.insert(&mount.what.volume)).map(|mount| mount.map(volume)).collect()
}

/// A task definition that was added.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TaskHandles {
    /// The task definition.
    pub definition: Handle<ecs::TaskDefinition>,
    /// The role with which ECS starts it.
    pub execution_role: Handle<iam::Role>,
    pub(crate) task_role: Option<Value<Text>>,
    pub(crate) containers: Vec<Container>,
    pub(crate) start_period: u32,
}

impl TaskHandles {
    /// The ARN of the task definition's revision.
    pub fn arn(&self) -> Value<TaskDefinitionArn> {
        self.definition.reference()
    }
}
