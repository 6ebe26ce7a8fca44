//! E1022: a malformed `Fn::Join`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1022",
    severity: Severity::Error,
    what: "Finds a `Fn::Join` whose arguments are not a delimiter and a list.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Join\": [\"a\", \"b\"] }",
    fix: "give the delimiter first, then the list: `[\"\", [\"a\", \"b\"]]`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-join.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::JOIN]), run),
};

const FORM: Form = Form::Several { parts: &[Part::Literal, Part::List], least: 2 };

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    arguments::validate(rule, visit, function::JOIN, &FORM)
}
