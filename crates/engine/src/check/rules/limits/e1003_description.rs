//! E1003: a description that is too long.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::limits;

pub(crate) const RULE: Rule = Rule {
    code: "E1003",
    severity: Severity::Error,
    what: "Finds a description of a template of more than 1,024 bytes.",
    why: "CloudFormation refuses the whole template.",
    example: "A README pasted into `Description`.",
    fix: "shorten it; `Metadata` can hold longer text",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let Some(node) = context.scope().template().root().get("Description") else { return };
    let bytes = node.as_str().map_or(0, str::len);
    if bytes > limits::DESCRIPTION {
        let message = format!("the description has {bytes} bytes, the limit is {}", limits::DESCRIPTION);
        context.report(rule.finding(message).help(rule.fix), node.location, ["Description"]);
    }
}
