//! Databases of RDS: PostgreSQL and MySQL, on an instance or as a cluster of Aurora.

use super::access::Access;
use super::network::Network;
use super::secret::Secret;
use super::security_group::{Allow, Peer, SecurityGroup};
use crate::aws::ec2::SecurityGroupId;
use crate::aws::rds::db_cluster::ServerlessV2ScalingConfiguration;
use crate::aws::rds::{DBCluster, DBClusterParameterGroup, DBInstance, DBParameterGroup, DBSubnetGroup, DbSubnetGroupName};
use crate::stack::{
    Construct, DeletionPolicy, IntoValue, Located, Maybe, Pending, Resource, Share, Stack, Text, UpdateReplacePolicy, Value,
    located,
};

/// The user that RDS makes with the database. `admin` is a reserved word of PostgreSQL, so there is one name for both engines.
const USER: &str = "dbadmin";

/// What RDS runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    PostgreSql,
    MySql,
}

impl Engine {
    fn port(self) -> u16 {
        match self {
            Engine::PostgreSql => 5432,
            Engine::MySql => 3306,
        }
    }

    /// Its name in RDS, alone or as Aurora.
    fn name(self, aurora: bool) -> &'static str {
        match (self, aurora) {
            (Engine::PostgreSql, false) => "postgres",
            (Engine::PostgreSql, true) => "aurora-postgresql",
            (Engine::MySql, false) => "mysql",
            (Engine::MySql, true) => "aurora-mysql",
        }
    }

    /// The family of parameter groups of a version: `postgres17` for 17.5, `mysql8.4` for 8.4.5.
    ///
    /// <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html>
    fn family(self, aurora: bool, version: &str) -> String {
        let parts = match self {
            Engine::PostgreSql => 1,
            Engine::MySql => 2,
        };
        let version: Vec<&str> = version.split('.').take(parts).collect();
        format!("{}{}", self.name(aurora), version.join("."))
    }

    /// The parameter without which a client may come without TLS, and its value.
    fn tls(self) -> (&'static str, &'static str) {
        match self {
            Engine::PostgreSql => ("rds.force_ssl", "1"),
            Engine::MySql => ("require_secure_transport", "ON"),
        }
    }

    /// What it logs to CloudWatch.
    fn logs(self) -> &'static [&'static str] {
        match self {
            Engine::PostgreSql => &["postgresql"],
            Engine::MySql => &["error", "slowquery"],
        }
    }
}

/// What a database on an instance and a cluster of Aurora have in common.
#[derive(Clone, Debug)]
struct Basis {
    pending: Pending,
    engine: Engine,
    network: Network,
    version: Located<String>,
    name: Value<Text>,
    backups: Located<u32>,
    snapshot: Option<Value<Text>>,
    parameters: Vec<(String, Value<Text>)>,
}

impl Basis {
    #[track_caller]
    fn new<C>(engine: Engine, network: &Network, version: String, name: Value<Text>) -> Self {
        Basis {
            pending: Pending::of::<C>(),
            engine,
            network: network.clone(),
            version: Located::here(version),
            name,
            backups: Located::here(7),
            snapshot: None,
            parameters: Vec::new(),
        }
    }

    fn family(&self, aurora: bool) -> Located<String> {
        self.version.map(|version| self.engine.family(aurora, version))
    }

    fn parameters(&self) -> Vec<(&str, Value<Text>)> {
        let (tls, on) = self.engine.tls();
        let given = self.parameters.iter().map(|(name, value)| (name.as_str(), value.clone()));
        [(tls, located(on))].into_iter().chain(given).collect()
    }

    /// Where it stands, and who gets in: its subnets, and a group that lets in nobody yet.
    fn placement(&self, id: &str, stack: &mut Stack) -> (Value<DbSubnetGroupName>, Value<SecurityGroupId>) {
        let subnets = DBSubnetGroup::new(format!("The subnets of {id}"), self.network.task_subnets());
        let subnets = stack.add(format!("{id}Subnets"), subnets);
        let group = SecurityGroup::new(&self.network, format!("The clients of {id}"));
        let group = stack.add(format!("{id}SecurityGroup"), group);
        (subnets.reference(), group.reference())
    }
}

