//! FW112: a function that CloudFormation does not have.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "FW112",
    severity: Severity::Error,
    what: "Finds a call of a function that CloudFormation does not have.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Joinn\": [\"-\", [\"a\", \"b\"]] }",
    fix: "correct the name, or add the transform whose macro reads it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html",
    kind: RuleKind::Node(Nodes::Calls, run),
};

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    // A macro may read functions of its own.
    let Some((name, _)) = function::call(visit.node).filter(|_| !context.uses().is_rewritten) else { return Vec::new() };
    let is_known = function::ALL.contains(&name) || name.starts_with(function::FOR_EACH) || visit.section() == "Metadata";
    if is_known || visit.is_under("Metadata") {
        return Vec::new();
    }
    let mut finding = rule.finding(format!("CloudFormation has no function `{name}`"));
    finding.help = context.hint(name, function::ALL).or_else(|| Some(rule.fix.to_owned()));
    vec![finding]
}
