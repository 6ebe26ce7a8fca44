//! E1024: a malformed `Fn::Cidr`.

use crate::check::engine::{Context, Nodes, Rule, RuleKind, Visit};
use crate::check::rules::functions::arguments::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "E1024",
    severity: Severity::Error,
    what: "Finds a `Fn::Cidr` whose arguments are not an address block, a number of blocks and, optionally, the host bits of each.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Cidr\": [\"10.0.0.0/16\"] }",
    fix: "give the block, the number of smaller blocks (1 to 256), and the host bits of each: `[\"10.0.0.0/16\", 4, 8]`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html",
    kind: RuleKind::Node(Nodes::CallsOf(&[function::CIDR]), run),
};

/// The blocks that the function makes at most.
const MOST: u64 = 256;

const FORM: Form = Form::Several { parts: &[Part::Text, Part::Count, Part::Count], least: 2 };

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    let findings = arguments::validate(rule, visit, function::CIDR, &FORM);
    let count = function::call(visit.node).and_then(|(_, argument)| argument.as_list()?.get(1)?.scalar()?.parse::<u64>().ok());
    match count.filter(|count| findings.is_empty() && !(1..=MOST).contains(count)) {
        Some(count) => vec![rule.finding(format!("`Fn::Cidr`: expected 1 to {MOST} blocks, found {count}"))],
        None => findings,
    }
}
