//! W2511: a policy in the old version of the policy language.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::policy;

pub(crate) const RULE: Rule = Rule {
    code: "W2511",
    severity: Severity::Warning,
    what: "Finds a policy document with the `Version` of 2008.",
    why: "In that version, variables such as `${aws:username}` are literal text.",
    example: "\"Version\": \"2008-10-17\"",
    fix: "write `2012-10-17`",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for document in policy::documents(context.scope()) {
        let version = document.property.get("Version");
        if version.is("2008-10-17") {
            version.report(context, rule.finding("the policy document has the outdated version `2008-10-17`").help(rule.fix));
        }
    }
}
