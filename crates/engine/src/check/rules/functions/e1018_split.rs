//! E1018: a malformed `Fn::Split`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1018",
    severity: Severity::Error,
    what: "Finds a `Fn::Split` whose arguments are not a delimiter and a string.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Split\": [\",\", [\"a\", \"b\"]] }",
    fix: "give the delimiter first, then the string or a function that yields one",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-split.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::SPLIT]), run),
};

const FORM: Form = Form::Several { parts: &[Part::Literal, Part::Text], least: 2 };

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    arguments::validate(rule, visit, function::SPLIT, &FORM)
}
