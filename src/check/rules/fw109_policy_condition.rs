//! FW109: a condition of an IAM statement that is said twice.

use crate::check::{Context, Reach, Rule};
use crate::diagnostic::Severity;
use crate::template::Node;

pub const RULE: Rule = Rule {
    code: "FW109",
    severity: Severity::Error,
    what: "Finds a statement with two conditions of the same operator and key.",
    why: "IAM holds one entry for a key of an operator: one of the two would be lost, and the statement would hold more often than was said.",
    example: "`Condition::string_equals(\"aws:SourceAccount\", …)` twice in one statement.",
    fix: "Give one condition all values of which any may match, or make two statements.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut found = Vec::new();
    context.walk(&mut |visit| {
        let is_statement = visit.node.get("Effect").is_some_and(|effect| matches!(effect.as_str(), Some("Allow" | "Deny")));
        if !is_statement || visit.section() != "Resources" {
            return;
        }
        let operators = visit.node.get("Condition").and_then(Node::as_map).into_iter().flatten();
        for (operator, keys) in operators {
            for (key, values) in keys.as_map().into_iter().flatten() {
                if values.as_list().into_iter().flatten().any(|value| value.as_list().is_some()) {
                    let message = format!("the statement has two conditions `{}` of `{}`", operator.as_str(), key.as_str());
                    let path = visit.path().into_iter().chain(["Condition".to_owned(), operator.as_str().to_owned()]).collect();
                    found.push((rule.finding(message).help(rule.fix), visit.place, path));
                }
            }
        }
    });
    for (finding, place, path) in found {
        let path: Vec<String> = path;
        context.report(finding, place, path);
    }
}
