//! Rules of the environments of an app together.

pub(super) mod fw111_shared_names;
pub(super) mod fw114_account_quotas;
