//! How a command ends.

use std::io::Write as _;
use std::process::ExitCode;

use super::stop::Stop;

/// The exit codes, at the end of a command's help.
pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  a mistake in the stacks, templates or settings, an unknown name, or something that cannot be done
  2  a mistake in the command line's form";

/// How a command ends: with an exit code, or early.
pub(super) type Outcome = Result<ExitCode, Stop>;

/// Prints what a command found out.
pub(super) fn print(text: &str) -> Outcome {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
