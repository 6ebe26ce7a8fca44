//! A comparison for people.

use std::fmt::Write as _;

use super::Compared;
use super::value::shown;
use crate::cli::report::{counted, printable};
use crate::cli::terminal::{Palette, Style};
use crate::diff::{Change, Effect, Headline, Kind, ResourceChange, StackChange, Verdict};

/// The width where nobody says how wide the terminal is.
const USUAL_WIDTH: usize = 120;
/// Below this a line says nothing any more.
const LEAST_WIDTH: usize = 40;

/// How wide lines may be: as the shell's `COLUMNS` says.
pub fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    said.unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH)
}

/// All comparisons.
pub fn text(all: &[Compared], palette: Palette, width: usize) -> String {
    all.iter().map(|compared| one(compared, palette, width)).collect::<Vec<_>>().join("\n")
}

fn one(compared: &Compared, palette: Palette, width: usize) -> String {
    let mut text = format!("{}\n", heading(compared, palette));
    if compared.comparison.is_same() {
        text.push_str("  no change\n");
        return text;
    }
    if compared.is_drift {
        let _ = writeln!(text, "\n{}", palette.paint(Style::Warning, "DRIFT BETWEEN ENVIRONMENTS"));
    }
    for headline in &compared.comparison.headlines {
        text.push_str(&self::headline(headline, palette));
    }
    for stack in compared.comparison.stacks.iter().filter(|stack| !stack.is_same()) {
        text.push_str(&self::stack(stack, palette, width));
    }
    text
}

fn heading(compared: &Compared, palette: Palette) -> String {
    let base = format!("against {}", printable(&compared.base));
    match compared.environment.as_str() {
        "" => base,
        name => format!("{} · {base}", palette.paint(Style::Strong, name)),
    }
}

fn headline(headline: &Headline, palette: Palette) -> String {
    let style = match headline.kind {
        Kind::WillFail | Kind::DataLoss => Style::Error,
        _ => Style::Warning,
    };
    let title = palette.paint(style, headline.kind.title());
    format!("\n{title} [{}] {}: {}\n  {}\n", headline.code, headline.stack, printable(&headline.message), headline.way_out)
}

fn stack(stack: &StackChange, palette: Palette, width: usize) -> String {
    let mut text = format!("\n{} · {}\n", palette.paint(Style::Strong, printable(&stack.name)), summary(stack));
    for change in &stack.values {
        text.push_str(&line(change, "  ", width, palette));
    }
    for resource in &stack.resources {
        text.push_str(&self::resource(resource, palette, width));
    }
    for change in &stack.others {
        text.push_str(&line(change, "  ", width, palette));
    }
    text
}

/// `1 replaced, 2 updated`
pub fn summary(stack: &StackChange) -> String {
    match (stack.existed, stack.exists) {
        (false, _) => return format!("a new stack of {}", counted(stack.resources.len(), "resource")),
        (_, false) => return format!("the stack is removed, with {}", counted(stack.resources.len(), "resource")),
        _ => {}
    }
    let order = [
        Verdict::Retype,
        Verdict::Remove,
        Verdict::Replace,
        Verdict::MayReplace,
        Verdict::Interruption,
        Verdict::Unknown,
        Verdict::Update,
        Verdict::Add,
        Verdict::Metadata,
    ];
    let count = |verdict: Verdict, is_revision: bool| {
        let counted = stack.resources.iter().filter(|resource| resource.verdict == verdict);
        counted.filter(|resource| resource.is_revision() == is_revision).count()
    };
    let mut counted: Vec<(usize, &str)> = order.into_iter().map(|verdict| (count(verdict, false), done(verdict))).collect();
    let revisions = count(Verdict::Replace, true);
    counted.push((revisions, if revisions == 1 { "new revision" } else { "new revisions" }));
    let counted: Vec<String> =
        counted.iter().filter(|(count, _)| *count > 0).map(|(count, done)| format!("{count} {done}")).collect();
    if counted.is_empty() { "no resource changes".to_owned() } else { counted.join(", ") }
}

