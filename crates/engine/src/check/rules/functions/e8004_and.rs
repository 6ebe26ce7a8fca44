//! E8004: a malformed `Fn::And`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E8004",
    severity: Severity::Error,
    what: "Finds a `Fn::And` without two to ten conditions.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::And\": [{ \"Condition\": \"IsProd\" }] }",
    fix: "give two to ten conditions; nest several functions for more",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::AND]), run),
};

const FORM: Form = Form::Several { parts: &[Part::Any; 10], least: 2 };

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    arguments::validate(rule, visit, function::AND, &FORM)
}
