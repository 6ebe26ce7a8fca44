//! E1032: a loop that CloudFormation refuses.

use crate::check::engine::{Context, Found, Rule, RuleKind};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E1032",
    severity: Severity::Error,
    what: "Finds a `Fn::ForEach` whose arguments are not an identifier, a collection and a map, or that generates a key twice.",
    why: "CloudFormation refuses the whole template.",
    example: "\"Fn::ForEach::Topics\": [\"Name\", [\"a\", \"b\"], { \"Topic\": … }], which makes `Topic` twice",
    fix: "write `[Identifier, [elements], { \"Key${Identifier}\": value }]`, with the identifier in each key",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let faults = context.program().loop_faults().iter();
    let found: Vec<Found> =
        faults.map(|fault| (rule.finding(fault.message.as_str()).help(rule.fix), fault.location, fault.path.clone())).collect();
    context.report_all(found);
}
