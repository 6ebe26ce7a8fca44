//! W3037: an IAM action that does not exist.

use super::fw104_policy_action::is_action;
use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::read::pattern::matches;
use crate::language::read::policy::Statement;
use crate::language::read::property::Property;
use crate::schema::actions;

pub(crate) const RULE: Rule = Rule {
    code: "W3037",
    severity: Severity::Warning,
    what: "Finds an action of a policy statement that the service does not have, a pattern that matches none of its actions, and an unknown service prefix.",
    why: "IAM silently accepts the policy, and the intended permission is missing.",
    example: "\"Action\": \"ssm:GetParamters\"",
    fix: "take the name from the service's page; if AWS added it recently, allow the finding",
    link: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    kind: RuleKind::Node(Nodes::Statements, run),
};

/// Actions that nobody lists, in the policies that AWS writes by itself: that of every topic has this one.
const WRITTEN_BY_AWS: [&str; 1] = ["sns:receive"];

fn run<'a>(rule: &Rule, context: &Context<'a>, visit: &Visit<'a, '_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if !visit.is_statement() {
        return findings;
    }
    let statement = Statement(Property::of(context.scope(), visit.node, visit.location));
    for element in ["Action", "NotAction"] {
        for entry in statement.entries(element) {
            let Some((message, help)) = entry.text().and_then(|action| validate(&action)) else { continue };
            let finding = rule.finding(message).at(entry.location()).path([element]);
            findings.push(finding.help(help.unwrap_or_else(|| rule.fix.to_owned())));
        }
    }
    findings
}

/// What is wrong with an action of the right form, and the nearest right one.
pub(crate) fn validate(action: &str) -> Option<(String, Option<String>)> {
    if !is_action(action) || WRITTEN_BY_AWS.contains(&action.to_lowercase().as_str()) {
        return None;
    }
    let (prefix, name) = action.split_once(':')?;
    let (prefix, name) = (prefix.to_lowercase(), name.to_lowercase());
    let Some(mut known) = actions::of(&prefix) else {
        let near = nearest(&prefix, actions::services()).map(|near| format!("did you mean `{near}:…`?"));
        return Some((format!("no service has the prefix that `{}` uses", shown(action)), near));
    };
    if name.contains(['*', '?']) {
        let matched = known.any(|action| matches(&name, action));
        return (!matched).then(|| (format!("no action matches `{}`", shown(action)), None));
    }
    let candidates = known.clone();
    if known.any(|action| action == name) {
        return None;
    }
    let written = action.split_once(':').map_or("", |(_, name)| name);
    let near = nearest(&name, candidates).map(|near| format!("did you mean `{prefix}:{}`?", spelled(near, written)));
    Some((format!("there is no action `{}`", shown(action)), near))
}

/// A name of the list, which has small letters only, with capitals where the name that is written has them.
fn spelled(name: &str, written: &str) -> String {
    let mut letters = written.chars().peekable();
    let mut spell = |letter: char| {
        // A letter that is missing or too much leaves the rest in step: the next capital of the same letter is taken.
        let ahead = letters.clone().position(|other| other.eq_ignore_ascii_case(&letter))?;
        let found = letters.clone().nth(ahead).filter(|found| ahead == 0 || found.is_ascii_uppercase())?;
        letters.nth(ahead);
        Some(found)
    };
    name.chars().map(|letter| spell(letter).unwrap_or(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::{spelled, validate};

    #[test]
    fn a_name_keeps_the_capitals_that_were_written() {
        assert_eq!(spelled("getobject", "GetObjct"), "GetObject");
        assert_eq!(spelled("getparameters", "GetParamters"), "GetParameters");
        assert_eq!(spelled("getobject", "GettObject"), "GetObject");
        assert_eq!(spelled("getobject", "getobjct"), "getobject");
    }

    #[test]
    fn what_is_no_action_at_all_is_left_to_another_rule() {
        assert_eq!(validate("GetParameters"), None);
        assert_eq!(validate("*"), None);
        assert_eq!(validate("SSM:getparameters"), None);
        assert!(validate("ssm:Xyz*").is_some());
    }
}
