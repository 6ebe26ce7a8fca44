//! E1050: a dynamic reference of the wrong form.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::dynamic_references::references::{self, Reference};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::template::substitution;

pub(crate) const RULE: Rule = Rule {
    code: "E1050",
    severity: Severity::Error,
    what: "Finds a dynamic reference to an unsupported service, without a name, with too many parts, with a version that is not a number, or to a part of a secret other than `SecretString`.",
    why: "CloudFormation refuses it, or takes the text literally.",
    example: "{{resolve:secretmanager:db}}",
    fix: "write `{{resolve:ssm:NAME:VERSION}}`, `{{resolve:ssm-secure:NAME:VERSION}}` or `{{resolve:secretsmanager:ID:SecretString:KEY:STAGE:VERSION}}`; everything after the name is optional",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
    kind: RuleKind::Node(Nodes::DynamicTexts, run),
};

const SERVICES: [&str; 3] = ["secretsmanager", "ssm", "ssm-secure"];
/// The parts of an ARN of a secret, and those of its name alone.
const ARN_PARTS: usize = 7;

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let faults = references::at(visit).into_iter().filter_map(|reference| validate(&reference));
    faults.map(|(message, help)| rule.finding(message).help(help.unwrap_or_else(|| rule.fix.to_owned()))).collect()
}

fn validate(reference: &Reference<'_>) -> Option<(String, Option<String>)> {
    let text = shown(reference.text.inner);
    let service = reference.text.service();
    if !SERVICES.contains(&service) {
        if substitution::begins(service) {
            return None;
        }
        let near = nearest(service, SERVICES).map(|near| format!("did you mean `{near}`?"));
        return Some((format!("`{{{{{text}}}}}` names a service without dynamic references"), near));
    }
    let parts = reference.text.parts();
    if parts.first().is_none_or(|name| name.trim().is_empty()) {
        return Some((format!("`{{{{{text}}}}}` has no name"), None));
    }
    if reference.is_made {
        return None;
    }
    let (name, rest) = match (service, parts[0]) {
        (_, "arn") if service != "secretsmanager" => return None,
        (_, "arn") => parts.split_at_checked(ARN_PARTS)?,
        _ => parts.split_at(1),
    };
    let most = if service == "secretsmanager" { 4 } else { 1 };
    if rest.len() > most {
        return Some((format!("`{{{{{text}}}}}` has too many parts"), None));
    }
    let first = rest.first().copied().unwrap_or_default();
    if service == "secretsmanager" {
        let near = || Some("it can only be `SecretString`".to_owned());
        let is_right = matches!(first, "" | "SecretString");
        return (!is_right).then(|| (format!("`{{{{{text}}}}}` asks for `{}`", shown(first)), near()));
    }
    if !rest.is_empty() && (first.is_empty() || !first.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some((format!("`{{{{{text}}}}}` has a version that is not a number"), None));
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/');
    (!name[0].chars().all(is_name)).then(|| (format!("`{}` is not a valid parameter name", shown(name[0])), None))
}
