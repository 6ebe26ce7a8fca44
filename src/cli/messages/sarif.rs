//! Findings as SARIF 2.1.0.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use serde_json::{Value, json};

use crate::check::Rule;
use crate::cli::report::{Finding, Position};
use crate::cli::way_out::sentence;
use crate::diagnostic::Severity;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run with every rule and every finding.
pub(super) fn text(findings: &[Finding], rules: impl Iterator<Item = &'static Rule>) -> String {
    let rules: Vec<&Rule> = rules.collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &rules)).collect();
    let rules: Vec<Value> = rules.iter().map(|rule| metadata(rule)).collect();
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "formwork", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn metadata(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": format!("{} {}", rule.what, rule.why) },
        "help": { "text": format!("{}\n\nExample: {}", sentence(rule.fix), rule.example) },
        "helpUri": rule.link,
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(finding: &Finding, rules: &[&Rule]) -> Value {
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let mut result = json!({
        "level": level(finding.severity),
        "message": { "text": format!("{}{help}", finding.message) },
    });
    if let Some(code) = finding.code {
        result["ruleId"] = code.into();
        if let Some(index) = rules.iter().position(|rule| rule.code == code) {
            result["ruleIndex"] = index.into();
        }
    }
    let mut location = json!({});
    if let Some(position) = &finding.position {
        location["physicalLocation"] = physical(position);
    }
    if !finding.path.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": finding.path.joined("/") }]);
    }
    result["locations"] = json!([location]);
    if !finding.related.is_empty() {
        let related = finding.related.iter();
        let location = |(position, what): &(Position, String)| json!({ "physicalLocation": physical(position), "message": { "text": what } });
        result["relatedLocations"] = related.map(location).collect();
    }
    if let Some(environment) = &finding.environment {
        result["properties"] = json!({ "environment": environment });
    }
    result
}

fn physical(position: &Position) -> Value {
    let mut location = json!({ "artifactLocation": { "uri": uri(&position.file) } });
    if let Some((line, column)) = position.at {
        location["region"] = json!({ "startLine": line, "startColumn": column });
    }
    location
}

/// A path as a relative reference: what has a meaning in a URI is escaped.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
