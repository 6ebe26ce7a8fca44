//! Constructs: higher levels with safe defaults, each documented with its reason and open to be overridden.
//!
//! A construct adds its resources under ids that the author can predict: the first under the id that it was given, the others
//! under that id and their role (`LoadBalancer`, `LoadBalancerHttpsListener`).

mod container;
mod dns;
mod execution_role;
mod fargate_size;
mod health_check;
mod load_balancer;
mod log_group;
mod network;
mod repository;
mod role;
mod route;
mod scaling;
mod secret;
mod security_group;
mod service;
mod sidecar;
mod target_group;
mod task;

pub use container::Container;
pub use dns::AliasRecord;
pub use execution_role::ExecutionRole;
pub use fargate_size::{FargateSize, SizeError};
pub use health_check::HealthCheck;
pub use load_balancer::{BalancerGroup, LoadBalancer, LoadBalancerHandles};
pub use log_group::LogGroup;
pub use network::{Ipv4Block, Network, Vpc};
pub use repository::Repository;
pub use role::{Role, managed_policy_arn};
pub use route::Route;
pub use scaling::Scaling;
pub use secret::Secret;
pub use security_group::{Allow, AllowFrom, Peer, SecurityGroup};
pub use service::FargateService;
pub use sidecar::XRayDaemon;
pub use target_group::{Target, TargetGroup};
pub use task::{FargateTask, TaskHandles};
