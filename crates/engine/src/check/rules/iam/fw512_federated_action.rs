//! FW512: a trust policy that lets an identity provider do what it never asks for.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::pattern::matches;
use crate::language::read::policy::{self, PolicyType};
use crate::language::read::property::Property;
use crate::language::reference;

pub(crate) const RULE: Rule = Rule {
    code: "FW512",
    severity: Severity::Warning,
    what: "Finds a trust policy whose `Federated` principal is a provider of OpenID Connect or SAML, and whose `Action` is another than the one with which such a provider's users assume a role.",
    why: "Nobody can assume the role: `Not authorized to perform sts:AssumeRoleWithWebIdentity`.",
    example: "An OIDC provider of GitHub with \"Action\": \"sts:AssumeRole\"",
    fix: "write `sts:AssumeRoleWithWebIdentity` for OpenID Connect, `sts:AssumeRoleWithSAML` for SAML",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp.html",
    kind: RuleKind::Template(run),
};

/// What providers have in their ARNs or are, with the type of the resource and the action.
const PROVIDERS: [(&str, &str, &str); 3] = [
    (":oidc-provider/", "AWS::IAM::OIDCProvider", "sts:AssumeRoleWithWebIdentity"),
    (":saml-provider/", "AWS::IAM::SAMLProvider", "sts:AssumeRoleWithSAML"),
    ("cognito-identity.amazonaws.com", "", "sts:AssumeRoleWithWebIdentity"),
];

/// What comes on top of assuming a role, and may be allowed by a statement of its own.
const ON_TOP: [&str; 2] = ["sts:setsourceidentity", "sts:tagsession"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let documents = policy::documents(scope).into_iter().filter(|document| document.kind == PolicyType::Trust);
    let statements: Vec<_> = documents.flat_map(|document| policy::statements(&document.property)).collect();
    for statement in statements.iter().filter(|statement| statement.get("Effect").is("Allow")) {
        let providers = statement.get("Principal").get("Federated").every_entry();
        let actions = statement.entries("Action");
        let Some(wanted) = providers.iter().find_map(|provider| wanted(provider)) else { continue };
        let is_another = |action: &Property<'_>| {
            let given = action.text().map(|given| given.to_lowercase());
            given.is_some_and(|given| !matches(&given, &wanted.to_lowercase()) && !ON_TOP.contains(&given.as_str()))
        };
        if let Some(first) = actions.first().filter(|_| actions.iter().all(is_another)) {
            let message = format!("users of a `Federated` principal assume a role by `{wanted}`, which is not among the actions");
            first.report(context, rule.finding(message).help(format!("write `{wanted}`")));
        }
    }
}

/// The action with which the users of a provider assume a role.
fn wanted(provider: &Property<'_>) -> Option<&'static str> {
    let text = provider.node().map(reference::as_text).unwrap_or_default();
    let is_it = |sign: &str, kind: &str| text.contains(sign) || (!kind.is_empty() && provider.owner_of(kind).is_some());
    PROVIDERS.iter().find(|(sign, kind, _)| is_it(sign, kind)).map(|(.., action)| *action)
}
