//! E1016: a malformed `Fn::ImportValue`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1016",
    severity: Severity::Error,
    what: "Finds a `Fn::ImportValue` whose argument is not the name of an export: a string or a function.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::ImportValue\": [\"network\", \"VpcId\"] }",
    fix: "in Rust share the value as a link, in YAML give the name of the export",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::IMPORT_VALUE]), run),
};

const FORM: Form = Form::One(Part::Text);

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    arguments::validate(rule, visit, function::IMPORT_VALUE, &FORM)
}
