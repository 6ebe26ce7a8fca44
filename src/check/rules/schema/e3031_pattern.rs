//! E3031: a text without a match of its pattern.

use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, literal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::{JsonType, Pattern};

pub(crate) const RULE: Rule = Rule {
    code: "E3031",
    severity: Severity::Error,
    what: "Finds a text that does not match the regular expression of its property.",
    why: "CloudFormation or the service refuses it.",
    example: "\"RepositoryName\": \"Backend\"",
    fix: "Write a text that matches.",
    link: TYPES_PAGE,
    kind: RuleKind::Value(run),
};

/// How much of a text and of an expression a message shows.
const SHOWN: usize = 120;

/// Expressions that refuse what is known to deploy.
const WRONG: [&str; 1] = [
    // The expiration date of a bucket's rule is also taken without its `Z`.
    r"^(\d{4})-(0[0-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-4]):([0-5]\d):([0-6]\d)((\.\d{3})?)Z$",
];

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    let is_text = subject.schema.is(JsonType::String) || subject.schema.types().next().is_none();
    let Some(published) = subject.schema.pattern().filter(|_| is_text) else { return Vec::new() };
    let Some(text) = subject.scalar().filter(|text| !is_doubtful(subject, published, text)) else { return Vec::new() };
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

/// Whether the expression is not the last word on the text.
fn is_doubtful(subject: &Subject<'_>, published: &str, text: &str) -> bool {
    // A text of the wrong length is found by its length.
    let length = text.chars().count() as u64;
    let is_too_long = subject.schema.max_length().is_some_and(|most| length > most);
    let is_too_short = subject.schema.min_length().is_some_and(|least| length < least);
    // Where no character is needed, an empty text means that nothing is given.
    let is_empty = text.is_empty() && subject.schema.min_length() == Some(0);
    // EC2 takes characters in tags that the usual expression for tags does not have.
    let is_tag = subject.resource_type.starts_with("AWS::EC2::") && published.contains(r"\p{");
    // The schemas are those of one region: in other partitions `aws-cn` stands in its place.
    let is_elsewhere = text.starts_with("arn:aws-") && published.contains("arn:aws:");
    is_too_long || is_too_short || is_empty || is_tag || is_elsewhere || WRONG.contains(&published)
}
