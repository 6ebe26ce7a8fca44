//! W2501: a password that CloudFormation shows.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::secret;
use crate::template::Node;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "W2501",
    severity: Severity::Warning,
    what: "Finds a password property with a literal value, and a parameter without `NoEcho` that gives a password or is named like a secret.",
    why: "Anyone who can describe the stack or read the template can read it.",
    example: "DbPassword: { Type: String }",
    fix: "let the service make the password and keep it (`ManageMasterUserPassword`), refer to Secrets Manager (`{{resolve:secretsmanager:…}}`), or set `NoEcho: true`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds",
    kind: RuleKind::Template(run),
};

const PROPERTIES: [&str; 8] = [
    "ADDomainJoinPassword",
    "AccountPassword",
    "AdminPassword",
    "CrossRealmTrustPrincipalPassword",
    "DbPassword",
    "KdcAdminPassword",
    "MasterUserPassword",
    "Password",
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    let mut shown: Vec<&str> = Vec::new();
    context.walk(&mut |visit| {
        let is_password = visit.section() == "Resources" && visit.key().is_some_and(|key| PROPERTIES.contains(&key));
        if !is_password || visit.attribute() != Some("Properties") {
            return;
        }
        if let Some((name, parameter)) = secret::parameter(scope, visit.node) {
            shown.extend((!secret::is_hidden(parameter)).then_some(name));
        } else if scope.text(visit.node).is_some_and(|text| !text.is_empty()) {
            let message = format!("`{}` is in plain text in the template", visit.key().unwrap_or_default());
            found.push((rule.finding(message).help(rule.fix), visit.location, visit.path().clone()));
        }
    });
    for (key, parameter) in scope.section("Parameters").into_iter().flatten() {
        let name = key.as_str();
        // Nobody chooses a secret from a list: `AllowUsersToChangePassword` is a flag.
        let is_flag = parameter.get("Default").and_then(Node::scalar).is_some_and(|default| secret::is_flag(&default));
        let is_text = parameter.get("Type").and_then(Node::as_str) == Some("String") && parameter.get("AllowedValues").is_none();
        let is_named = is_text && !is_flag && secret::is_parameter_named_so(name) && !secret::is_hidden(parameter);
        if is_named || shown.contains(&name) {
            let finding = rule.finding(format!("the parameter `{name}` is a secret without `NoEcho`"));
            let path = Path::of(["Parameters", name]);
            found.push((finding.help(rule.fix), key.location().or(parameter.location), path));
        }
    }
    context.report_all(found);
}
