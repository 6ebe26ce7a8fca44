//! FW104: a malformed IAM action.

use crate::check::{Context, Reach, Rule};
use crate::diagnostic::Severity;
use crate::template::{Content, Node};

pub const RULE: Rule = Rule {
    code: "FW104",
    severity: Severity::Error,
    what: "Finds an action of a policy statement that is not `service:Name`.",
    why: "IAM refuses the policy when the stack deploys.",
    example: "\"Action\": \"GetParameters\"",
    fix: "Put the service before it, as in `ssm:GetParameters`; `*` stands for any characters of a name, or alone for everything.",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut found = Vec::new();
    context.walk(&mut |visit| {
        let is_statement = visit.node.get("Effect").is_some_and(|effect| matches!(effect.as_str(), Some("Allow" | "Deny")));
        if !is_statement || visit.section() != "Resources" {
            return;
        }
        for key in ["Action", "NotAction"] {
            let Some(node) = visit.node.get(key) else { continue };
            let actions: Vec<&Node> = match &node.content {
                Content::List(items) => items.iter().collect(),
                _ => vec![node],
            };
            for action in actions.into_iter().filter_map(Node::as_str).filter(|action| !is_action(action)) {
                let mut path = visit.path();
                path.push(key.to_owned());
                found.push((
                    rule.finding(format!("`{action}` is not an action")).help(rule.fix),
                    node.place.or(visit.place),
                    path,
                ));
            }
        }
    });
    for (finding, place, path) in found {
        context.report(finding, place, path);
    }
}

fn is_action(text: &str) -> bool {
    if text == "*" {
        return true;
    }
    let Some((service, name)) = text.split_once(':') else { return false };
    let service_ok = !service.is_empty() && service.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let name_ok = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '*' | '?' | '-' | '_'));
    service_ok && name_ok
}
