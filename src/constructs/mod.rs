//! Constructs: higher levels with safe defaults, each documented with its reason and open to be overridden.
//!
//! A construct adds its resources under ids that the author can predict: the first under the id that it was given, the others
//! under that id and their role (`LoadBalancer`, `LoadBalancerHttpsListener`).

mod access;
mod alarm;
mod bucket;
mod cluster;
mod container;
mod database;
mod dns;
mod execution_role;
mod fargate_size;
mod function;
mod health_check;
mod http_api;
mod load_balancer;
mod log_group;
mod network;
mod queue;
mod repository;
mod role;
mod route;
mod scaling;
mod scheduled_job;
mod secret;
mod security_group;
mod service;
mod sidecar;
mod static_site;
mod table;
mod target_group;
mod task;
mod topic;
mod worker;

pub use access::Access;
pub use alarm::Alarm;
pub use bucket::{Bucket, BucketHandles};
pub use cluster::{Cluster, execute_command_access};
pub use container::Container;
pub use database::{AuroraServerless, Database, DatabaseHandles};
pub use dns::AliasRecord;
pub use execution_role::ExecutionRole;
pub use fargate_size::{FargateSize, SizeError};
pub use function::{Function, FunctionHandles};
pub use health_check::HealthCheck;
pub use http_api::HttpApi;
pub use load_balancer::{BalancerGroup, LoadBalancer, LoadBalancerHandles};
pub use log_group::LogGroup;
pub use network::{Ipv4Block, Network, Vpc};
pub use queue::{Queue, QueueHandles};
pub use repository::Repository;
pub use role::{Role, managed_policy_arn};
pub use route::Route;
pub use scaling::Scaling;
pub use scheduled_job::ScheduledJob;
pub use secret::Secret;
pub use security_group::{Allow, AllowFrom, Peer, SecurityGroup};
pub use service::FargateService;
pub use sidecar::{OpenTelemetryCollector, XRayDaemon};
pub use static_site::{StaticSite, StaticSiteHandles};
pub use table::{Attribute, Table, TableHandles};
pub use target_group::{Target, TargetGroup};
pub use task::{FargateTask, TaskHandles};
pub use topic::{Topic, TopicHandles};
pub use worker::{Worker, WorkerHandles};
