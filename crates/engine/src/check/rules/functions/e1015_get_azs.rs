//! E1015: a malformed `Fn::GetAZs`.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::stack::is_region;
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1015",
    severity: Severity::Error,
    what: "Finds a `Fn::GetAZs` whose argument is not a region: a string (empty for the region of the stack) or a function.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::GetAZs\": [\"us-east-1\"] }",
    fix: "write `{ \"Fn::GetAZs\": \"\" }` for the zones of the region that the stack is in",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::GET_AZS]), run),
};

const FORM: Form = Form::One(Part::Text);

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let found = arguments::validate(rule, visit, function::GET_AZS, &FORM);
    let given = function::call(visit.node).and_then(|(_, argument)| argument.as_str()).unwrap_or_default();
    if !found.is_empty() || given.is_empty() || is_region(given) {
        return found;
    }
    vec![rule.finding(format!("`Fn::GetAZs`: expected a region, found `{}`", shown(given))).help(rule.fix)]
}
