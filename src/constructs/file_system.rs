//! File systems of EFS.

use super::access::Access;
use super::network::Network;
use super::security_group::{Allow, Peer, SecurityGroup};
use crate::aws::ec2::{SecurityGroupId, SubnetId};
use crate::aws::ecs::task_definition::{AuthorizationConfig, EFSVolumeConfiguration, IAM, TransitEncryption};
use crate::aws::efs;
use crate::aws::efs::access_point::{CreationInfo, PosixUser, RootDirectory};
use crate::aws::efs::file_system::{
    BackupPolicy, LifecyclePolicy, Status, ThroughputMode, TransitionToIA, TransitionToPrimaryStorageClass,
};
use crate::aws::efs::{AccessPointArn, AccessPointId, FileSystemArn, FileSystemId, MountTarget};
use crate::diagnostic::Diagnostic;
use crate::iam::{Condition, PolicyDocument, Principal, Statement};
use crate::stack::{Construct, Handle, IntoValue, Json, Located, Pending, Resource, Share, Stack, Value, located};
use crate::template::SourceLocation;

/// The port of NFS, on which mount targets listen.
const NFS: u16 = 2049;

/// What a client does with a file system that it mounts.
///
/// <https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html>
const MOUNT: &str = "elasticfilesystem:ClientMount";
const WRITE: &str = "elasticfilesystem:ClientWrite";
const ROOT: &str = "elasticfilesystem:ClientRootAccess";

/// A file system of EFS, for files that outlive a task or that several tasks share.
///
/// - It is encrypted, clients must use TLS, and nobody mounts it without a role that may: without a policy of its own, EFS lets in whoever
///   reaches a mount target.
/// - Its mount targets stand in the subnets for tasks of the network, one in each, and their security group lets in nobody but those that
///   [`FileSystemHandles::connect`] names.
/// - Clients go through an access point: whatever user a container runs as, its files belong to user and group 1000 and stand in a directory
///   that EFS makes for them.
/// - Throughput follows what is used: with bursting, the other mode, a small file system is slow once its credits are spent.
/// - Files that nobody reads for 30 days move to cheaper storage, and come back when they are read.
/// - It is retained when it leaves the stack, and in production AWS Backup keeps a copy of each day.
///
/// With the id `Files` and two subnets it adds `Files`, `FilesSecurityGroup`, `FilesMountTarget1`, `FilesMountTarget2` and `FilesAccessPoint`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn uploads(stack: &mut Stack, network: &Network, tasks: Handle<ec2::SecurityGroup>) -> TaskHandles {
///     let files = stack.add("Files", FileSystem::new(network));
///     stack.add("FilesFromTasks", files.connect(tasks));
///     let role = stack.add("TaskRole", Role::for_tasks().access(files.grant_read_write()));
///     let container = Container::new("web", "web:1").mount(&files, "/var/uploads");
///     stack.add("Task", FargateTask::new((256, 512)).task_role(&role).container(container))
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct FileSystem {
    pending: Pending,
    network: Network,
    subnets: Option<Located<usize>>,
    user: Located<(u32, u32)>,
    throughput: Value<ThroughputMode>,
    infrequent: Value<TransitionToIA>,
    backups: Option<bool>,
    location: SourceLocation,
}

impl FileSystem {
    /// A file system that tasks in a network can mount.
    #[track_caller]
    pub fn new(network: &Network) -> Self {
        FileSystem {
            pending: Pending::of::<Self>(),
            network: network.clone(),
            subnets: None,
            user: Located::here((1000, 1000)),
            throughput: located(ThroughputMode::ELASTIC),
            infrequent: located(TransitionToIA::AFTER_30_DAYS),
            backups: None,
            location: SourceLocation::caller(),
        }
    }

    /// How many subnets for tasks the network has, where only the deployment knows them: each gets a mount target.
    #[track_caller]
    pub fn subnets(mut self, count: usize) -> Self {
        self.subnets = Some(Located::here(count));
        self
    }

    /// The user and group that files belong to; both 1000 unless it is said. Take those that the image expects: an access point refuses to
    /// change owners. **A change replaces the access point**; the files stay, and belong to whom they belonged.
    #[track_caller]
    pub fn user(mut self, user: u32, group: u32) -> Self {
        self.user = Located::here((user, group));
        self
    }

    /// How much it reads and writes: as much as is used, unless it is said.
    #[track_caller]
    pub fn throughput(mut self, mode: impl IntoValue<ThroughputMode>) -> Self {
        self.throughput = located(mode);
        self
    }

    /// When files that nobody reads move to cheaper storage; after 30 days unless it is said.
    #[track_caller]
    pub fn infrequent_access(mut self, after: impl IntoValue<TransitionToIA>) -> Self {
        self.infrequent = located(after);
        self
    }

    /// Whether AWS Backup keeps a copy of each day, for 35 days; in production unless it is said.
    pub fn backups(mut self, is_on: bool) -> Self {
        self.backups = Some(is_on);
        self
    }

    /// The subnets that get a mount target; two, and a finding, where their number is not known.
    fn targets(&self, id: &str, stack: &mut Stack) -> Vec<Value<SubnetId>> {
        if let Some(subnets) = self.network.each_task_subnet(self.subnets.map(|count| count.what)) {
            return subnets;
        }
        let message =
            format!("only the deployment knows how many subnets the network of `{id}` has, and each needs a mount target");
        let help = "say how many: `.subnets(2)`";
        stack.report(Diagnostic::error("FW036", message).at(self.location).help(help));
        self.network.each_task_subnet(Some(2)).unwrap_or_default()
    }
}

