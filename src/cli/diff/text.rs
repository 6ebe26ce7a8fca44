//! A comparison for people.

use std::fmt::Write as _;

use super::alike::{self, Alike, Same};
use super::compared::Compared;
use super::cost::Cost;
use super::cut::{cut, wrapped};
use super::items::{self, Changed};
use super::live;
use super::outside::{self, Outside};
use super::overview;
use super::words::{self, Chains, Words, sign};
use crate::cli::terminal::{self, Palette, Style};
use crate::diff::{Headline, HeadlineKind, ResourceChange, StackChange, Verdict};

/// The width where nobody says how wide the terminal is.
const USUAL_WIDTH: usize = 120;
/// Below this a line says nothing any more.
const LEAST_WIDTH: usize = 40;

/// How wide lines may be: as is asked for, as the shell's `COLUMNS` says, as the terminal is.
pub(super) fn width(asked: Option<usize>) -> usize {
    let said = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    asked.or_else(said).or_else(terminal).unwrap_or(USUAL_WIDTH).max(LEAST_WIDTH)
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
    let page = Page { words: Words::of(compared), palette, width, brief };
    let mut text = page.heading(compared);
    if compared.comparison.is_same() {
        compared.comparison.stacks.iter().for_each(|stack| text.push_str(&page.stored(stack)));
        return text + &live::text(&compared.live, palette);
    }
    if compared.drift_from.is_some() {
        let _ = writeln!(text, "\n{}", palette.paint(Style::Warning, "DRIFT BETWEEN ENVIRONMENTS"));
    }
    alike::headlines(&compared.comparison.headlines).iter().for_each(|same| text.push_str(&page.headline(same)));
    compared.expected.iter().for_each(|(headline, reason)| text.push_str(&page.expected(headline, reason)));
    if let Some(cost) = &compared.cost {
        text.push_str(&page.cost(cost));
    }
    let is_named = brief || !compared.environment.is_empty() || compared.comparison.stacks.len() > 1;
    for stack in words::stacks(compared) {
        text.push('\n');
        if is_named {
            let name = palette.paint(Style::Strong, terminal::line(&words::in_tree(stack)));
            let _ = writeln!(text, "{name} · {}", page.words.summary(stack));
        }
        text.push_str(&page.stack(stack));
    }
    text + &live::text(&compared.live, palette)
}

/// How the stacks of one comparison are shown.
struct Page<'a> {
    words: Words<'a>,
    palette: Palette,
    width: usize,
    brief: bool,
}

