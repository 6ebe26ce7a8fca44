//! Containers of a task.

use super::file_system::FileSystemHandles;
use super::secret::Secret;
use crate::aws::ecs::task_definition::{
    Condition, ContainerDefinition, ContainerDependency, HealthCheck, KeyValuePair, LogConfiguration, MountPoint, PortMapping,
    Protocol, Secret as SecretProperty,
};
use crate::aws::logs::LogGroupName;
use crate::diagnostic::Diagnostic;
use crate::stack::{Bool, Integer, IntoValue, List, Located, MapOf, Maybe, Text, Value, authored, located, pseudo};
use crate::template::SourceLocation;

/// The times of a health check of which only the command is said: interval and timeout in seconds, retries, and the start period in seconds.
pub(crate) const CHECK_TIMES: [u32; 4] = [30, 5, 3, 60];

/// A container of a Fargate task.
///
/// It is essential: when it stops, the task stops and is replaced. Its output goes to the log group that [`Container::logs`] names.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn container(logs: Handle<logs::LogGroup>) -> Container {
///     Container::new("web", "nginx:1.29")
///         .port(80)
///         .environment("LEVEL", "info")
///         .secret("DATABASE_URL", Secret::ssm("/shop/DATABASE_URL"))
///         .health_check("curl --fail http://localhost/")
///         .logs(logs)
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Container {
    pub(crate) name: String,
    location: SourceLocation,
    image: Value<Text>,
    essential: Value<Bool>,
    ports: Vec<Located<Port>>,
    environment: Vec<Located<(String, Value<Text>)>>,
    secrets: Vec<Located<(String, Secret)>>,
    health: Option<Value<HealthCheck>>,
    pub(crate) start_period: u32,
    logs: Option<Value<LogGroupName>>,
    after: Vec<Value<ContainerDependency>>,
    cpu: Option<Value<Integer>>,
    memory_reservation: Option<Value<Integer>>,
    entry_point: Option<Value<List<Text>>>,
    command: Option<Value<List<Text>>>,
    read_only: Option<Value<Bool>>,
    user: Option<Value<Text>>,
    pub(crate) mounts: Vec<Located<Mount>>,
}

/// Where a container has a volume of its task.
#[derive(Clone, Debug)]
pub(crate) struct Mount {
    pub(crate) volume: String,
    path: String,
    is_read_only: bool,
    /// Where its files are kept; in the task, and no longer than it, unless it is a file system.
    pub(crate) files: Option<FileSystemHandles>,
}

/// A port that a container listens on.
#[derive(Clone, Debug)]
struct Port {
    number: u16,
    protocol: Protocol,
    name: Option<String>,
}

