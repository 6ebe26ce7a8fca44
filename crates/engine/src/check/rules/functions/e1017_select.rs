//! E1017: a malformed `Fn::Select`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::{Case, Reason, Value, in_words};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1017",
    severity: Severity::Error,
    what: "Finds a `Fn::Select` whose arguments are not an index (from 0) and a list, or whose list has no item at that index, if only in a branch of `Fn::If`.",
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
    let scope = context.scope();
    let cases = scope.cases(visit.node);
    let out_of_range = |case: &Case<'a>| match &case.value {
        Value::Unknown(reason @ Reason::OutOfRange { .. }) => Some(reason.to_string()),
        _ => None,
    };
    let fails_always = cases.iter().all(|case| out_of_range(case).is_some());
    // What somebody may choose and need not is no mistake of the template; what a condition decides is one.
    let fails = |case: &Case<'a>| {
        let why = out_of_range(case)?;
        let may_be = || scope.may_have(&[visit.circumstances(scope.template()).as_slice(), &case.when].concat());
        match case.when.is_empty() || fails_always {
            true => Some(why),
            false if case.is_chosen() || !may_be() => None,
            false => Some(format!("{why}, {}", in_words(&case.when)?)),
        }
    };
    let finding = |why| rule.finding(why).help("use an index within the list, or add an item to the list");
    cases.iter().find_map(fails).map(finding).into_iter().collect()
}
