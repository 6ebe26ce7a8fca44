//! `--parameters`: values of a template's parameters in a file.

use std::path::PathBuf;

use clap::{Arg, ValueHint, value_parser};

/// The argument; `help` says what becomes of the values.
pub(super) fn argument(help: &'static str) -> Arg {
    Arg::new("parameters")
        .long("parameters")
        .short('p')
        .value_name("FILE")
        .value_hint(ValueHint::FilePath)
        .value_parser(value_parser!(PathBuf))
        .help(help)
}
