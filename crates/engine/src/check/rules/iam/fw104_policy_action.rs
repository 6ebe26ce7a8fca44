//! FW104: a malformed IAM action.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::{Content, Node};

pub(crate) const RULE: Rule = Rule {
    code: "FW104",
    severity: Severity::Error,
    what: "Finds an action of a policy statement that is not `service:Name`.",
    why: "IAM refuses the policy when the stack deploys.",
    example: "\"Action\": \"GetParameters\"",
    fix: "add the service prefix, as in `ssm:GetParameters`; `*` matches any characters of a name, or alone everything",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
    kind: RuleKind::Node(Nodes::Statements, run),
};

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    if !visit.is_statement() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for key in ["Action", "NotAction"] {
        let Some(node) = visit.node.get(key) else { continue };
        let actions = match &node.content {
            Content::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        for action in actions.iter().filter_map(Node::as_str).filter(|action| !is_action(action)) {
            findings
                .push(rule.finding(format!("`{}` is not an action", shown(action))).help(rule.fix).at(node.location).path([key]));
        }
    }
    findings
}

/// Whether a text has the form of an action.
pub(crate) fn is_action(text: &str) -> bool {
    if text == "*" {
        return true;
    }
    let Some((service, name)) = text.split_once(':') else { return false };
    let service_ok = !service.is_empty() && service.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let name_ok = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '*' | '?' | '-' | '_'));
    service_ok && name_ok
}
