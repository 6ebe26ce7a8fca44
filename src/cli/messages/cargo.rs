//! Findings as the lines that cargo prints with `--message-format json`, which editors read.
//!
//! <https://doc.rust-lang.org/cargo/reference/external-tools.html#compiler-messages>

use std::path::Path;

use serde_json::{Value, json};

use crate::check::Rule;
use crate::cli::cargo::Package;
use crate::cli::report::{Finding, Position, Reporter, environment_note, grouped, mark};
use crate::cli::session::Session;
use crate::cli::sources::Sources;
use crate::diagnostic::Severity;
use crate::redact::Redactor;

/// One line for each finding; those of several environments once.
pub(in crate::cli) fn text(findings: &[Finding], session: &Session) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let package = Package::of(session);
    let rules = session.known_rules().collect();
    let mut writer = Writer {
        reporter: Reporter::plain(session),
        sources: Sources::new(session),
        redactor: session.redactor(),
        package,
        rules,
    };
    grouped(findings.to_vec()).iter().map(|(finding, environments)| format!("{}\n", writer.line(finding, environments))).collect()
}

struct Writer<'s> {
    reporter: Reporter<'s>,
    sources: Sources,
    redactor: Redactor,
    package: Package,
    rules: Vec<&'static Rule>,
}

impl Writer<'_> {
    fn line(&mut self, finding: &Finding, environments: &[String]) -> Value {
        let finding = &finding.shown(&self.redactor);
        let rendered = format!("{}\n", self.reporter.render(finding, environments));
        let message = json!({
            "$message_type": "diagnostic",
            "rendered": rendered,
            "level": level(finding.severity),
            "message": finding.message,
            "code": code(finding.code, &self.rules),
            "spans": self.spans(finding),
            "children": self.children(finding, environments),
        });
        json!({
            "reason": "compiler-message",
            "package_id": self.package.id,
            "manifest_path": self.package.manifest,
            "target": self.package.target,
            "message": message,
        })
    }

    /// The place of the finding. What has none is shown at the beginning of the program: editors show nothing that is nowhere.
    fn spans(&mut self, finding: &Finding) -> Vec<Value> {
        let beginning = || Position { file: self.package.main_file().to_string_lossy().into_owned(), at: Some((1, 1)) };
        let position = finding.position.clone().unwrap_or_else(beginning);
        vec![self.span(&position)]
    }

    fn children(&mut self, finding: &Finding, environments: &[String]) -> Vec<Value> {
        let child = |level: &str, message: String, spans: Vec<Value>| json!({ "level": level, "message": message, "code": null, "spans": spans, "children": [], "rendered": null });
        let mut children = Vec::new();
        for (position, what) in &finding.related {
            children.push(child("note", what.clone(), vec![self.span(position)]));
        }
        if !finding.path.is_empty() {
            children.push(child("note", format!("in {}", finding.path), Vec::new()));
        }
        let environments = environment_note(environments).map(|(word, names)| format!("{word}: {names}"));
        children.extend(environments.map(|note| child("note", note, Vec::new())));
        children.extend(finding.help.clone().map(|help| child("help", help, Vec::new())));
        children.extend(finding.link.as_ref().map(|link| child("note", format!("see {link}"), Vec::new())));
        children
    }

    fn span(&mut self, position: &Position) -> Value {
        let (line, column) = position.at.unwrap_or((1, 1));
        let workspace = &self.package.workspace;
        let shown = self.sources.shown(&position.file, line, &self.redactor);
        let source = self.sources.get(&position.file);
        let path = source.and_then(|source| source.path.as_deref()).unwrap_or(Path::new(&position.file));
        let text = source.and_then(|source| source.line(line)).unwrap_or_default();
        let end = column + mark(text, column).1;
        let highlight = shown.as_ref().map_or(column, |shown| shown.column(column));
        let byte = |column| source.map_or(0, |source| source.byte(line, column));
        json!({
            "file_name": path.strip_prefix(workspace).unwrap_or(path),
            "byte_start": byte(column),
            "byte_end": byte(end),
            "line_start": line,
            "line_end": line,
            "column_start": column,
            "column_end": end,
            "is_primary": true,
            "text": [{ "text": shown.map_or_else(String::new, |shown| shown.text.clone()), "highlight_start": highlight, "highlight_end": highlight + end - column }],
            "label": null,
            "suggested_replacement": null,
            "suggestion_applicability": null,
            "expansion": null,
        })
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Named with its tool, as clippy's are: `E0063` is the compiler's own, and editors link a bare code to the compiler's pages.
fn code(code: Option<&str>, rules: &[&Rule]) -> Value {
    let rule = rules.iter().find(|rule| Some(rule.code) == code);
    json!({
        "code": format!("formwork::{}", code.unwrap_or("error")),
        "explanation": rule.map(|rule| format!("{} {}", rule.what, rule.why)),
    })
}
