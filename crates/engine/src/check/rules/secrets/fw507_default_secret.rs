//! FW507: a secret as the default of a parameter, or in an output.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::secret;
use crate::template::path::Path;

pub(crate) const RULE: Rule = Rule {
    code: "FW507",
    severity: Severity::Warning,
    what: "Finds a default that looks like a secret, of a parameter named like a secret, and literal credentials in a default or an output.",
    why: "More people read the template than should know the secret, and it stays in the history of its repository.",
    example: "DbPassword: { Type: String, NoEcho: true, Default: correct-horse }",
    fix: "remove the default, and keep the secret in Secrets Manager or the Parameter Store",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    for (key, parameter) in scope.section("Parameters").into_iter().flatten() {
        let Some(node) = parameter.get("Default") else { continue };
        let Some(default) = node.scalar() else { continue };
        let is_secret = secret::is_parameter_named_so(key.as_str());
        if secret::is_credential(&default) || is_secret && secret::could_be_secret(&default) && !secret::is_placeholder(&default)
        {
            let finding = rule.finding(format!("the default value of `{}` looks like a secret", key.as_str())).help(rule.fix);
            let path = Path::of(["Parameters", key.as_str(), "Default"]);
            found.push((finding, node.location.or(key.location()), path));
        }
    }
    for (key, output) in scope.section("Outputs").into_iter().flatten() {
        let Some(node) = output.get("Value") else { continue };
        if scope.text(node).is_some_and(|text| secret::is_credential(&text)) {
            let finding = rule.finding(format!("the output `{}` shows a credential", key.as_str())).help(rule.fix);
            let path = Path::of(["Outputs", key.as_str(), "Value"]);
            found.push((finding, node.location.or(key.location()), path));
        }
    }
    context.report_all(found);
}
