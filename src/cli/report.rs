//! How findings read: in the manner of the Rust compiler, on standard error.

use std::cell::OnceCell;
use std::fmt::Write as _;

use indexmap::IndexMap;

pub(super) use super::finding::{Finding, Position};
use super::habits;
use super::session::Session;
use super::sources::Sources;
use super::terminal::{self, Palette, Style, line};
use crate::diagnostic::Severity;
use crate::redact::Redactor;
use crate::template::{counted, listed};

/// How many environments are named before the rest is counted.
const ENVIRONMENTS_NAMED: usize = 6;

/// Writes findings to standard error.
pub(super) struct Reporter<'s> {
    session: &'s Session<'s>,
    palette: Palette,
    sources: Sources,
    /// What hides the secrets that were known when the first finding was written.
    redactor: OnceCell<Redactor>,
}

impl<'s> Reporter<'s> {
    /// For the project of this session.
    pub(super) fn new(session: &'s Session<'s>) -> Self {
        Reporter { palette: Palette::stderr(), ..Reporter::plain(session) }
    }

    /// Without colour.
    pub(super) fn plain(session: &'s Session<'s>) -> Self {
        Reporter { session, palette: Palette::PLAIN, sources: Sources::new(session), redactor: OnceCell::new() }
    }

    /// With the text of a file that findings point into, so that it is not read again.
    pub(super) fn source(&mut self, file: &str, text: &str) {
        self.sources.keep(file, text);
    }

    /// Prints findings as they come, and a last line that says what they amount to.
    pub(super) fn print_in_order(&mut self, findings: &[Finding], amount: &str) {
        let shown = habits::once(findings.iter().map(|finding| (finding.clone(), Vec::new())));
        let mut text: String = shown.iter().map(|(finding, _)| self.render(finding, &[]) + "\n").collect();
        let worst = findings.iter().map(|finding| finding.severity).max().unwrap_or(Severity::Info);
        let (word, style) = (worst.to_string(), style(worst));
        let _ = writeln!(text, "{}: {amount}", self.palette.paint(style, word));
        self.write(&text);
    }

    /// Prints findings: warnings before errors, so that the errors end next to the prompt; a finding of several environments once.
    pub(super) fn print(&mut self, findings: Vec<Finding>) {
        let mut grouped = habits::once(grouped(findings));
        grouped.sort_by_key(|(finding, _)| finding.severity);
        let text: String = grouped.iter().map(|(finding, environments)| self.render(finding, environments) + "\n").collect();
        self.write(&text);
    }

    /// The last line: how many errors there are, and what that means.
    pub(super) fn conclude(&self, findings: &[Finding], consequence: &str) {
        let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.is_error()).collect();
        let mut distinct: IndexMap<Finding, ()> = IndexMap::new();
        let mut environments: Vec<&str> = Vec::new();
        for error in errors {
            distinct.insert(Finding { environment: None, ..error.clone() }, ());
            environments.extend(error.environment.as_deref());
        }
        environments.sort_unstable();
        environments.dedup();
        let location = match environments.len() {
            0 => String::new(),
            count => format!(" in {}", counted(count, "environment")),
        };
        let head = self.palette.paint(Style::Error, "error");
        self.write(&format!("{head}: {}{location}; {consequence}\n", counted(distinct.len(), "error")));
    }

    fn write(&self, text: &str) {
        terminal::print_error(text);
    }

    /// How a finding reads.
    pub(super) fn render(&mut self, finding: &Finding, environments: &[String]) -> String {
        let finding = &finding.shown(self.redactor.get_or_init(|| self.session.redactor()));
        let positions = finding.position.iter().chain(finding.related.iter().map(|(position, _)| position));
        let widest = positions.filter_map(|position| position.at).map(|(line, _)| line.to_string().len()).max();
        let margin = " ".repeat(widest.unwrap_or(1));
        let mut text = self.headline(finding);
        if let Some(position) = &finding.position {
            self.excerpt(&mut text, &margin, "-->", position, None);
        }
        for (position, what) in &finding.related {
            self.excerpt(&mut text, &margin, ":::", position, Some(what));
        }
        let path = (!finding.path.is_empty()).then(|| line(&finding.path.to_string()));
        let environments = environment_note(environments);
        let (name, names) = environments.unzip();
        let notes = [
            ("in", path.as_deref()),
            (name.unwrap_or_default(), names.as_deref()),
            ("help", finding.help.as_deref()),
            ("see", finding.link.as_deref()),
        ];
        if text.lines().count() > 2 && notes.iter().any(|(_, note)| note.is_some()) {
            let _ = writeln!(text, "{margin} {}", self.palette.paint(Style::Frame, "|"));
        }
        let sign = self.palette.paint(Style::Frame, "=");
        for (name, note) in notes {
            let Some(note) = note else { continue };
            let name = self.palette.paint(Style::Strong, name);
            // Further lines of a note stand below its first.
            let note = note.replace('\n', &format!("\n{margin}   "));
            let _ = writeln!(text, "{margin} {sign} {name}: {note}");
        }
        text
    }

    fn headline(&self, finding: &Finding) -> String {
        let (word, style) = (finding.severity.to_string(), style(finding.severity));
        let head = match finding.code {
            Some(code) => format!("{word}[{code}]"),
            None => word,
        };
        let head = self.palette.paint(style, head);
        format!("{head}{}\n", self.palette.paint(Style::Strong, format!(": {}", finding.message.replace('\n', "\n    "))))
    }

    /// The place, and the line that stands there with a mark below.
    fn excerpt(&mut self, text: &mut String, margin: &str, arrow: &str, position: &Position, label: Option<&str>) {
        let arrow = self.palette.paint(Style::Frame, arrow);
        let source = position.at.and_then(|(line, column)| {
            let redactor = self.redactor.get_or_init(|| self.session.redactor());
            let shown = self.sources.shown(&position.file, line, redactor)?;
            let (source, column) = window(&shown.text, shown.column(column));
            Some((line, column, source))
        });
        let file = line(&position.file);
        let location = match position.at {
            Some((line, column)) => format!("{file}:{line}:{column}"),
            None => file,
        };
        let Some((line, column, source)) = source else {
            let label = label.map(|label| format!(": {label}")).unwrap_or_default();
            let _ = writeln!(text, "{margin}{arrow} {location}{label}");
            return;
        };
        let bar = self.palette.paint(Style::Frame, "|");
        let number = self.palette.paint(Style::Frame, format!("{line:>width$}", width = margin.len()));
        let (sign, style) = if label.is_none() { ("^", Style::Error) } else { ("-", Style::Frame) };
        let label = label.map(|label| format!(" {label}")).unwrap_or_default();
        let (indent, length) = mark(&source, column);
        let mark = self.palette.paint(style, format!("{}{label}", sign.repeat(length)));
        let _ = writeln!(text, "{margin}{arrow} {location}");
        let _ = writeln!(text, "{margin} {bar}");
        let _ = writeln!(text, "{number} {bar} {source}");
        let _ = writeln!(text, "{margin} {bar} {indent}{mark}");
    }
}

