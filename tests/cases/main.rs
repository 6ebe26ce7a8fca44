//! Tests that are found at run time, one for each file of a directory: `tests/compile_fail`, `tests/rules`, `snapshots`.

#![allow(unreachable_pub, reason = "a program's modules may say `pub`")]
#![allow(clippy::disallowed_methods, reason = "a test starts programs and reads what they write")]

mod compile_fail;
mod rule_templates;
mod snapshots;
#[path = "../support/mod.rs"]
mod support;

use std::process::ExitCode;

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = [compile_fail::trials(), rule_templates::trials(), snapshots::trials()].into_iter().flatten().collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
