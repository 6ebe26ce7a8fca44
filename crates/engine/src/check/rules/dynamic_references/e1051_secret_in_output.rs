//! E1051: a secret of Secrets Manager outside of a resource's properties.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::dynamic_references::references;
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) const RULE: Rule = Rule {
    code: "E1051",
    severity: Severity::Error,
    what: "Finds `{{resolve:secretsmanager:…}}` in an output.",
    why: "CloudFormation resolves it only in properties of resources; an output would show the secret.",
    example: "Outputs: { Password: { Value: \"{{resolve:secretsmanager:db}}\" } }",
    fix: "output the ARN of the secret",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
    kind: RuleKind::Node(Nodes::DynamicTexts, run),
};

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    if visit.section() != "Outputs" {
        return Vec::new();
    }
    let references = references::at(visit).into_iter().filter(|reference| reference.text.service() == "secretsmanager");
    let message = |text: &str| format!("CloudFormation resolves no secret in an output: `{{{{{}}}}}`", shown(text));
    references.map(|reference| rule.finding(message(reference.text.inner)).help(rule.fix)).collect()
}
