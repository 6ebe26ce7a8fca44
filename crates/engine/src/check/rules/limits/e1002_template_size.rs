//! E1002: a template that is too large.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::template::{Format, SourceLocation, limits};

pub(crate) const RULE: Rule = Rule {
    code: "E1002",
    severity: Severity::Error,
    what: "Finds a template that is larger than CloudFormation accepts, even from an S3 bucket.",
    why: "CloudFormation refuses the whole template.",
    example: "A template of 1.1 MB.",
    fix: "move some resources into another stack and share values with links",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let template = context.program().written();
    // Writing a template out costs more than every other rule together, and hardly one comes near the limit.
    if template.source_bytes().unwrap_or_else(|| most_bytes(context)) <= limits::BODY {
        return;
    }
    let bytes = template.source_bytes().unwrap_or_else(|| template.to_text(Format::Json).len());
    if bytes > limits::BODY {
        let message = format!("the template has {bytes} bytes, the limit is {}", limits::BODY);
        context.report(rule.finding(message).help(rule.fix), SourceLocation::Unknown, []);
    }
}

/// No fewer bytes than the template can have: every character escaped, every node on a line of its own.
fn most_bytes(context: &Context<'_>) -> usize {
    let mut bytes = 0;
    context.walk(&mut |visit| {
        let text = visit.node.as_str().map_or(32, str::len) + visit.key().map_or(0, str::len);
        bytes += 6 * text + 4 * visit.depth() + 16;
    });
    bytes
}
