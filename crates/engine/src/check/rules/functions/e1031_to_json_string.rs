//! E1031: a `Fn::ToJsonString` of a text.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::{Content, function};

pub(crate) const RULE: Rule = Rule {
    code: "E1031",
    severity: Severity::Error,
    what: "Finds a `Fn::ToJsonString` of anything but a list, a map or a function.",
    why: "CloudFormation refuses the whole template.",
    example: "`Fn::ToJsonString: a`",
    fix: "give the list or map that is to become text",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ToJsonString.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::TO_JSON_STRING]), run),
};

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let Some((_, argument)) = function::call(visit.node) else { return Vec::new() };
    let is_text = matches!(argument.content, Content::Text(_) | Content::Number(_) | Content::Bool(_));
    let message = format!("`{}`: expected a list or a map, found a string", function::TO_JSON_STRING);
    is_text.then(|| rule.finding(message).help(rule.fix)).into_iter().collect()
}
