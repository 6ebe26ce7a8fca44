//! FW104: a malformed IAM action.

use crate::check::shown::shown;
use crate::check::{Context, Found, Reach, Rule, policies};
use crate::diagnostic::Severity;

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
    let mut found: Vec<Found> = Vec::new();
    for statement in policies::all_statements(context) {
        for element in ["Action", "NotAction"] {
            let texts = statement.texts(context.template(), element);
            for (action, place) in texts.into_iter().filter(|(action, _)| !is_action(action)) {
                let finding = rule.finding(format!("`{}` is not an action", shown(&action))).help(rule.fix);
                found.push((finding, place, statement.path_to(element)));
            }
        }
    }
    context.report_all(found);
}

/// Whether a text has the form of an action.
pub fn is_action(text: &str) -> bool {
    if text == "*" {
        return true;
    }
    let Some((service, name)) = text.split_once(':') else { return false };
    let service_ok = !service.is_empty() && service.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let name_ok = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '*' | '?' | '-' | '_'));
    service_ok && name_ok
}
