//! Instances, their volumes, and file systems.

pub(crate) mod e3671_volume_performance;
pub(crate) mod e3674_primary_address;
pub(crate) mod e3715_ephemeral_device;
pub(crate) mod e3725_file_system_capacity;
