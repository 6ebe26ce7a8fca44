//! Instances, their volumes, and file systems.

pub(super) mod e3056_health_check_types;
pub(crate) mod e3671_volume_performance;
pub(super) mod e3673_instance_image;
pub(crate) mod e3674_primary_address;
pub(super) mod e3706_group_sizes;
pub(super) mod e3712_no_room_to_scale;
pub(super) mod e3714_group_of_another_network;
pub(crate) mod e3715_ephemeral_device;
pub(crate) mod e3725_file_system_capacity;
pub(super) mod fw246_scaling_metric;
pub(super) mod fw248_plain_user_data;
