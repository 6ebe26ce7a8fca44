//! E1028: a malformed `Fn::If`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1028",
    severity: Severity::Error,
    what: "Finds a `Fn::If` whose arguments are not the name of a condition and two values.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::If\": [\"IsProd\", \"a\"] }",
    fix: "give the name of the condition, the value if it is true, and the value if it is false; `{ \"Ref\": \"AWS::NoValue\" }` removes the property",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::IF]), run),
};

const FORM: Form = Form::Several { parts: &[Part::Literal, Part::Any, Part::Any], least: 3 };

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    arguments::validate(rule, visit, function::IF, &FORM)
}
