//! E8003: a malformed `Fn::Equals`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E8003",
    severity: Severity::Error,
    what: "Finds a `Fn::Equals` without exactly two values.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Equals\": [{ \"Ref\": \"Stage\" }] }",
    fix: "give two strings, or functions that yield them",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::EQUALS]), run),
};

const FORM: Form = Form::Several { parts: &[Part::Text, Part::Text], least: 2 };

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    arguments::validate(rule, visit, function::EQUALS, &FORM)
}