fn done(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Metadata => "changed in metadata only",
        Verdict::Add => "added",
        Verdict::Update => "updated",
        Verdict::Unknown => "changed (effect unknown)",
        Verdict::Interruption => "updated with interruption",
        Verdict::MayReplace => "maybe replaced",
        Verdict::Replace => "replaced",
        Verdict::Remove => "removed",
        Verdict::Retype => "changed in type",
    }
}

/// What happens to a resource, in words.
pub fn verdict(resource: &ResourceChange) -> &'static str {
    match resource.verdict {
        Verdict::Replace if resource.is_revision() => "new revision",
        Verdict::Metadata => "metadata only",
        Verdict::Add => "add",
        Verdict::Update => "update without interruption",
        Verdict::Unknown => "unknown: only a change set tells",
        Verdict::Interruption => "update with some interruption",
        Verdict::MayReplace => "update or replace: AWS's page of the property says when",
        Verdict::Replace => "REPLACE",
        Verdict::Remove => "remove",
        Verdict::Retype => "change of type: refused",
    }
}

/// The sign before a resource.
pub fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Add => "+",
        Verdict::Remove => "-",
        Verdict::Replace | Verdict::Retype => "±",
        _ => "~",
    }
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Add => Style::New,
        Verdict::Metadata => Style::Faint,
        Verdict::Update | Verdict::Unknown | Verdict::Interruption | Verdict::MayReplace => Style::Warning,
        Verdict::Replace | Verdict::Remove | Verdict::Retype => Style::Error,
    }
}

fn resource(resource: &ResourceChange, palette: Palette, width: usize) -> String {
    let sign = palette.paint(style(resource.verdict), sign(resource.verdict));
    let mut text = format!(
        "  {sign} {}  {}  {}\n",
        palette.paint(Style::Strong, printable(&resource.id)),
        printable(&resource.resource_type),
        verdict(resource)
    );
    for note in notes(resource) {
        let _ = writeln!(text, "      {}", printable(&note));
    }
    // What is added or removed as a whole says it in its line.
    if !matches!(resource.verdict, Verdict::Add | Verdict::Remove) {
        resource.changes.iter().for_each(|change| text.push_str(&line(change, "      ", width, palette)));
    }
    text
}

/// The chain of a replacement, and a likely rename.
pub fn notes(resource: &ResourceChange) -> Vec<String> {
    let mut notes = Vec::new();
    if resource.chain.len() > 1 {
        notes.push(format!("because of {}", resource.chain.join(" → ").replace(".[", "[")));
    }
    if let Some(old) = &resource.renamed_from {
        notes.push(format!("equal to the removed {old}: likely a rename, which makes a new resource and deletes the old one"));
    }
    notes
}

/// A changed value, in lines no longer than `width` as far as that can be.
fn line(change: &Change, indent: &str, width: usize, palette: Palette) -> String {
    let name = name(change);
    let effect = effect(change);
    let room = width.saturating_sub(indent.len() + name.chars().count() + effect.chars().count() + 4);
    let below = width.saturating_sub(indent.len() + 4).max(LEAST_WIDTH);
    let shown = shown(change, room.max(LEAST_WIDTH), below);
    let head = if shown.head.is_empty() { String::new() } else { format!(" {}", shown.head) };
    let effect = if effect.is_empty() { String::new() } else { format!("  {}", palette.paint(Style::Faint, effect)) };
    let mut text = format!("{indent}{name}:{head}{effect}\n");
    for (sign, line) in shown.below {
        let style = if sign == '-' { Style::Error } else { Style::New };
        let _ = writeln!(text, "{indent}  {} {line}", palette.paint(style, sign.to_string()));
    }
    text
}

/// Where the value stands: `ContainerDefinitions[web].Image`.
pub fn name(change: &Change) -> String {
    printable(&change.path.join(".").replace(".[", "["))
}

/// What one change does, in words; nothing where it is the usual update.
pub fn effect(change: &Change) -> &'static str {
    match change.effect {
        Effect::Nothing | Effect::Update => "",
        Effect::Unknown => "(effect unknown)",
        Effect::Interruption => "(some interruption)",
        Effect::MayReplace => "(may replace)",
        Effect::Replace => "(replaces)",
    }
}
