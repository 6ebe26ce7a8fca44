//! E3031: a text without a match of its pattern.

use crate::check::value::Subject;
use crate::check::{Reach, Rule, literal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Pattern;

pub const RULE: Rule = Rule {
    code: "E3031",
    severity: Severity::Error,
    what: "Finds a text that does not match the regular expression of its property.",
    why: "CloudFormation or the service refuses it.",
    example: "\"RepositoryName\": \"Backend\"",
    fix: "Write a text that matches.",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
    reach: Reach::Value(run),
};

/// How much of a text and of an expression a message shows.
const SHOWN: usize = 120;

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(published) = subject.schema.pattern() else { return Vec::new() };
    let Some(text) = subject.scalar() else { return Vec::new() };
    let Some(pattern) = Pattern::find(published).filter(|pattern| subject.effort.spend(pattern.steps(&text))) else {
        return Vec::new();
    };
    if pattern.matches(&text) != Some(false) {
        return Vec::new();
    }
    let mut finding = rule.finding(format!("`{}` takes no `{}`", subject.name, literal::shortened(&text, SHOWN)));
    finding.help = Some(format!("it takes what matches `{}`", literal::shortened(published, SHOWN)));
    vec![finding]
}
