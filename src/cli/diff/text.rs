//! A comparison for people.

use std::fmt::Write as _;

use super::compared::Compared;
use super::value::shown;
use super::words::{self, Words, effect, name, notes, sign};
use crate::cli::terminal::{self, Palette, Style};
use crate::diff::{Change, Headline, Kind, ResourceChange, StackChange, Verdict};

/// The width where nobody says how wide the terminal is.
const USUAL_WIDTH: usize = 120;
/// Below this a line says nothing any more.
const LEAST_WIDTH: usize = 40;

/// How wide lines may be: as the shell's `COLUMNS` says.
pub(super) fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    said.unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH)
}

/// All comparisons.
pub(super) fn text(all: &[Compared], palette: Palette, width: usize) -> String {
    all.iter().map(|compared| one(compared, palette, width, false)).collect::<Vec<_>>().join("\n")
}

/// One comparison, in which a value that needs lines of its own is only named.
pub(super) fn brief(compared: &Compared, palette: Palette, width: usize) -> String {
    one(compared, palette, width, true)
}

fn one(compared: &Compared, palette: Palette, width: usize, brief: bool) -> String {
    let mut text = format!("{}\n", heading(compared, palette));
    if compared.comparison.is_same() {
        let stored = compared.comparison.stacks.iter().any(|stack| !stack.stored.is_empty());
        text.push_str(match (compared.drift_from.is_some(), stored) {
            (true, _) => "  no difference\n",
            (false, true) => "  no change of a template\n",
            (false, false) => "  no change\n",
        });
        compared.comparison.stacks.iter().for_each(|stack| text.push_str(&self::stored(stack)));
        return text;
    }
    if compared.drift_from.is_some() {
        let _ = writeln!(text, "\n{}", palette.paint(Style::Warning, "DRIFT BETWEEN ENVIRONMENTS"));
    }
    let page = Page { words: Words::of(compared), palette, width, brief };
    for headline in &compared.comparison.headlines {
        text.push_str(&self::headline(headline, palette));
    }
    for stack in compared.comparison.stacks.iter().filter(|stack| !stack.is_same()) {
        text.push_str(&page.stack(stack));
    }
    text
}

/// What may change with the parameter store.
fn stored(stack: &StackChange) -> String {
    words::stored(stack).map(|line| format!("  {}\n", terminal::line(&line))).unwrap_or_default()
}

fn heading(compared: &Compared, palette: Palette) -> String {
    let base = format!("against {}", terminal::line(&compared.base));
    match compared.environment.as_str() {
        "" => base,
        name => format!("{} · {base}", palette.paint(Style::Strong, terminal::line(name))),
    }
}

fn headline(headline: &Headline, palette: Palette) -> String {
    let style = match headline.kind {
        Kind::WillFail | Kind::DataLoss => Style::Error,
        _ => Style::Warning,
    };
    let title = palette.paint(style, headline.kind.title());
    format!(
        "\n{title} [{}] {}: {}\n  {}\n",
        headline.code,
        terminal::line(&headline.stack),
        terminal::line(&words::under(headline.message.clone(), headline.under.as_deref())),
        terminal::line(&headline.way_out)
    )
}

/// How the stacks of one comparison are shown.
struct Page<'a> {
    words: Words<'a>,
    palette: Palette,
    width: usize,
    brief: bool,
}

impl Page<'_> {
    fn stack(&self, stack: &StackChange) -> String {
        let name = self.palette.paint(Style::Strong, terminal::line(&stack.name));
        let mut text = format!("\n{name} · {}\n", self.words.summary(stack));
        stack.values.iter().for_each(|change| text.push_str(&self.line(change, "  ")));
        stack.resources.iter().for_each(|resource| text.push_str(&self.resource(resource)));
        stack.others.iter().for_each(|change| text.push_str(&self.line(change, "  ")));
        stack.unknown.iter().for_each(|what| text.push_str(&format!("  not compared: {}\n", terminal::line(what))));
        text.push_str(&stored(stack));
        text
    }

    fn resource(&self, resource: &ResourceChange) -> String {
        let sign = self.palette.paint(style(resource.verdict), sign(resource.verdict));
        let id = self.palette.paint(Style::Strong, terminal::line(&resource.id));
        let kind = terminal::line(&resource.resource_type);
        let mut text =
            format!("  {sign} {id}  {kind}  {}\n", words::under(self.words.verdict(resource), resource.under.as_deref()));
        for note in notes(resource) {
            let _ = writeln!(text, "      {}", terminal::line(&note));
        }
        // What is added or removed as a whole says it in its line.
        if !matches!(resource.verdict, Verdict::Add | Verdict::Remove) {
            resource.changes.iter().for_each(|change| text.push_str(&self.line(change, "      ")));
        }
        text
    }

    /// A changed value, in lines no longer than the width as far as that can be.
    fn line(&self, change: &Change, indent: &str) -> String {
        let (name, effect) = (terminal::line(&name(change)), effect(change));
        let room = self.width.saturating_sub(indent.len() + name.chars().count() + effect.chars().count() + 4);
        let below = self.width.saturating_sub(indent.len() + 4).max(LEAST_WIDTH);
        let shown = shown(change, &self.words, [room.max(LEAST_WIDTH), below]);
        let head = match shown.head.as_str() {
            "" if self.brief => " changed".to_owned(),
            "" => String::new(),
            head => format!(" {}", terminal::line(head)),
        };
        let effect = match words::under(effect.to_owned(), change.under.as_deref()) {
            said if said.is_empty() => said,
            said => format!("  {}", self.palette.paint(Style::Faint, terminal::line(said.trim_start()))),
        };
        let mut text = format!("{indent}{name}:{head}{effect}\n");
        for (sign, line) in shown.below.into_iter().filter(|_| !self.brief) {
            let style = if sign == '-' { Style::Error } else { Style::New };
            let _ = writeln!(text, "{indent}  {} {}", self.palette.paint(style, sign.to_string()), terminal::line(&line));
        }
        text
    }
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Add => Style::New,
        Verdict::Metadata | Verdict::Moved => Style::Faint,
        Verdict::Differs | Verdict::Update | Verdict::Unknown | Verdict::Interruption | Verdict::MayReplace => Style::Warning,
        Verdict::Replace | Verdict::Remove | Verdict::Retype => Style::Error,
    }
}
