//! E0000: a file whose form is broken, which the reader finds, and null, which no template may hold.

use crate::check::{Context, Found, Reach, Rule};
use crate::diagnostic::Severity;
use crate::template::Content;

pub const RULE: Rule = Rule {
    code: "E0000",
    severity: Severity::Error,
    what: "Finds a file that cannot be read as a template: broken JSON or YAML, duplicate keys, unknown tags, something that is no text, or more than is read; and a value that is null.",
    why: "CloudFormation refuses the file, or loses one of two equal keys without a word.",
    example: "Two resources of one name; a key of YAML with nothing after the colon.",
    fix: "The finding names the line; where it is the end of something long, look for the beginning.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
    reach: Reach::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut found: Vec<Found> = Vec::new();
    context.walk(&mut |visit| {
        if visit.node.content == Content::Null && visit.depth() > 0 {
            let what = visit.key().map_or_else(|| "this".to_owned(), |key| format!("`{key}`"));
            let finding = rule.finding(format!("{what} is null, and a template takes no null"));
            let help = "write a value, delete the key, or use `AWS::NoValue` where a function decides";
            found.push((finding.help(help), visit.place, visit.path()));
        }
    });
    context.report_all(found);
}
