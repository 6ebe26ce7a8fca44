//! FW117: a function of conditions as a value.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;
use crate::template::path::Step;

pub(crate) const RULE: Rule = Rule {
    code: "FW117",
    severity: Severity::Error,
    what: "Finds `Fn::Equals`, `Fn::And`, `Fn::Or` or `Fn::Not` in a resource or output, where CloudFormation takes `Fn::If` alone.",
    why: "CloudFormation refuses the whole template.",
    example: "Enabled: !Equals [!Ref Stage, prod]",
    fix: "name the comparison in `Conditions`, and write `!If [IsProd, true, false]`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    kind: RuleKind::Node(Nodes::CallsOf(&DECIDING), run),
};

const DECIDING: [&str; 4] = [function::EQUALS, function::AND, function::OR, function::NOT];

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    // The language extensions and macros read functions of their own before CloudFormation does.
    if context.uses().is_rewritten || context.program().written().may_use_extensions() {
        return Vec::new();
    }
    let is_value = matches!((visit.section(), visit.attribute()), ("Resources", Some("Properties")) | ("Outputs", Some("Value")));
    // What `Fn::If` takes for the name of a condition is `E1028`.
    let path = visit.path();
    let is_name = path.last() == Some(&Step::Index(0)) && path.get(path.len() - 2).is_some_and(|step| step.is_key(function::IF));
    let is_inner = path.iter().any(|step| DECIDING.iter().any(|name| step.is_key(name)));
    match function::call(visit.node).filter(|_| is_value && !is_name && !is_inner) {
        Some((name, _)) => vec![rule.finding(format!("`{name}` decides, and is not a value")).help(rule.fix)],
        None => Vec::new(),
    }
}
