//! Rules of the parameters of the Parameter Store.

pub(super) mod fw509_parameter_name;
pub(super) mod w3701_reserved_name;
