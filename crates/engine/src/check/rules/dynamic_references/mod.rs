//! Rules of dynamic references: `{{resolve:…}}`.

pub(crate) mod references;

pub(super) mod e1027_secure_string;
pub(super) mod e1050_dynamic_reference;
pub(super) mod e1051_secret_in_output;
pub(super) mod fw508_reference_count;
pub(super) mod w1051_secret_for_arn;
pub(super) mod w1053_spaced_reference;
