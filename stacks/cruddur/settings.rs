//! What differs between the environments of Cruddur: the `[settings]` table of `stacks/environments/*.toml`.

use formwork::aws::logs::log_group::RetentionInDays;
use formwork::constructs::{FargateSize, Ipv4Block};
pub use formwork::stack::NonEmpty;
use formwork::stack::typed::closed_set;
use serde::{Deserialize, Deserializer};

/// The settings of one environment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The frontend's host; the backend's is `api.` before it.
    pub domain: NonEmpty,
    /// The certificate of both hosts, in the load balancer's region.
    pub certificate_arn: NonEmpty,
    /// The hosted zone of the domain; without one, its records are kept elsewhere.
    pub hosted_zone_id: Option<NonEmpty>,
    pub registry: Registry,
    pub network: Network,
    #[serde(default)]
    pub load_balancer: LoadBalancer,
    /// Whether the cluster's containers are measured one by one.
    #[serde(default)]
    pub container_insights: bool,
    pub logs: Logs,
    #[serde(default)]
    pub names: Names,
    pub tracing: Tracing,
    pub database: Database,
    pub messages: Messages,
    pub backend: Backend,
    pub frontend: Frontend,
}

/// The image repositories, which an account and region have once.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registry {
    /// Whether this environment makes them; another one in the same account uses them by the images' names.
    pub create: bool,
}

/// The network.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "kind")]
pub enum Network {
    /// A VPC of the environment's own.
    #[serde(rename_all = "kebab-case")]
    New {
        /// Its address block, for example `10.0.0.0/16`.
        block: Ipv4Block,
        /// NAT gateways: 0 puts the tasks into public subnets, 1 or more into private ones.
        nat_gateways: u32,
        /// How long it is kept who talked to whom; it is not logged where this is not given.
        #[serde(default, deserialize_with = "optional_retention")]
        flow_logs_retention_in_days: Option<RetentionInDays>,
    },
    /// A VPC that exists.
    #[serde(rename_all = "kebab-case")]
    Existing {
        vpc_id: NonEmpty,
        public_subnet_ids: Vec<NonEmpty>,
        #[serde(default)]
        private_subnet_ids: Vec<NonEmpty>,
    },
}

/// What guards and watches the load balancer, where it is paid for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LoadBalancer {
    /// The bucket for its access logs, whose policy lets Elastic Load Balancing write.
    pub access_logs: Option<NonEmpty>,
    /// The web ACL that decides which requests come through.
    pub web_acl_arn: Option<NonEmpty>,
}

/// The services' logs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Logs {
    /// How long events are kept.
    #[serde(deserialize_with = "closed_set")]
    pub retention_in_days: RetentionInDays,
}

/// Fixed names in AWS. What is not named here gets a name from CloudFormation, and can be replaced.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Names {
    pub log_group: Option<NonEmpty>,
    pub execution_role: Option<NonEmpty>,
    pub task_role: Option<NonEmpty>,
}

/// Where traces go.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "kind")]
pub enum Tracing {
    /// The X-Ray daemon beside the backend.
    XRay { image: NonEmpty },
    /// Nowhere.
    None {},
}

/// The database of users and activities.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "kind")]
pub enum Database {
    /// One of the environment's own. RDS keeps its credentials.
    #[serde(rename_all = "kebab-case")]
    New {
        /// The version of PostgreSQL, for example `17.5`.
        version: NonEmpty,
        /// The class of its instance, for example `db.t4g.micro`.
        instance_class: NonEmpty,
        /// Its storage in GiB. It can grow, and never shrinks.
        storage: u32,
    },
    /// One that exists: its address, user and password are in the secret `CONNECTION_URL`.
    Existing {},
}

/// The table of messages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "kind")]
pub enum Messages {
    /// One of the environment's own, with the function that keeps its groups in order.
    New {},
    /// One that exists, by its name.
    Existing { table: NonEmpty },
}

/// The Flask backend.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Backend {
    /// The image, pinned by its digest.
    pub image: NonEmpty,
    /// The name under which the revisions of the task definition are counted.
    pub family: NonEmpty,
    /// Whether the image runs with a root file system that it cannot write to.
    #[serde(default)]
    pub read_only_root: bool,
    pub size: FargateSize,
    pub tasks: Tasks,
    /// The path in the Parameter Store under which the secrets are.
    pub secrets_path: NonEmpty,
    /// Whether the container gets static AWS keys. The task role replaces them.
    #[serde(default)]
    pub static_aws_keys: bool,
    pub cognito_user_pool_id: NonEmpty,
    pub cognito_client_id: NonEmpty,
    pub otel_service_name: NonEmpty,
    pub otel_endpoint: NonEmpty,
}

/// The React frontend.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "kind")]
pub enum Frontend {
    /// A service behind the load balancer, as in the journal.
    Ecs(FrontendService),
    /// Files that CloudFront gives out.
    #[serde(rename_all = "kebab-case")]
    Site {
        /// The certificate of the frontend's host, which CloudFront wants in us-east-1.
        certificate_arn: NonEmpty,
        /// The folder that `deploy.sh` publishes. Without one, whoever builds the frontend puts the files into the bucket.
        folder: Option<NonEmpty>,
    },
}

/// The frontend as a service.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FrontendService {
    /// The image, pinned by its digest.
    pub image: NonEmpty,
    /// The name under which the revisions of the task definition are counted.
    pub family: NonEmpty,
    /// Whether the image runs with a root file system that it cannot write to.
    #[serde(default)]
    pub read_only_root: bool,
    pub size: FargateSize,
    pub tasks: Tasks,
}

/// How many tasks run.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tasks {
    /// The least; exactly so many where `max` is not given.
    pub min: u32,
    /// The most: load decides between the two.
    pub max: Option<u32>,
}

fn optional_retention<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<RetentionInDays>, D::Error> {
    closed_set(deserializer).map(Some)
}

impl Settings {
    /// The backend's host.
    pub fn api_host(&self) -> String {
        format!("api.{}", self.domain)
    }

    /// Where the browser finds the frontend.
    pub fn frontend_url(&self) -> String {
        format!("https://{}", self.domain)
    }

    /// Where the browser finds the backend.
    pub fn backend_url(&self) -> String {
        format!("https://{}", self.api_host())
    }
}