impl Page<'_> {
    /// What it comes to, in the first line, and what was compared.
    fn heading(&self, compared: &Compared) -> String {
        let base = terminal::line(&compared.base);
        if self.brief {
            return format!("against {base}\n");
        }
        let is_same = compared.comparison.is_same();
        let stored = compared.comparison.stacks.iter().any(|stack| !stack.stored.is_empty());
        let said = match (is_same, compared.drift_from.is_some(), stored) {
            (true, true, _) => "no difference".to_owned(),
            (true, false, true) => "no change of a template".to_owned(),
            (true, false, false) => "no change".to_owned(),
            (false, ..) => overview::line(compared),
        };
        let first = self.wrapped("", &format!("{}: {}", terminal::line(compared.name()), terminal::line(&said)), "  ");
        let (name, rest) = first.split_once(':').unwrap_or_default();
        let against = self.wrapped("  ", &format!("against {base}"), "    ");
        format!("{}:{rest}{}", self.palette.paint(Style::Strong, name), self.palette.paint(Style::Faint, against.trim_end()))
            + "\n"
    }

    fn headline(&self, same: &Same<'_>) -> String {
        let headline = same.headline;
        let style = match headline.kind {
            HeadlineKind::WillFail | HeadlineKind::DataLoss => Style::Error,
            _ => Style::Warning,
        };
        let title = headline.kind.title();
        let text = self.wrapped("", &format!("{title} {}", told(headline)), "  ");
        let rest = text.strip_prefix(title).unwrap_or_default();
        let below = [same.others.as_deref(), same.way_out].into_iter().flatten();
        let below: String = below.map(|line| self.wrapped("  ", &terminal::line(line), "  ")).collect();
        format!("\n{}{rest}{below}", self.palette.paint(style, title))
    }

    fn expected(&self, headline: &Headline, reason: &str) -> String {
        let text = format!("expected: {} {}", headline.kind.title(), told(headline));
        format!("\n{}{}", self.wrapped("", &text, "  "), self.wrapped("  ", &terminal::line(reason), "  "))
    }

    /// What is paid more or less by the month.
    fn cost(&self, cost: &Cost) -> String {
        let text = self.wrapped("", &terminal::line(&format!("cost: {}", cost.in_words())), "  ");
        let rest = text.strip_prefix("cost").unwrap_or_default();
        format!("\n{}{rest}", self.palette.paint(Style::Strong, "cost"))
    }

    /// What may change with the parameter store.
    fn stored(&self, stack: &StackChange) -> String {
        words::stored(stack).map(|line| self.wrapped("  ", &terminal::line(&line), "    ")).unwrap_or_default()
    }

    fn stack(&self, stack: &StackChange) -> String {
        let mut text = String::new();
        let mut chains = Chains::default();
        stack.values.iter().for_each(|change| text.push_str(&self.line(&Changed::outside(change), "  ")));
        for alike in alike::resources(stack, &self.words, usize::MAX, |resource| self.body(resource, &mut chains)) {
            text.push_str(&self.resource(&alike));
        }
        for outside in outside::of(stack, &self.words) {
            text.push_str(&match outside {
                Outside::Change(change) => self.line(&Changed::outside(change), "  "),
                Outside::Several(told) => self.wrapped("  ", &terminal::line(&told), "    "),
            });
        }
        for told in words::not_compared(stack) {
            text.push_str(&self.wrapped("  ", &terminal::line(&told), "    "));
        }
        for note in &stack.notes {
            text.push_str(&self.wrapped("  ", &format!("note: {}", terminal::line(note)), "    "));
        }
        text.push_str(&self.stored(stack));
        if let Some(line) = words::without_effect(stack) {
            let _ = writeln!(text, "  {}", self.palette.paint(Style::Faint, cut(&terminal::line(&line), self.width - 2)));
        }
        text
    }

    fn resource(&self, alike: &Alike<'_>) -> String {
        let (first, verdict) = (terminal::line(alike.ids[0]), alike.first.verdict);
        let told = format!("{}  {}  {}", alike.ids.join(", "), alike.first.resource_type, alike.verdict);
        let line = self.wrapped("    ", &terminal::line(&told), "      ");
        let rest = line.trim_start().strip_prefix(&first).unwrap_or_default();
        let sign = self.palette.paint(style(verdict), sign(verdict));
        format!("  {sign} {}{rest}{}", self.palette.paint(Style::Strong, &first), alike.body)
    }

    /// What is said of a resource below its line.
    fn body<'a>(&self, resource: &'a ResourceChange, chains: &mut Chains<'a>) -> String {
        let notes = chains.notes(resource).into_iter().map(|note| self.wrapped("      ", &terminal::line(&note), "        "));
        let mut text: String = notes.collect();
        // What is added or removed as a whole says it in its line.
        if !matches!(resource.verdict, Verdict::Add | Verdict::Remove) {
            items::of(resource).iter().for_each(|changed| text.push_str(&self.line(changed, "      ")));
        }
        text
    }

    /// A changed value, in lines no longer than the width as far as that can be.
    fn line(&self, changed: &Changed<'_>, indent: &str) -> String {
        let name = terminal::line(&changed.name);
        let effect = words::under(changed.effect.clone(), changed.first.under.as_deref());
        let room = self.width.saturating_sub(indent.len() + name.chars().count() + 2);
        let below = self.width.saturating_sub(indent.len() + 4).max(LEAST_WIDTH);
        let shown = changed.shown(&self.words, [room.max(LEAST_WIDTH / 2), below]);
        let head = match shown.head.as_str() {
            "" if self.brief => " changed".to_owned(),
            "" => String::new(),
            head => format!(" {}", terminal::line(head)),
        };
        let line = format!("{name}:{head}");
        let said = terminal::line(effect.trim_start());
        let mut text = match said.as_str() {
            "" => format!("{indent}{line}\n"),
            said if indent.len() + line.chars().count() + said.chars().count() + 2 <= self.width => {
                format!("{indent}{line}  {}\n", self.palette.paint(Style::Faint, said))
            }
            said => format!("{indent}{line}\n{}", self.wrapped(&format!("{indent}  "), said, &format!("{indent}  "))),
        };
        for (sign, line) in shown.below.into_iter().filter(|_| !self.brief) {
            let style = if sign == '-' { Style::Error } else { Style::New };
            let line = format!("{indent}  {} {}", self.palette.paint(style, sign.to_string()), terminal::line(&line));
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text
    }

    /// Words in lines of the width; those after the first are indented by `next`.
    fn wrapped(&self, first: &str, text: &str, next: &str) -> String {
        wrapped(first, text, next, self.width)
    }
}

/// `[DIFF201] web: the message where Stage = prod`
fn told(headline: &Headline) -> String {
    let message = words::under(headline.message.clone(), headline.under.as_deref());
    format!("[{}] {}: {}", headline.code, terminal::line(&headline.stack), terminal::line(&message))
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Add => Style::New,
        Verdict::Metadata | Verdict::Moved => Style::Faint,
        Verdict::Differs
        | Verdict::MayUpdate
        | Verdict::Update
        | Verdict::Unknown
        | Verdict::Interruption
        | Verdict::MayInterrupt
        | Verdict::MayReplace => Style::Warning,
        Verdict::Replace | Verdict::Remove | Verdict::Retype => Style::Error,
    }
}
