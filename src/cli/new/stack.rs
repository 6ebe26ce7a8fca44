//! `new stack`: a module with a stack of its own, added to the app.

use std::fs;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

use super::built;
use super::draft::{Draft, writing};
use super::name::check_name;
use crate::cli::disk;
use crate::cli::outcome::{EXIT_CODES, Outcome};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::templates;

/// What a stack is made from.
const TEMPLATE: &str = "stack.rs.tera";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let name = Arg::new("name").value_name("NAME").required(true).help("The new stack: lower-case letters, digits, hyphens");
    Command::new("stack")
        .about("Make a stack, and add it to the app")
        .long_about(
            "Make a module with a stack beside the app's others, and add it to the app: a `mod` line, and a call before the line that ends the \
             function `app`. The app is compiled with it, and the snapshots that come of it are written; where it does not compile, nothing \
             is added.",
        )
        .arg(name)
        .arg(built::flag())
        .args(writing())
        .after_help(EXIT_CODES)
}

#[derive(Serialize)]
struct Values<'a> {
    name: &'a str,
    description: String,
}

/// Makes the stack.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let name = arguments.get_one::<String>("name").map(String::as_str).unwrap_or_default();
    check_name(name, "a stack")?;
    let module = name.replace('-', "_");
    let (app, text) = app_file(session)?;
    let shown = session.paths.shown(&app);
    refuse_known(&text, &module, &shown)?;
    let edited = added(&text, &module, "&mut app").ok_or_else(|| {
        let help = format!("add `mod {module};` and `{module}::stack(&mut app);` by hand where the app is made");
        Finding::error(format!("`{shown}` has no function `app` that ends with `app`")).help(help)
    })?;
    let values = Values { name, description: format!("The stack {name}") };
    let text = templates::load(&[TEMPLATE], session)?.render(TEMPLATE, &values).map_err(templates::wrong)?;
    let path = app.with_file_name(format!("{module}.rs"));
    let drafts = vec![Draft::new(path, text), Draft::edit(app, edited)];
    let left = "\nWhat is left to do: add the resources of the stack.\n";
    built::make_built(drafts, arguments, session, left)
}

/// The file that makes the app: the one below `stacks/` with `fn app(`.
pub(in crate::cli) fn app_file(session: &Session) -> Result<(PathBuf, String), Stop> {
    let root = session.project.root.join("stacks");
    let mut directories = vec![root.clone()];
    let mut found: Vec<(PathBuf, String)> = Vec::new();
    while let Some(directory) = directories.pop() {
        let cannot = |error: std::io::Error| Stop::cannot("read", &directory, &session.paths, &error, "check the path");
        for entry in fs::read_dir(&directory).map_err(cannot)? {
            let path = entry.map_err(cannot)?.path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = disk::text(&path).unwrap_or_default();
                if text.contains("fn app(") {
                    found.push((path, text));
                }
            }
        }
    }
    let count = found.len();
    match (found.pop(), count) {
        (Some(one), 1) => Ok(one),
        _ => Err(Finding::error(format!("{count} files below `stacks` have a function `app`"))
            .help("new stacks are added to the only one")
            .into()),
    }
}

/// The text with the module and its call, with these arguments, added; nothing where there is no place for them.
pub(in crate::cli) fn added(text: &str, module: &str, arguments: &str) -> Option<String> {
    added_call(text, module, &format!("{module}::stack({arguments});"))
}

/// The text with a module, and a statement that calls it, added.
pub(in crate::cli) fn added_call(text: &str, module: &str, call: &str) -> Option<String> {
    added_statement(&added_module(text, module)?, call)
}

/// The text with a module among the others, in their order; before the imports where there is none.
pub(in crate::cli) fn added_module(text: &str, module: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let line = format!("mod {module};");
    let mods: Vec<usize> = (0..lines.len()).filter(|index| is_mod(lines[*index])).collect();
    let Some(last) = mods.last() else {
        let at = lines.iter().position(|line| line.starts_with("use "))?;
        return Some(inserted(text, at, &format!("{line}\n\n")));
    };
    let Some(mut at) = mods.iter().copied().find(|index| lines[*index] > line.as_str()) else {
        return Some(inserted(text, last + 1, &format!("{line}\n")));
    };
    // Attributes and comments belong to the module below them.
    while at > 0 && (lines[at - 1].starts_with("#[") || lines[at - 1].starts_with("//") && !lines[at - 1].starts_with("//!")) {
        at -= 1;
    }
    Some(inserted(text, at, &format!("{line}\n")))
}

/// The text with a statement before the line that ends the function `app`.
pub(in crate::cli) fn added_statement(text: &str, statement: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| line.contains("fn app("))?;
    let end = (start..lines.len()).find(|index| lines[*index].trim() == "app")?;
    let indent: String = lines[end].chars().take_while(|c| c.is_whitespace()).collect();
    Some(inserted(text, end, &format!("{indent}{statement}\n")))
}

/// The text with lines before the line of this index. Every other line, and how lines end, stays as it is.
fn inserted(text: &str, at: usize, lines: &str) -> String {
    let offset: usize = text.split_inclusive('\n').take(at).map(str::len).sum();
    let (before, after) = text.split_at(offset);
    let lines = if text.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines.to_owned() };
    let end = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
    format!("{before}{end}{lines}{after}")
}

/// A name is given once.
pub(in crate::cli) fn refuse_known(text: &str, module: &str, shown: &str) -> Result<(), Stop> {
    if text.lines().any(|line| line == format!("mod {module};")) {
        return Err(Finding::error(format!("`{shown}` has a module `{module}` already")).help("choose another name").into());
    }
    Ok(())
}

fn is_mod(line: &str) -> bool {
    line.starts_with("mod ") && line.ends_with(';')
}

#[cfg(test)]
mod tests {
    use super::added;

    #[test]
    fn a_module_comes_among_the_others() {
        let text = "mod a;\nmod c;\n\nfn app(e: &E) -> App {\n    let mut app = App::new();\n    app\n}\n";
        let made = added(text, "b", "&mut app").unwrap();
        assert_eq!(
            made,
            "mod a;\nmod b;\nmod c;\n\nfn app(e: &E) -> App {\n    let mut app = App::new();\n    b::stack(&mut app);\n    app\n}\n"
        );
        assert!(added(text, "d", "&mut app").unwrap().contains("mod c;\nmod d;\n"));
        assert_eq!(added("fn main() {}\n", "b", "&mut app"), None);
    }

    #[test]
    fn every_other_line_stays_as_it_is() {
        let text = "mod a;\r\n#[rustfmt::skip]\r\nmod c;\r\n\r\nfn app(  e: &E) -> App {\r\n  app\r\n}";
        let made = added(text, "b", "&mut app").unwrap();
        let head = "mod a;\r\nmod b;\r\n#[rustfmt::skip]\r\nmod c;\r\n\r\n";
        assert_eq!(made, format!("{head}fn app(  e: &E) -> App {{\r\n  b::stack(&mut app);\r\n  app\r\n}}"));
    }

    #[test]
    fn the_first_module_comes_before_the_imports() {
        let made = added("//! X.\n\nuse a::B;\n\nfn app() -> App {\n    app\n}\n", "b", "&mut app").unwrap();
        assert!(made.contains("//! X.\n\nmod b;\n\nuse a::B;"), "{made}");
    }
}
