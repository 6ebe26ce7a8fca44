//! What the integration tests share: stacks of a test, the Python tools, the validators of templates, the emulator and the AWS CLI.

#![allow(dead_code, reason = "each test binary compiles this module and uses a part of it")]

pub mod author;
pub mod aws;
pub mod cli_model;
pub mod emulator;
pub mod fixture;
pub mod gallery;
pub mod kill;
pub mod library;
pub mod project;
pub mod python;
pub mod staging;
pub mod unsupported;
pub mod validators;
pub mod warm_aws;
