//! The commands that need no stacks.

use std::process::ExitCode;

use clap::Command;

fn main() -> ExitCode {
    let matches = Command::new("formwork")
        .subcommand_required(true)
        .subcommand(formwork::cli::schema::command())
        .get_matches();
    let done = match matches.subcommand() {
        Some(("schema", matches)) => formwork::cli::schema::run(matches),
        _ => Ok(String::new()),
    };
    match done {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
