//! Typed views over the resources of a template, each read in one place: task definitions and their containers, services, roles,
//! policies, security groups, listeners and target groups, images, secrets, stack sets. What is not surely written is said to be unknown.

pub(crate) mod address_block;
pub(crate) mod api_policy;
pub(crate) mod arn;
pub(crate) mod balancer_accounts;
pub(crate) mod event_bus_policy;
pub(crate) mod exclusive;
pub(crate) mod image;
pub(crate) mod lambda_permission;
pub(crate) mod listener;
pub(crate) mod managed_policy;
pub(crate) mod pairs;
pub(crate) mod pattern;
pub(crate) mod policy;
pub(crate) mod policy_text;
pub(crate) mod property;
pub(crate) mod public_access;
pub(crate) mod resource;
pub(crate) mod role;
pub(crate) mod secret;
pub(crate) mod security_group;
pub(crate) mod service;
pub(crate) mod stack_set;
mod target;
pub(crate) mod task;
pub(crate) mod variable;
