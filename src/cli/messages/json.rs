//! Findings as JSON.

use serde_json::{Value, json};

use crate::cli::report::{Finding, Position, count};

/// One document with every finding. What a finding lacks is `null` or empty, never missing.
pub(super) fn text(findings: &[Finding]) -> String {
    let (errors, warnings) = count(findings);
    let found: Vec<Value> = findings.iter().map(finding).collect();
    let document = json!({ "findings": found, "errors": errors, "warnings": warnings });
    format!("{document:#}\n")
}

fn finding(finding: &Finding) -> Value {
    let related = finding.related.iter().map(|(position, what)| {
        let mut related = location(Some(position));
        related["message"] = what.as_str().into();
        related
    });
    let mut value = json!({
        "code": finding.code,
        "severity": finding.severity.to_string(),
        "message": finding.message,
    });
    if let (Value::Object(all), Value::Object(position)) = (&mut value, location(finding.position.as_ref())) {
        all.extend(position);
    }
    value["path"] = finding.path.texts().collect();
    value["related"] = related.collect();
    value["help"] = finding.help.clone().into();
    value["link"] = finding.link.clone().into();
    value["environment"] = finding.environment.clone().into();
    value
}

fn location(position: Option<&Position>) -> Value {
    let at = position.and_then(|position| position.at);
    json!({
        "file": position.map(|position| &position.file),
        "line": at.map(|(line, _)| line),
        "column": at.map(|(_, column)| column),
    })
}
