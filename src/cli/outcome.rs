//! How a command ends.

use std::process::ExitCode;

use super::stop::Stop;
use super::terminal;
use crate::template::unseen;

/// The exit codes, at the end of a command's help.
pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  a mistake in stacks, templates or settings, an unknown name, or what cannot be done
  2  a mistake in the command line's form";

/// How a command ends: with an exit code, or early.
pub(super) type Outcome = Result<ExitCode, Stop>;

/// Prints what a command found out, for people.
pub(super) fn print(text: &str) -> Outcome {
    terminal::print(text)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints JSON.
pub(super) fn print_json(text: &str) -> Outcome {
    print_document(&unseen::in_json(text))
}

/// Prints a document whose own writer has made safe what it took from a template.
pub(super) fn print_document(text: &str) -> Outcome {
    terminal::print_document(text)?;
    Ok(ExitCode::SUCCESS)
}