/// The setters of both.
macro_rules! settings {
    ($construct:ident) => {
        impl $construct {
            /// For how many days backups are kept: 1 to 35; seven unless it is said.
            #[track_caller]
            pub fn backup_days(mut self, days: u32) -> Self {
                self.basis.backups = Located::here(days);
                self
            }

            /// Starts from a snapshot. **A change, or leaving it out later, replaces the database.**
            #[track_caller]
            pub fn from_snapshot(mut self, snapshot: impl IntoValue<Text>) -> Self {
                self.basis.snapshot = Some(located(snapshot));
                self
            }

            /// A parameter of the engine beside the one that enforces TLS, for example `log_min_duration_statement`.
            #[track_caller]
            pub fn parameter(mut self, name: impl Into<String>, value: impl IntoValue<Text>) -> Self {
                self.basis.parameters.push((name.into(), located(value)));
                self
            }
        }
    };
}

/// A database of RDS on an instance: PostgreSQL or MySQL. For Aurora see [`AuroraServerless`].
///
/// - RDS makes the credentials, keeps them in a secret of Secrets Manager and rotates them; no template, parameter or setting ever has them.
/// - It stands in the network's private subnets, or in the public ones where there are none, never with a public address, and its security
///   group lets in nobody but those that [`DatabaseHandles::connect`] names.
/// - Storage is encrypted, clients must use TLS, seven days of backups are kept, small updates of the engine are installed.
/// - A snapshot is made when it leaves the stack or is replaced. In production it has a standby in another zone, and cannot be deleted by
///   one call.
/// - It has no physical name: a named database cannot be replaced.
///
/// With the id `Database` it adds `Database`, `DatabaseSubnets`, `DatabaseParameters` and `DatabaseSecurityGroup`.
///
/// ```
/// use formwork::aws::ec2;
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn database(stack: &mut Stack, network: &Network, tasks: Handle<ec2::SecurityGroup>) {
///     let database = stack.add("Database", Database::postgresql(network, "17.5", "cruddur"));
///     stack.add("DatabaseFromTasks", database.connect(tasks));
///     let container = Container::new("web", "web:1")
///         .environment("PGHOST", &database.host)
///         .secret("PGUSER", database.user())
///         .secret("PGPASSWORD", database.password());
///     stack.add("Task", FargateTask::new((256, 512)).container(container));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Database {
    basis: Basis,
    class: Value<Text>,
    storage: Located<u32>,
    major_upgrade: bool,
}

settings!(Database);

impl Database {
    /// PostgreSQL by its version, for example `17.5`, with a first database of this name.
    #[track_caller]
    pub fn postgresql(network: &Network, version: impl Into<String>, name: impl IntoValue<Text>) -> Self {
        Database::of(Basis::new::<Self>(Engine::PostgreSql, network, version.into(), located(name)))
    }

    /// MySQL by its version, for example `8.4.5`, with a first database of this name.
    #[track_caller]
    pub fn mysql(network: &Network, version: impl Into<String>, name: impl IntoValue<Text>) -> Self {
        Database::of(Basis::new::<Self>(Engine::MySql, network, version.into(), located(name)))
    }

    #[track_caller]
    fn of(basis: Basis) -> Self {
        Database { basis, class: located("db.t4g.micro"), storage: Located::here(20), major_upgrade: false }
    }

    /// The class of its instance; `db.t4g.micro` unless it is said. A change costs an interruption.
    #[track_caller]
    pub fn instance_class(mut self, class: impl IntoValue<Text>) -> Self {
        self.class = located(class);
        self
    }

    /// Its storage in GiB, 20 to 65,536; 20 unless it is said. It can grow, and never shrinks.
    #[track_caller]
    pub fn storage(mut self, gib: u32) -> Self {
        self.storage = Located::here(gib);
        self
    }

    /// Lets a new version be a new major one, which RDS refuses without it. Say it in the change that raises the version, and take it
    /// away after the deployment. The parameters are made anew for the new version; the data stays, and nobody can connect until the
    /// engine has converted it: try it on a copy [from a snapshot](Self::from_snapshot) first.
    pub fn allow_major_upgrade(mut self) -> Self {
        self.major_upgrade = true;
        self
    }
}

impl Construct for Database {
    type Output = DatabaseHandles;

