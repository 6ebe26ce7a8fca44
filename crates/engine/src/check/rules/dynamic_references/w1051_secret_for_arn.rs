//! W1051: the value of a secret where its ARN is wanted.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::dynamic_references::references;
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "W1051",
    severity: Severity::Warning,
    what: "Finds `{{resolve:secretsmanager:…}}` in a property that takes the ARN of a secret, such as `ValueFrom` of a container's secret.",
    why: "The property gets the secret's value instead: no secret of that name is found, and the value is visible in the resource.",
    example: "Secrets: [{ Name: DB, ValueFrom: \"{{resolve:secretsmanager:db}}\" }]",
    fix: "give the ARN: `!Ref Secret`, or `arn:aws:secretsmanager:…`; append `:key::` for one key of it",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
    kind: RuleKind::Node(Nodes::DynamicTexts, run),
};

const PROPERTIES: [&str; 7] = [
    "SecretARN",
    "SecretArn",
    "SecretsManagerConfiguration",
    "SecretsManagerOracleAsmSecretId",
    "SecretsManagerSecretId",
    "SecretsManagerSecurityDbEncryptionSecretId",
    "ValueFrom",
];

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let references = references::at(visit).into_iter().filter(|reference| reference.text.service() == "secretsmanager");
    // Part of an ARN may well be a secret's value.
    let whole = references.filter(|reference| {
        let property = reference.path.names().next_back();
        property.is_some_and(|name| PROPERTIES.contains(&name)) && !visit.is_under(function::JOIN)
    });
    let message = |text: &str| format!("expected the ARN of a secret; `{{{{{}}}}}` gives its value", shown(text));
    whole.map(|reference| rule.finding(message(reference.text.inner)).help(rule.fix)).collect()
}
