//! Rules of property values: whether each meets its schema.

pub(crate) mod alternatives;
pub(crate) mod ids;

pub(super) mod e1150_security_group_id;
pub(super) mod e1151_vpc_id;
pub(super) mod e1152_image_id;
pub(super) mod e1154_subnet_id;
pub(super) mod e3002_unknown_property;
pub(super) mod e3003_required_property;
pub(super) mod e3012_type;
pub(super) mod e3014_exactly_one;
pub(super) mod e3017_any_of;
pub(super) mod e3018_one_of;
pub(super) mod e3020_excluded;
pub(super) mod e3021_together;
pub(super) mod e3030_value_set;
pub(super) mod e3031_pattern;
pub(super) mod e3032_item_count;
pub(super) mod e3033_length;
pub(super) mod e3034_range;
pub(super) mod e3037_unique;
pub(super) mod e3040_read_only;
pub(super) mod e3058_at_least_one;
pub(super) mod e3065_unique_count;
