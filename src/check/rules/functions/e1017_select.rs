//! E1017: a malformed `Fn::Select`.

use crate::check::engine::{Context, Reach, Rule, Visit};
use crate::check::rules::functions::forms::{self, Form, Part};
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::function;

pub const RULE: Rule = Rule {
    code: "E1017",
    severity: Severity::Error,
    what: "Finds a `Fn::Select` that has not an index from 0 and a list.",
    why: "CloudFormation refuses the whole template.",
    example: "{ \"Fn::Select\": [\"first\", { \"Ref\": \"Names\" }] }",
    fix: "Give the index first, from 0, then the list: `[0, { \"Ref\": \"Names\" }]`.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html",
    reach: Reach::Node(run),
};

const FORM: Form = Form::Several { parts: &[Part::Count, Part::List], least: 2 };

fn run(rule: &Rule, _context: &Context<'_>, visit: &Visit<'_, '_>) -> Vec<Diagnostic> {
    forms::judge(rule, visit, function::SELECT, &FORM)
}
