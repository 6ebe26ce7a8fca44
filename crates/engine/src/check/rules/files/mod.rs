//! Rules of files: what reading a template or a parameters file finds.

pub(super) mod e0000_form;
pub(super) mod e0200_parameters_file;
pub(super) mod e2900_parameters;
pub(super) mod e3043_nested_parameters;
pub(super) mod w1101_alias;
