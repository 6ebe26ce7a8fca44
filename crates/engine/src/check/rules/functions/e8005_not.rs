//! E8005: a malformed `Fn::Not`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E8005",
    severity: Severity::Error,
    what: "Finds a `Fn::Not` without a list of exactly one condition.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Not\": { \"Condition\": \"IsProd\" } } without brackets, or two conditions",
    fix: "put one condition into a list: `[{ \"Condition\": \"IsProd\" }]`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::NOT]), run),
};

const FORM: Form = Form::Several { parts: &[Part::Any], least: 1 };

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    arguments::validate(rule, visit, function::NOT, &FORM)
}