impl Container {
    /// A container of this name and image.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl IntoValue<Text>) -> Self {
        Container {
            name: name.into(),
            location: SourceLocation::caller(),
            image: located(image),
            essential: located(true),
            ports: Vec::new(),
            environment: Vec::new(),
            secrets: Vec::new(),
            health: None,
            start_period: 0,
            logs: None,
            after: Vec::new(),
            cpu: None,
            memory_reservation: None,
            entry_point: None,
            command: None,
            read_only: None,
            user: None,
            mounts: Vec::new(),
        }
    }

    /// A TCP port that it listens on.
    #[track_caller]
    pub fn port(mut self, port: u16) -> Self {
        self.ports.push(Located::here(Port { number: port, protocol: Protocol::TCP, name: None }));
        self
    }

    /// A TCP port that it listens on, under a name for [`ServiceConnect::offers`](super::ServiceConnect::offers).
    #[track_caller]
    pub fn named_port(mut self, name: impl Into<String>, port: u16) -> Self {
        self.ports.push(Located::here(Port { number: port, protocol: Protocol::TCP, name: Some(name.into()) }));
        self
    }

    /// A UDP port that it listens on.
    #[track_caller]
    pub fn udp_port(mut self, port: u16) -> Self {
        self.ports.push(Located::here(Port { number: port, protocol: Protocol::UDP, name: None }));
        self
    }

    /// A plain environment variable. What must not be read by others is a [`Container::secret`].
    #[track_caller]
    pub fn environment(mut self, name: impl Into<String>, value: impl IntoValue<Text>) -> Self {
        self.environment.push(Located::here((name.into(), located(value))));
        self
    }

    /// An environment variable that ECS fills from a secret when the task starts; the execution role is allowed to read exactly it.
    #[track_caller]
    pub fn secret(mut self, name: impl Into<String>, secret: Secret) -> Self {
        self.secrets.push(Located::here((name.into(), secret)));
        self
    }

    /// A command that tells by its exit code whether the container is healthy: 0 is healthy, 1 is not. It runs in the container's shell
    /// every 30 s, may take 5 s, and has 60 s of grace at the start, after which three failures in a row stop the task.
    ///
    /// The `HEALTHCHECK` of an image is ignored by ECS.
    #[track_caller]
    pub fn health_check(self, command: &str) -> Self {
        let [interval, timeout, retries, start_period] = CHECK_TIMES;
        let check = || {
            let check = HealthCheck::new().command(["CMD-SHELL", command]).interval(interval).timeout(timeout);
            check.retries(retries).start_period(start_period)
        };
        self.health_check_with(authored(check), start_period)
    }

    /// A health check with its own times; `start_period` is repeated, in seconds, since the service's grace period follows from it.
    #[track_caller]
    pub fn health_check_with(mut self, check: HealthCheck, start_period: u32) -> Self {
        self.health = Some(located(check));
        self.start_period = start_period;
        self
    }

    /// Sends its output to a log group, in streams that begin with the container's name.
    #[track_caller]
    pub fn logs(mut self, group: impl IntoValue<LogGroupName>) -> Self {
        self.logs = Some(located(group));
        self
    }

    /// Lets the task go on when this container stops.
    #[track_caller]
    pub fn not_essential(mut self) -> Self {
        self.essential = located(false);
        self
    }

    /// Starts it after another container of the task has reached a state.
    #[track_caller]
    pub fn after(mut self, container: impl Into<String>, state: impl IntoValue<Condition>) -> Self {
        let dependency = || ContainerDependency::new().container_name(container.into()).condition(state);
        self.after.push(located(authored(dependency)));
        self
    }

    /// Cpu units of the task that are set aside for it.
    #[track_caller]
    pub fn cpu(mut self, units: impl IntoValue<Integer>) -> Self {
        self.cpu = Some(located(units));
        self
    }

    /// MiB of the task's memory that are set aside for it.
    #[track_caller]
    pub fn memory_reservation(mut self, mebibytes: impl IntoValue<Integer>) -> Self {
        self.memory_reservation = Some(located(mebibytes));
        self
    }

    /// Runs this instead of the image's entry point, which the command follows.
    #[track_caller]
    pub fn entry_point<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.entry_point = self::words(words);
        self
    }

    /// Runs this instead of the image's command.
    #[track_caller]
    pub fn command<S: Into<String>>(mut self, words: impl IntoIterator<Item = S>) -> Self {
        self.command = self::words(words);
        self
    }

    /// Mounts a volume of the task at a path. It is empty when the task starts, gone when it ends, and the same for all containers of the task
    /// that name it: what a program writes beside a [read-only root](Self::read_only_root), or shares with a sidecar.
    #[track_caller]
    pub fn volume(self, name: impl Into<String>, path: impl Into<String>) -> Self {
        self.mount_at(name.into(), path, None, false)
    }

    /// Mounts a file system of EFS at a path: its files outlive the task, and other tasks have them, too. The task's role needs
    /// [`grant_read_write`](FileSystemHandles::grant_read_write), and its security group [`connect`](FileSystemHandles::connect).
    #[track_caller]
    pub fn mount(self, files: &FileSystemHandles, path: impl Into<String>) -> Self {
        self.mount_at(files.volume.clone(), path, Some(files.clone()), false)
    }

    /// Mounts a file system of EFS at a path, to read from; the task's role needs [`grant_read`](FileSystemHandles::grant_read).
    #[track_caller]
    pub fn mount_read_only(self, files: &FileSystemHandles, path: impl Into<String>) -> Self {
        self.mount_at(files.volume.clone(), path, Some(files.clone()), true)
    }

    #[track_caller]
    fn mount_at(mut self, volume: String, path: impl Into<String>, files: Option<FileSystemHandles>, is_read_only: bool) -> Self {
        self.mounts.push(Located::here(Mount { volume, path: path.into(), is_read_only, files }));
        self
    }

    /// Makes its root file system read-only, beside its [volumes](Self::volume); ECS Exec does not work then.
    #[track_caller]
    pub fn read_only_root(mut self) -> Self {
        self.read_only = Some(located(true));
        self
    }

    /// Runs it as this user of the image.
    #[track_caller]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(located(user.into()));
        self
    }

    /// The secrets that it refers to.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.secrets.iter().map(|secret| &secret.what.1)
    }

    /// Whether it listens on a TCP port.
    pub(crate) fn listens_on(&self, port: u16) -> bool {
        self.ports.iter().any(|said| said.what.number == port && said.what.protocol == Protocol::TCP)
    }

    /// Mistakes that only show here: a variable that is empty although it was asked for, a secret whose name is none.
    pub(crate) fn problems(&self) -> Vec<Diagnostic> {
        let empty = self.environment.iter().filter(|said| said.what.1.node().as_str() == Some(""));
        let problems = empty.map(|said| {
            let message = format!("the variable `{}` of the container `{}` is empty", said.what.0, self.name);
            let help = "give its setting a value, or remove the variable: an application that reads it expects a value";
            Diagnostic::error("FW021", message).at(said.location).help(help)
        });
        let secrets = self.secrets.iter().filter_map(|said| Some(said.what.1.problem()?.at(said.location)));
        problems.chain(secrets).collect()
    }

    pub(crate) fn definition(self) -> Located<ContainerDefinition> {
        let ports: Vec<Located<PortMapping>> = self.ports.iter().map(|said| said.map(port_mapping)).collect();
        let environment: Vec<Located<KeyValuePair>> = self.environment.iter().map(|said| said.map(variable)).collect();
        let secrets: Vec<Located<SecretProperty>> = self.secrets.iter().map(|said| said.map(secret)).collect();
        let mounts: Vec<Located<MountPoint>> = self.mounts.iter().map(|said| said.map(mount)).collect();
        let definition = || {
            let logs = self.logs.map(|group| log_configuration(group, &self.name));
            ContainerDefinition::new(self.image, self.name)
                .essential(self.essential)
                .maybe(self.cpu, ContainerDefinition::cpu)
                .maybe(self.memory_reservation, ContainerDefinition::memory_reservation)
                .maybe(self.entry_point, ContainerDefinition::entry_point)
                .maybe(self.command, ContainerDefinition::command)
                .maybe(self.user, ContainerDefinition::user)
                .maybe(self.read_only, ContainerDefinition::readonly_root_filesystem)
                .maybe(some(mounts), ContainerDefinition::mount_points)
                .maybe(some(ports), ContainerDefinition::port_mappings)
                .maybe(self.health, ContainerDefinition::health_check)
                .maybe(some(self.after), ContainerDefinition::depends_on)
                .maybe(some(environment), ContainerDefinition::environment)
                .maybe(some(secrets), ContainerDefinition::secrets)
                .maybe(logs, ContainerDefinition::log_configuration)
        };
        Located { what: self.location.during(definition), location: self.location }
    }
}

