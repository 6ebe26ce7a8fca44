//! `--watch`: a command that is run again whenever what it reads is saved.

mod built;
mod changes;
mod repeat;
mod stacks;
mod templates;

pub(super) use repeat::flag;
pub(super) use stacks::run as stacks;
pub(super) use templates::run as templates;
