//! Findings as the workflow commands that annotate a pull request.
//!
//! <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>

use crate::cli::report::Finding;
use crate::diagnostic::Severity;
use crate::template::unseen::is_unseen;

/// One command for each finding.
pub(super) fn text(findings: &[Finding]) -> String {
    findings.iter().map(command).collect()
}

fn command(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = Vec::new();
    if let Some(position) = &finding.position {
        properties.push(format!("file={}", property(&position.file)));
        if let Some((line, column)) = position.at {
            properties.push(format!("line={line}"));
            properties.push(format!("col={column}"));
        }
    }
    properties.extend(finding.code.map(|code| format!("title={}", property(code))));
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let location = if finding.path.is_empty() { String::new() } else { format!("\nin {}", finding.path) };
    let space = if properties.is_empty() { "" } else { " " };
    format!("::{level}{space}{}::{}\n", properties.join(","), data(&format!("{}{location}{help}", finding.message)))
}

/// What would end or split the command is written as GitHub reads it back. What nobody sees does not come into a log.
fn data(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    escaped.chars().map(|c| if is_unseen(c) { '\u{FFFD}' } else { c }).collect()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