/// What clients must do beside being allowed to: come by TLS. That there is a policy ends the access of those without a role. It names no
/// resource, as those that EFS makes: it is about the file system that it belongs to.
fn policy() -> Value<Json> {
    let by_tls = Condition::bool("aws:SecureTransport", false);
    PolicyDocument::new([Statement::deny([MOUNT, WRITE, ROOT]).principal(Principal::anyone()).when(by_tls)]).into_value()
}

impl Construct for FileSystem {
    type Output = FileSystemHandles;

    fn build(self, id: &str, stack: &mut Stack) -> FileSystemHandles {
        self.pending.added();
        let group = SecurityGroup::new(&self.network, format!("The clients of {id}"));
        let group = stack.add(format!("{id}SecurityGroup"), group);
        let backups = self.backups.unwrap_or(stack.target().production);
        // EFS takes one transition in each entry.
        let lifecycle = [
            LifecyclePolicy::new().transition_to_ia(self.infrequent.clone()),
            LifecyclePolicy::new().transition_to_primary_storage_class(TransitionToPrimaryStorageClass::AFTER_1_ACCESS),
        ];
        let files = efs::FileSystem::new()
            .encrypted(true)
            .throughput_mode(self.throughput.clone())
            .lifecycle_policies(lifecycle)
            .backup_policy(BackupPolicy::new(if backups { Status::ENABLED } else { Status::DISABLED }))
            .file_system_policy(policy())
            .retain();
        let files = stack.add(id, files);
        let targets = self.targets(id, stack).into_iter().enumerate().map(|(index, subnet)| {
            let target = MountTarget::new(files, [group], subnet);
            stack.add(format!("{id}MountTarget{}", index + 1), target)
        });
        let targets: Vec<Handle<MountTarget>> = targets.collect();
        let owned = |(user, group): &(u32, u32)| CreationInfo::new(group.to_string(), user.to_string(), "0750");
        let root = RootDirectory::new().path("/data").creation_info(self.user.map(owned));
        let user = self.user.map(|(user, group)| PosixUser::new(group.to_string(), user.to_string()));
        // Whoever mounts it names the access point, and so comes after the mount targets without which it cannot be mounted.
        let point = efs::AccessPoint::new(files).posix_user(user).root_directory(root).depends_on(targets);
        let point = stack.add(format!("{id}AccessPoint"), point);
        FileSystemHandles {
            volume: id.to_owned(),
            id: files.reference(),
            arn: files.arn(),
            access_point: point.reference(),
            access_point_arn: point.arn(),
            security_group: group.reference(),
        }
    }
}

/// A file system that was added to this stack, or that another one shares.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FileSystemHandles {
    /// What tasks call the volume.
    pub(crate) volume: String,
    /// Its id.
    pub id: Value<FileSystemId>,
    /// Its ARN.
    pub arn: Value<FileSystemArn>,
    /// The id of the access point through which clients come.
    pub access_point: Value<AccessPointId>,
    /// The ARN of the access point, as functions of Lambda want it.
    pub access_point_arn: Value<AccessPointArn>,
    /// The security group of its mount targets.
    pub security_group: Value<SecurityGroupId>,
}

impl FileSystemHandles {
    /// Lets what is in a security group reach it. Add it to the stack of the clients: `stack.add("FilesFromTasks", files.connect(tasks))`.
    #[track_caller]
    pub fn connect(&self, clients: impl IntoValue<SecurityGroupId>) -> Allow {
        Allow::from(Peer::group(clients)).to(&self.security_group, NFS, "Clients of the file system")
    }

    /// Mounts it through its access point and reads files, for the role of the tasks.
    #[track_caller]
    pub fn grant_read(&self) -> Access {
        self.grant(&[MOUNT])
    }

    /// Mounts it through its access point, reads and writes files, for the role of the tasks.
    #[track_caller]
    pub fn grant_read_write(&self) -> Access {
        self.grant(&[MOUNT, WRITE])
    }

    #[track_caller]
    fn grant(&self, actions: &[&str]) -> Access {
        // A list, since an import of another stack does not say whether it is one text or many.
        let through = Condition::string_equals("elasticfilesystem:AccessPointArn", [&self.access_point_arn]);
        Access::allow(actions.to_vec(), [&self.arn]).when(through)
    }

    /// The volume of a task: by TLS, and as the task's role.
    pub(crate) fn volume(&self) -> EFSVolumeConfiguration {
        let authorization = AuthorizationConfig::new().access_point_id(&self.access_point).iam(IAM::ENABLED);
        EFSVolumeConfiguration::new(&self.id).transit_encryption(TransitEncryption::ENABLED).authorization_config(authorization)
    }
}

/// Shares the file system with other stacks, as outputs `IDId`, `IDArn`, `IDAccessPointId`, `IDAccessPointArn` and `IDSecurityGroupId`.
impl Share for &FileSystemHandles {
    type Shared = FileSystemHandles;

    fn share(self, id: &str, stack: &mut Stack) -> FileSystemHandles {
        FileSystemHandles {
            volume: self.volume.clone(),
            id: stack.share(format!("{id}Id"), &self.id).value(),
            arn: stack.share(format!("{id}Arn"), &self.arn).value(),
            access_point: stack.share(format!("{id}AccessPointId"), &self.access_point).value(),
            access_point_arn: stack.share(format!("{id}AccessPointArn"), &self.access_point_arn).value(),
            security_group: stack.share(format!("{id}SecurityGroupId"), &self.security_group).value(),
        }
    }
}
