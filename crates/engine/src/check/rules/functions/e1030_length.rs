//! E1030: a malformed `Fn::Length`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1030",
    severity: Severity::Error,
    what: "Finds a `Fn::Length` whose argument is not a list or a function.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Length\": \"a,b\" }",
    fix: "give a list, or a function that yields one, such as `Fn::Split`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-length.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::LENGTH]), run),
};

const FORM: Form = Form::One(Part::List);

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    arguments::validate(rule, visit, function::LENGTH, &FORM)
}
