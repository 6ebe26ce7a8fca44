//! W2010: a hidden parameter where its value is shown.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::read::secret;
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "W2010",
    severity: Severity::Warning,
    what: "Finds a parameter with `NoEcho` in an output or in `Metadata`.",
    why: "CloudFormation shows both in full to anyone who can describe the stack.",
    example: "Outputs: { Password: { Value: !Ref Password } }",
    fix: "keep the secret in Secrets Manager, and output its ARN",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    kind: RuleKind::Node(Nodes::Calls, run),
};

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let Some((name, argument)) = function::call(visit.node) else { return findings };
    let location = match visit.section() {
        "Outputs" => "an output",
        "Metadata" => "`Metadata`",
        "Resources" if visit.attribute() == Some("Metadata") => "`Metadata`",
        _ => return findings,
    };
    for id in function::references(name, argument) {
        let parameter = context.scope().section("Parameters").and_then(|map| map.get(id));
        if parameter.is_some_and(secret::is_hidden) {
            findings.push(rule.finding(format!("`{id}` has `NoEcho`, but {location} shows it")).help(rule.fix));
        }
    }
    findings
}
