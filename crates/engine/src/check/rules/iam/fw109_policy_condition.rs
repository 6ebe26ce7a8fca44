//! FW109: a condition of an IAM statement that is said twice.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::Node;

pub(crate) const RULE: Rule = Rule {
    code: "FW109",
    severity: Severity::Error,
    what: "Finds a statement with two conditions of the same operator and key.",
    why: "IAM keeps one entry per operator and key: one of the two would be lost, and the statement would apply more often than intended.",
    example: "`Condition::string_equals(\"aws:SourceAccount\", …)` twice in one statement.",
    fix: "give one condition all the values, any of which may match, or write two statements",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html",
    kind: RuleKind::Node(Nodes::Statements, run),
};

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    if !visit.is_statement() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let operators = visit.node.get("Condition").and_then(Node::as_map).into_iter().flatten();
    for (operator, keys) in operators {
        for (key, values) in keys.as_map().into_iter().flatten() {
            if values.as_list().into_iter().flatten().any(|value| value.as_list().is_some()) {
                let message = format!("the statement has two conditions `{}` of `{}`", operator.as_str(), key.as_str());
                findings.push(rule.finding(message).help(rule.fix).path(["Condition", operator.as_str()]));
            }
        }
    }
    findings
}
