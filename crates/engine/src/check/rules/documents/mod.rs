//! Documents that another service reads: those of Systems Manager, and what `cfn-init` does on an instance.

pub(super) mod e3009_instance_setup;
pub(super) mod e3051_command_document;
pub(super) mod fw714_json_text;
pub(super) mod fw715_lifecycle_policy;
