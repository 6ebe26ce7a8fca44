//! Rules of the sections of a template: the form, the names and the use of their elements.

mod policies;
pub(crate) mod section_schema;
pub(super) mod unused;

pub(super) mod e1001_sections;
pub(super) mod e2001_parameter_form;
pub(super) mod e2002_parameter_type;
pub(super) mod e2015_default;
pub(super) mod e3001_resource_form;
pub(super) mod e3006_resource_type;
pub(super) mod e3007_one_name;
pub(super) mod e3016_update_policy;
pub(super) mod e3038_serverless_transform;
pub(super) mod e3055_creation_policy;
pub(super) mod e6001_output_form;
pub(super) mod e6002_output_value;
pub(super) mod e6004_output_name;
pub(super) mod e6101_output_text;
pub(super) mod e6102_export_name;
pub(super) mod e7001_mapping_form;
pub(super) mod e8001_condition_form;
pub(super) mod fw105_ascii;
pub(super) mod fw113_not_checked;
pub(super) mod w2001_unused_parameter;
pub(super) mod w7001_unused_mapping;
pub(super) mod w8001_unused_condition;
