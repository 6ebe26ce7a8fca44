//! Rules of the order of resources: what each waits for.

pub(super) mod e3004_circular;
pub(super) mod e3005_depends_on;
pub(super) mod w3005_implied_dependency;
