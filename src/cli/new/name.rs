//! The names that new things get: asked for, and checked.

use std::io::IsTerminal as _;

use crate::cli::report::Finding;
use crate::cli::stop::Stop;
use crate::cli::terminal;

/// Asks a person for a value; nothing where nobody is there to ask.
pub(super) fn ask(question: &str) -> Result<Option<String>, Stop> {
    if !std::io::stdin().is_terminal() || !terminal::is_attended() {
        return Ok(None);
    }
    terminal::print_error(&format!("{question}: "));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|error| Finding::error(format!("cannot read the answer: {error}")))?;
    let answer = answer.trim();
    Ok((!answer.is_empty()).then(|| answer.to_owned()))
}

/// Bytes of the longest name.
pub(in crate::cli) const LONGEST: usize = 32;

/// A name for files, Rust modules and stacks: lower-case letters, digits and hyphens, beginning with a letter.
pub(in crate::cli) fn check_name(name: &str, what: &str) -> Result<(), Stop> {
    let legal = name.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !name.ends_with('-');
    if !legal {
        let help = "use 1 to 32 lower-case letters, digits and hyphens, beginning with a letter";
        return Err(Finding::error(format!("`{name}` cannot name {what}")).help(help).into());
    }
    if RESERVED.contains(&name) {
        return Err(Finding::error(format!("`{name}` is a reserved word of Rust or cargo")).help("choose another name").into());
    }
    if DEVICES.contains(&name) {
        let help = "choose another name: a colleague on Windows could not check it out";
        return Err(Finding::error(format!("`{name}` is a device on Windows, and no file there can have its name"))
            .help(help)
            .into());
    }
    Ok(())
}

/// Names of devices on Windows, whatever ending they have.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
    "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Words that name no module or crate.
const RESERVED: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "test", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
