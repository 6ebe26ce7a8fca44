//! The infrastructure of this repository: what `cargo run -- synth` runs.

#![allow(unreachable_pub, reason = "a program's modules may say `pub`")]

mod cruddur;

use std::process::ExitCode;

fn main() -> ExitCode {
    formwork::cli::main(formwork::project!(), cruddur::app)
}
