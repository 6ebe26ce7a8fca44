//! Rules of the limits of a template: its size, and how many elements its sections may have.

pub(super) mod e1002_template_size;
pub(super) mod e1003_description;
pub(super) mod e2010_parameter_limit;
pub(super) mod e3010_resource_limit;
pub(super) mod e6010_output_limit;
pub(super) mod e7010_mapping_limit;