fn port_mapping(port: &Port) -> PortMapping {
    let mapping = PortMapping::new().container_port(port.number).protocol(port.protocol);
    mapping.maybe(port.name.clone(), PortMapping::name)
}

fn mount(mount: &Mount) -> MountPoint {
    let point = MountPoint::new().source_volume(&mount.volume).container_path(&mount.path);
    point.maybe(mount.is_read_only.then_some(true), MountPoint::read_only)
}

fn variable((name, value): &(String, Value<Text>)) -> KeyValuePair {
    KeyValuePair::new().name(name).value(value)
}

fn secret((name, secret): &(String, Secret)) -> SecretProperty {
    SecretProperty::new(name, &secret.source)
}

#[track_caller]
fn words<S: Into<String>>(words: impl IntoIterator<Item = S>) -> Option<Value<List<Text>>> {
    let words: Vec<String> = words.into_iter().map(Into::into).collect();
    (!words.is_empty()).then(|| located(words))
}

fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}

fn log_configuration(group: Value<LogGroupName>, prefix: &str) -> LogConfiguration {
    let options: Vec<(&str, Value<Text>)> = vec![
        ("awslogs-group", IntoValue::<Text>::into_value(group)),
        ("awslogs-region", pseudo::region()),
        ("awslogs-stream-prefix", IntoValue::<Text>::into_value(prefix)),
    ];
    let options: Value<MapOf<Text>> = options.into_value();
    LogConfiguration::new("awslogs").options(options)
}
