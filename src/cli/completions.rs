//! `completions`: what a shell needs to complete the commands.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use super::outcome::{Outcome, print_document};

const EXAMPLES: &str = "\
Examples:
  formwork completions bash > ~/.local/share/bash-completion/completions/formwork
  formwork completions zsh > ~/.zfunc/_formwork";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    Command::new("completions")
        .about("Print a script that completes these commands in a shell")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(value_parser!(Shell))
                .help("The shell that completes"),
        )
        .after_help(EXAMPLES)
}

/// Prints the script for the whole command line.
pub(super) fn run(mut whole: Command, arguments: &ArgMatches) -> Outcome {
    let mut script = Vec::new();
    if let Some(shell) = arguments.get_one::<Shell>("shell") {
        let name = binary_name(whole.get_name());
        clap_complete::generate(*shell, &mut whole, name, &mut script);
    }
    // The scripts are text; a shell's is never anything else.
    print_document(&String::from_utf8_lossy(&script))
}

/// What the binary is called where it is installed: that is what the shell completes.
fn binary_name(default: &str) -> String {
    let path = std::env::args_os().next().map(PathBuf::from);
    let stem = path.as_deref().and_then(Path::file_stem).and_then(OsStr::to_str);
    stem.unwrap_or(default).to_owned()
}