    fn build(self, id: &str, stack: &mut Stack) -> DatabaseHandles {
        let basis = self.basis;
        basis.pending.added();
        let (subnets, security_group) = basis.placement(id, stack);
        let parameters = DBParameterGroup::new(format!("The parameters of {id}"), basis.family(false));
        let parameters = stack.add(format!("{id}Parameters"), parameters.parameters(basis.parameters()));
        let production = stack.target().production;
        let instance = DBInstance::new()
            .engine(basis.engine.name(false))
            .engine_version(basis.version)
            .db_instance_class(self.class)
            .allocated_storage(self.storage.map(u32::to_string))
            .storage_type("gp3")
            .db_subnet_group_name(subnets)
            .vpc_security_groups([&security_group])
            .db_parameter_group_name(parameters)
            .publicly_accessible(false)
            .storage_encrypted(true)
            .backup_retention_period(basis.backups)
            .copy_tags_to_snapshot(true)
            .auto_minor_version_upgrade(true)
            .maybe(self.major_upgrade.then_some(true), DBInstance::allow_major_version_upgrade)
            .enable_cloudwatch_logs_exports(basis.engine.logs().to_vec())
            .manage_master_user_password(true)
            .multi_az(production)
            .deletion_protection(production)
            .deletion_policy(DeletionPolicy::SNAPSHOT)
            .update_replace_policy(UpdateReplacePolicy::SNAPSHOT);
        // RDS refuses a name or a user beside a snapshot, which has both.
        let instance = match basis.snapshot {
            Some(snapshot) => instance.db_snapshot_identifier(snapshot),
            None => instance.db_name(basis.name).master_username(USER),
        };
        let instance = stack.add(id, instance);
        DatabaseHandles {
            identifier: located(instance.reference()),
            dimension: "DBInstanceIdentifier",
            host: instance.endpoint_address(),
            port: basis.engine.port(),
            secret: located(instance.master_user_secret_secret_arn()),
            security_group,
        }
    }
}

/// A cluster of Aurora Serverless v2, compatible with PostgreSQL or MySQL: it is paid by the capacity that it uses.
///
/// What is said of [`Database`] holds here, too: credentials in a secret that RDS keeps, private subnets, encryption, TLS, backups,
/// snapshots. In production a reader in another zone takes over when the writer is lost.
///
/// With the id `Database` it adds `Database`, `DatabaseWriter`, in production `DatabaseReader`, `DatabaseSubnets`, `DatabaseParameters` and
/// `DatabaseSecurityGroup`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn database(stack: &mut Stack, network: &Network) {
///     let database = stack.add("Database", AuroraServerless::postgresql(network, "17.5", "cruddur").capacity(0.5, 8.0));
///     stack.output("DatabaseHost", &database.host);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct AuroraServerless {
    basis: Basis,
    capacity: Located<(f64, f64)>,
}

settings!(AuroraServerless);

impl AuroraServerless {
    /// Compatible with PostgreSQL, by its version, for example `17.5`, with a first database of this name.
    #[track_caller]
    pub fn postgresql(network: &Network, version: impl Into<String>, name: impl IntoValue<Text>) -> Self {
        AuroraServerless::of(Basis::new::<Self>(Engine::PostgreSql, network, version.into(), located(name)))
    }

    /// Compatible with MySQL, by its version, for example `8.0.mysql_aurora.3.10.0`, with a first database of this name.
    #[track_caller]
    pub fn mysql(network: &Network, version: impl Into<String>, name: impl IntoValue<Text>) -> Self {
        AuroraServerless::of(Basis::new::<Self>(Engine::MySql, network, version.into(), located(name)))
    }

    #[track_caller]
    fn of(basis: Basis) -> Self {
        AuroraServerless { basis, capacity: Located::here((0.5, 2.0)) }
    }

    /// The capacity units between which it scales: 0 to 256 in steps of one half; from one half to 2 unless it is said. With 0 it pauses
    /// when nobody is connected, and the next client waits for about 15 seconds.
    #[track_caller]
    pub fn capacity(mut self, least: f64, most: f64) -> Self {
        self.capacity = Located::here((least, most));
        self
    }
}

impl Construct for AuroraServerless {
    type Output = DatabaseHandles;

