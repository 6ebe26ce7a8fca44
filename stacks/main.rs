//! The infrastructure of this repository: what `cargo run -- synth` runs.

mod cruddur;

use std::process::ExitCode;

fn main() -> ExitCode {
    formwork::cli::main(formwork::project!(), cruddur::app)
}
