//! Step Functions.

pub(super) mod e3601_state_machine;
mod states;