    fn build(self, id: &str, stack: &mut Stack) -> DatabaseHandles {
        let basis = self.basis;
        basis.pending.added();
        let (subnets, security_group) = basis.placement(id, stack);
        let description = format!("The parameters of {id}");
        let parameters = DBClusterParameterGroup::new(description, basis.family(true), basis.parameters());
        let parameters = stack.add(format!("{id}Parameters"), parameters);
        let production = stack.target().production;
        let engine = basis.engine.name(true);
        let scaling =
            |(least, most): &(f64, f64)| ServerlessV2ScalingConfiguration::new().min_capacity(*least).max_capacity(*most);
        let cluster = DBCluster::new()
            .engine(engine)
            .engine_version(basis.version)
            .serverless_v2_scaling_configuration(self.capacity.map(scaling))
            .db_subnet_group_name(subnets)
            .vpc_security_group_ids([&security_group])
            .db_cluster_parameter_group_name(parameters)
            .storage_encrypted(true)
            .backup_retention_period(basis.backups)
            .copy_tags_to_snapshot(true)
            .enable_cloudwatch_logs_exports(basis.engine.logs().to_vec())
            .manage_master_user_password(true)
            .deletion_protection(production)
            .deletion_policy(DeletionPolicy::SNAPSHOT)
            .update_replace_policy(UpdateReplacePolicy::SNAPSHOT);
        let cluster = match basis.snapshot {
            Some(snapshot) => cluster.snapshot_identifier(snapshot),
            None => cluster.database_name(basis.name).master_username(USER),
        };
        let cluster = stack.add(id, cluster);
        let instance = || {
            let instance = DBInstance::new().engine(engine).db_cluster_identifier(cluster).db_instance_class("db.serverless");
            instance.publicly_accessible(false).auto_minor_version_upgrade(true)
        };
        stack.add(format!("{id}Writer"), instance());
        if production {
            // With tier 0 or 1 it scales with the writer, so that it can take over at once.
            stack.add(format!("{id}Reader"), instance().promotion_tier(1));
        }
        DatabaseHandles {
            identifier: located(cluster.reference()),
            dimension: "DBClusterIdentifier",
            host: cluster.endpoint_address(),
            port: basis.engine.port(),
            secret: located(cluster.master_user_secret_secret_arn()),
            security_group,
        }
    }
}

/// A database that was added to this stack, or that another one shares.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DatabaseHandles {
    /// The identifier of its instance or cluster, as metrics want it.
    pub identifier: Value<Text>,
    /// What metrics call the identifier.
    pub(crate) dimension: &'static str,
    /// The host where it listens.
    pub host: Value<Text>,
    /// The TCP port on which it listens.
    pub port: u16,
    /// The ARN of the secret with its credentials.
    pub secret: Value<Text>,
    /// Its security group.
    pub security_group: Value<SecurityGroupId>,
}

impl DatabaseHandles {
    /// The user's name, for a container. It comes from the secret, which RDS keeps.
    #[track_caller]
    pub fn user(&self) -> Secret {
        Secret::secrets_manager_key(&self.secret, "username")
    }

    /// The user's password, for a container. RDS rotates it every seven days, and a task reads it when it starts: an application that opens
    /// connections later than that reads the secret itself.
    #[track_caller]
    pub fn password(&self) -> Secret {
        Secret::secrets_manager_key(&self.secret, "password")
    }

    /// Reads the secret itself, for an application that opens connections after the password was rotated.
    #[track_caller]
    pub fn grant_read_secret(&self) -> Access {
        Access::allow(["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], [&self.secret])
    }

    /// Lets what is in a security group connect. Add it to the stack of the clients: `stack.add("DatabaseFromTasks", database.connect(tasks))`.
    #[track_caller]
    pub fn connect(&self, clients: impl IntoValue<SecurityGroupId>) -> Allow {
        Allow::from(Peer::group(clients)).to(&self.security_group, self.port, "Clients of the database")
    }
}

/// Shares the database with other stacks, as outputs `IDIdentifier`, `IDHost`, `IDSecretArn` and `IDSecurityGroupId`.
impl Share for &DatabaseHandles {
    type Shared = DatabaseHandles;

    fn share(self, id: &str, stack: &mut Stack) -> DatabaseHandles {
        DatabaseHandles {
            identifier: stack.share(format!("{id}Identifier"), &self.identifier).value(),
            dimension: self.dimension,
            host: stack.share(format!("{id}Host"), &self.host).value(),
            port: self.port,
            secret: stack.share(format!("{id}SecretArn"), &self.secret).value(),
            security_group: stack.share(format!("{id}SecurityGroupId"), &self.security_group).value(),
        }
    }
}
