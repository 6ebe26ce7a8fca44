//! FW109: a condition of an IAM statement that is said twice.

use crate::check::{Context, Found, Reach, Rule, policies};
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
    let mut found: Vec<Found> = Vec::new();
    for statement in policies::all_statements(context) {
        let operators = statement.map.get("Condition").and_then(Node::as_map).into_iter().flatten();
        for (operator, keys) in operators {
            for (key, values) in keys.as_map().into_iter().flatten() {
                if values.as_list().into_iter().flatten().any(|value| value.as_list().is_some()) {
                    let message = format!("the statement has two conditions `{}` of `{}`", operator.as_str(), key.as_str());
                    let path = statement.path_to("Condition").into_iter().chain([operator.as_str().to_owned()]).collect();
                    found.push((rule.finding(message).help(rule.fix), statement.place, path));
                }
            }
        }
    }
    context.report_all(found);
}
