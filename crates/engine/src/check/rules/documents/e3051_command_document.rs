//! E3051: a document that Systems Manager does not take.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::template::{Node, read};

pub(crate) const RULE: Rule = Rule {
    code: "E3051",
    severity: Severity::Error,
    what: "Finds the content of a document of Systems Manager that cannot be read, has no `schemaVersion`, or one that its `DocumentType` does not have.",
    why: "Systems Manager refuses the document: `InvalidDocumentSchemaVersion`.",
    example: "`Content: {schemaVersion: '2.3'}`",
    fix: "write `schemaVersion: '2.2'` for commands, `'0.3'` for automations, `'1.0'` for sessions",
    link: "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html",
    kind: RuleKind::Template(run),
};

/// The versions that each type of document has. Others, such as calendars and packages, are no such documents.
const VERSIONS: [(&str, &[&str]); 4] =
    [("Automation", &["0.3"]), ("Command", &["1.0", "1.2", "2.0", "2.2"]), ("Policy", &["2.0", "2.2"]), ("Session", &["1.0"])];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for document in resource::of_type(context.scope(), "AWS::SSM::Document") {
        let Some(kind) = document.properties.get("DocumentType").text_or("Command") else { continue };
        let Some((_, versions)) = VERSIONS.iter().find(|(known, _)| *known == kind) else { continue };
        let content = document.properties.get("Content");
        if let Some(message) = fault(&content, &kind, versions) {
            content.report(context, rule.finding(message).help(format!("expected one of {}", versions.join(", "))));
        }
    }
}

fn fault(content: &Property<'_>, kind: &str, versions: &[&str]) -> Option<String> {
    let version = match (content.map(), content.text()) {
        (Some(_), _) => match content.get("schemaVersion") {
            version if version.is_absent() => None,
            version => Some(version.text()?),
        },
        (None, Some(text)) => match read::document(text.as_bytes()) {
            Ok(read) => read.root.get("schemaVersion").and_then(Node::scalar),
            Err(_) => return Some("the content is neither JSON nor YAML".to_owned()),
        },
        (None, None) => return None,
    };
    match version {
        None => Some("the document has no `schemaVersion`".to_owned()),
        Some(version) if versions.contains(&version.as_str()) => None,
        Some(version) => Some(format!("`{version}` is not a `schemaVersion` of documents of the type `{kind}`")),
    }
}
