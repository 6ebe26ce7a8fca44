//! E1020: a `Ref` to nothing.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::{Content, function};

pub(crate) const RULE: Rule = Rule {
    code: "E1020",
    severity: Severity::Error,
    what: "Finds a `Ref` whose name is not a parameter, resource or pseudo parameter of the template.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Ref\": \"BackendTargetGrup\" }",
    fix: "use the handle that `Stack::add` returns, or correct the name",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::REF]), run),
};

fn run(rule: &Rule, context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let Some((function::REF, argument)) = function::call(visit.node) else { return Vec::new() };
    let Some(target) = argument.as_str() else {
        // The language extensions take a function here; null is `E0000`.
        if function::call(argument).is_some() || argument.content == Content::Null {
            return Vec::new();
        }
        return vec![rule.finding("`Ref`: expected the literal name of a parameter or resource")];
    };
    if context.is_stray(visit.node) || context.is_referable(target) {
        return Vec::new();
    }
    let mut finding = rule.finding(format!("`Ref` names `{target}`, which is neither a parameter nor a resource"));
    finding.help = context.hint(target, context.referable());
    vec![finding]
}
