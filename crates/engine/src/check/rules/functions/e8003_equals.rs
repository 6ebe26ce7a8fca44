//! E8003: a malformed `Fn::Equals`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::yields::{self, Yields};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E8003",
    severity: Severity::Error,
    what: "Finds a `Fn::Equals` without exactly two values, and one that compares a list.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Equals\": [{ \"Ref\": \"Stage\" }] }",
    fix: "give two strings, or functions that yield them",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::EQUALS]), run),
};

const FORM: Form = Form::Several { parts: &[Part::Text, Part::Text], least: 2 };

fn run<'a>(rule: &Rule, context: &Context<'a>, visit: &Visit<'a, '_>) -> Vec<Diagnostic> {
    let mut found = arguments::validate(rule, visit, function::EQUALS, &FORM);
    let compared = function::call(visit.node).and_then(|(_, argument)| argument.as_list()).unwrap_or_default();
    if compared.iter().any(|value| yields::of(context.scope(), value) == Some(Yields::List)) {
        let finding = rule.finding("`Fn::Equals`: expected a string here, found a list");
        found.push(finding.help("compare the whole of it, `!Join [\"\", …]`, or one item, `!Select [0, …]`"));
    }
    found
}
