//! E1021: a malformed `Fn::Base64`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1021",
    severity: Severity::Error,
    what: "Finds a `Fn::Base64` whose argument is not a string or a function.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Base64\": [\"#!/bin/sh\"] }",
    fix: "give one string; `Fn::Join` or `Fn::Sub` joins several",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-base64.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::BASE64]), run),
};

const FORM: Form = Form::One(Part::Text);

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    arguments::validate(rule, visit, function::BASE64, &FORM)
}