/// Each finding once, with the environments that have it.
pub(super) fn grouped(findings: Vec<Finding>) -> Vec<(Finding, Vec<String>)> {
    let mut grouped: IndexMap<Finding, Vec<String>> = IndexMap::new();
    for mut finding in findings {
        let environment = finding.environment.take();
        let environments = grouped.entry(finding).or_default();
        // A mistake may stand twice at one place, such as a value that is used twice.
        environments.extend(environment.filter(|name| !environments.contains(name)));
    }
    grouped.into_iter().collect()
}

/// How many characters of a line are shown: a template may be a single line.
const WIDEST: usize = 160;

/// The part of a line around a column, and the column in it.
fn window(source: &str, column: usize) -> (String, usize) {
    let length = source.chars().count();
    if length <= WIDEST {
        return (line(source), column);
    }
    let start = column.saturating_sub(WIDEST / 3).min(length - WIDEST);
    let part: String = source.chars().skip(start).take(WIDEST).collect();
    let (before, shift) = if start == 0 { ("", 0) } else { ("…", 1) };
    let after = if start + WIDEST < length { "…" } else { "" };
    (format!("{before}{}{after}", line(&part)), column - start + shift)
}

/// What stands before the mark (tabs kept, so that it lines up), and how many characters the word or quoted text there has.
pub(super) fn mark(source: &str, column: usize) -> (String, usize) {
    let before = source.chars().take(column.saturating_sub(1));
    let indent = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
    let mut rest = source.chars().skip(column.saturating_sub(1));
    let is_word = |c: &char| c.is_alphanumeric() || *c == '_' || *c == '-';
    let length = match rest.next() {
        Some(quote @ ('"' | '\'')) => rest.position(|c| c == quote).map_or(1, |end| end + 2),
        // `!Ref`, `*alias`
        Some('!' | '*' | '&') => 1 + rest.take_while(is_word).count(),
        Some(first) if is_word(&first) => 1 + rest.take_while(is_word).count(),
        _ => 1,
    };
    (indent, length)
}

pub(super) fn environment_note(names: &[String]) -> Option<(&'static str, String)> {
    match names {
        [] => None,
        [one] => Some(("environment", one.clone())),
        several => Some(("environments", listed(several, ENVIRONMENTS_NAMED))),
    }
}

/// How many findings are errors and warnings.
pub(super) fn count(findings: &[Finding]) -> (usize, usize) {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    (of(Severity::Error), of(Severity::Warning))
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => Style::Error,
        Severity::Warning => Style::Warning,
        Severity::Info => Style::Frame,
    }
}

#[cfg(test)]
mod tests {
    use super::{WIDEST, mark, window};

    #[test]
    fn the_mark_lines_up_with_the_word() {
        assert_eq!(mark("\tstack.add(1)", 8), ("\t      ".to_owned(), 3));
        assert_eq!(mark("x = \"é b\"", 5), ("    ".to_owned(), 5));
        assert_eq!(mark("x: \"open", 4), ("   ".to_owned(), 1));
        assert_eq!(mark("x: !Ref y", 4), ("   ".to_owned(), 4));
        assert_eq!(mark("", 1), (String::new(), 1));
    }

    #[test]
    fn a_long_line_is_shown_around_the_mark() {
        let line = format!("{}Name{}", " ".repeat(1000), "x".repeat(1000));
        let (part, column) = window(&line, 1001);
        assert_eq!(part.chars().count(), WIDEST + 2);
        assert_eq!(part.chars().skip(column - 1).take(4).collect::<String>(), "Name");
        let (part, column) = window(&line, 3);
        assert_eq!((part.starts_with('…'), column), (false, 3));
        let (part, column) = window(&line, 2004);
        assert_eq!((part.ends_with('…'), part.chars().nth(column - 1)), (false, Some('x')));
        assert_eq!(window("a\u{1b}[31mb", 2), ("a\u{FFFD}[31mb".to_owned(), 2));
    }
}
