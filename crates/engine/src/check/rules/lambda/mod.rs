//! Rules of Lambda functions.

pub(super) mod e3663_reserved_variable;
pub(super) mod fw701_function_package;
