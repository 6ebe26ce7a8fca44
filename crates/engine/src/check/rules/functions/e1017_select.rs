//! E1017: a malformed `Fn::Select`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::{Reason, Value};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1017",
    severity: Severity::Error,
    what: "Finds a `Fn::Select` whose arguments are not an index (from 0) and a list, or whose list has no item at that index.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Select\": [\"first\", { \"Ref\": \"Names\" }] }",
    fix: "give the index first, from 0, then the list: `[0, { \"Ref\": \"Names\" }]`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::SELECT]), run),
};

const FORM: Form = Form::Several { parts: &[Part::Count, Part::List], least: 2 };

fn run<'a>(rule: &Rule, context: &Context<'a>, visit: &Visit<'a, '_>) -> Vec<Diagnostic> {
    let found = arguments::validate(rule, visit, function::SELECT, &FORM);
    let is_call = function::call(visit.node).is_some_and(|(name, _)| name == function::SELECT);
    if !found.is_empty() || !is_call {
        return found;
    }
    // Only a call that fails whatever the values are is a mistake.
    let cases = context.scope().cases(visit.node);
    let failures = cases.iter().map(|case| match &case.value {
        Value::Unknown(reason @ Reason::OutOfRange { .. }) => Some(reason.to_string()),
        _ => None,
    });
    let failures: Option<Vec<String>> = failures.collect();
    failures
        .and_then(|failures| failures.into_iter().next())
        .map(|why| rule.finding(why).help("use an index within the list, or add an item to the list"))
        .into_iter()
        .collect()
}
