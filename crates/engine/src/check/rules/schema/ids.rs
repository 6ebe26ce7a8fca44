//! The ids of EC2, which begin with what they identify, and the ARNs of some services.

use crate::check::engine::conformance::scalar;
use crate::check::engine::{Rule, Subject};
use crate::diagnostic::Diagnostic;

/// A finding where a slot of a format holds a text that has not the prefix of its ids, or is the ARN of something else.
pub(crate) fn validate(rule: &Rule, subject: &Subject<'_>, format: &str) -> Vec<Diagnostic> {
    let prefix = (subject.schema.format() == Some(format)).then(|| scalar::format(subject).fault()).flatten();
    let Some((prefix, given)) = prefix.zip(subject.scalar()) else { return Vec::new() };
    let wanted = match prefix.starts_with("arn:") {
        true => format!("an ARN of the form `{prefix}`"),
        false if given.starts_with(prefix) => format!("8 or 17 hexadecimal digits after `{prefix}`"),
        false => format!("an id that begins with `{prefix}`"),
    };
    vec![rule.finding(format!("`{}`: expected {wanted}, found `{given}`", subject.name))]
}
