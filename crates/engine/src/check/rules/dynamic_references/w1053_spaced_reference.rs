//! W1053: a dynamic reference with spaces after its braces.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) const RULE: Rule = Rule {
    code: "W1053",
    severity: Severity::Warning,
    what: "Finds `{{ resolve:…}}`, with spaces after the braces, in the properties of a resource.",
    why: "CloudFormation takes it literally, and the resource gets the text instead of the value.",
    example: "MasterUserPassword: \"{{ resolve:secretsmanager:db }}\"",
    fix: "write `{{resolve:` without spaces",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
    kind: RuleKind::Node(Nodes::DynamicTexts, run),
};

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let Some(text) = visit.node.as_str().filter(|text| text.contains("{{")) else { return Vec::new() };
    let mut openings = text.split("{{").skip(1);
    let is_spaced = openings.any(|rest| rest.starts_with([' ', '\t']) && rest.trim_start().starts_with("resolve:"));
    if !is_spaced || visit.attribute() != Some("Properties") {
        return Vec::new();
    }
    vec![rule.finding("a dynamic reference has no spaces after its braces").help(rule.fix)]
}
