//! What `synth` says after it has written.

use std::fmt::Write as _;
use std::path::Path;

use super::rendered::{Rendered, RenderedStack};
use crate::cli::files::{Change, OutputFile};
use crate::cli::list::heading;
use crate::cli::session::Session;
use crate::cli::table::{self, Cell};
use crate::cli::terminal::{Palette, Style};
use crate::scaffold::shell::quote;
use crate::template::{counted, listed};

/// The files of earlier synths that are named.
const LISTED: usize = 6;

/// One part for each environment, and a last line about all files.
pub(super) fn text(rendered: &[Rendered], output: &Path, session: &Session) -> String {
    let palette = Palette::stdout();
    // A stack may exist in some environments only.
    let parts = rendered.iter().filter(|each| each.selected().next().is_some());
    let mut text: String = parts.map(|each| environment(each, session, palette)).collect();
    let files: Vec<&OutputFile> = rendered.iter().flat_map(Rendered::files).collect();
    let written = files.iter().filter(|file| file.change != Change::Unchanged).count();
    let unchanged = files.len() - written;
    let _ = writeln!(text, "{} written to {}, {unchanged} unchanged", counted(written, "file"), session.paths.shown(output));
    text.push_str(&stale(rendered, session));
    text
}

/// The files of earlier synths. They stay: a template may still be wanted to delete its stack by.
fn stale(rendered: &[Rendered], session: &Session) -> String {
    let shown: Vec<String> = rendered.iter().flat_map(Rendered::stale).map(|path| session.paths.shown(path)).collect();
    if shown.is_empty() {
        return String::new();
    }
    format!("from an earlier synth, of no stack now: {}\n", listed(&shown, LISTED))
}

fn environment(rendered: &Rendered, session: &Session, palette: Palette) -> String {
    let target = &rendered.target;
    let mut text = heading(&rendered.environment, &target.account, &target.region, target.production, palette) + "\n";
    let rows = rendered.selected().map(row).collect();
    text.push_str(&table::render(["STACK", "RESOURCES", "BYTES", "CHANGE"], rows, palette));
    text.push_str(&escapes(rendered));
    text.push_str(&moves(rendered));
    let _ = writeln!(text, "\nTo deploy, in this order:");
    for (stack, planned) in rendered.stacks.iter().zip(&rendered.plan.stacks) {
        if stack.selected {
            let _ = writeln!(text, "{}", planned.command);
        }
    }
    let _ = writeln!(text, "\nOr, with progress and a check of what runs: {}\n", script(rendered, session));
    text
}

/// What a deployment would delete that comes too early: `deploy.sh` looks for it, the commands do not.
fn moves(rendered: &Rendered) -> String {
    let is_selected = |name: &str| rendered.selected().any(|stack| stack.name == name);
    let moves = rendered.plan.moves.iter().filter(|said| is_selected(&said.from_stack) || is_selected(said.to_stack));
    let lines: String = moves.map(|said| format!("  {said}\n")).collect();
    if lines.is_empty() {
        return lines;
    }
    let refactor = format!("`refactor -e {}`", rendered.environment);
    format!("\nMoved; a deployment before {refactor} and its commands deletes the old resource as its policy says:\n{lines}")
}

/// How the script is called that deploys what is asked for.
fn script(rendered: &Rendered, session: &Session) -> String {
    let path = rendered.scripts.first().map(|file| session.paths.shown(&file.path)).unwrap_or_default();
    // A shell looks for a bare name on the PATH, and has no other separator.
    let path = path.replace(std::path::MAIN_SEPARATOR, "/");
    let path = if path.contains('/') { path } else { format!("./{path}") };
    let mut words = vec![quote(&path)];
    if rendered.selected().count() < rendered.stacks.len() {
        words.extend(rendered.selected().map(|stack| quote(stack.name)));
    }
    words.join(" ")
}

fn row(stack: &RenderedStack) -> [Cell; 4] {
    let (change, words) = stack.change();
    let style = match change {
        Change::New => Style::New,
        Change::Changed => Style::Warning,
        Change::Unchanged => Style::Faint,
    };
    [
        Cell::text(stack.name),
        Cell::number(stack.counts[0]),
        Cell::number(stack.template.text.len()),
        Cell::text(words).styled(style),
    ]
}

/// Whatever goes around the typed layer: a reviewer should look at it.
fn escapes(rendered: &Rendered) -> String {
    let mut text = String::new();
    for stack in rendered.selected() {
        for escape in &stack.escapes {
            let _ = writeln!(text, "  {} / {}: {} ({})", stack.name, escape.id, escape.what, escape.location);
        }
    }
    if text.is_empty() { text } else { format!("\nEscapes from the typed layer:\n{text}") }
}
