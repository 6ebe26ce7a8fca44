//! W1019: a variable of a `Fn::Sub` that its text does not use.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::substitution::{Substitution, variables};
use crate::template::{Map, function};

pub(crate) const RULE: Rule = Rule {
    code: "W1019",
    severity: Severity::Warning,
    what: "Finds a variable of a `Fn::Sub` that its string does not use.",
    why: "CloudFormation accepts it, but the name is often misspelled, so the string contains something else.",
    example: "{ \"Fn::Sub\": [\"https://${AWS::Region}\", { \"Region\": \"eu-west-1\" }] }",
    fix: "use the variable in the text, or remove it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::SUB]), run),
};

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let Some((function::SUB, argument)) = function::call(visit.node) else { return Vec::new() };
    let Some(substitution) = Substitution::of(argument) else { return Vec::new() };
    let used = variables(substitution.text);
    let given = substitution.given.into_iter().flat_map(Map::keys);
    given
        .filter(|key| used.iter().all(|variable| variable.0 != key.as_str()))
        .map(|key| {
            let message = format!("the variable `{}` is not used in the text of `Fn::Sub`", key.as_str());
            rule.finding(message).help(rule.fix).at(key.location())
        })
        .collect()
}
