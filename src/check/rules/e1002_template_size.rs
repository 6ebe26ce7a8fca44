//! E1002: a template that is too large.

use crate::check::{Context, Reach, Rule};
use crate::diagnostic::Severity;
use crate::template::{Format, Place, limits};

pub const RULE: Rule = Rule {
    code: "E1002",
    severity: Severity::Error,
    what: "Finds a template of more bytes than CloudFormation takes from an S3 bucket.",
    why: "CloudFormation refuses the whole template.",
    example: "A template of 1.1 MB.",
    fix: "Move some of its resources into a stack of their own and share what they need with links.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let template = context.template();
    // A small tree cannot be a large text, and writing it out costs more than every other rule together.
    if template.source_bytes().is_none() && template.count("Resources") < 20 {
        return;
    }
    let bytes = template.source_bytes().unwrap_or_else(|| template.to_text(Format::Json).len());
    if bytes > limits::BODY {
        let message = format!("the template has {bytes} bytes, and CloudFormation takes {}", limits::BODY);
        context.report(rule.finding(message).help(rule.fix), Place::Unknown, []);
    }
}
