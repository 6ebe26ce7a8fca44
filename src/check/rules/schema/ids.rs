//! The ids of EC2, which begin with what they identify.

use crate::check::engine::{Rule, Subject};
use crate::diagnostic::Diagnostic;

/// A finding where a slot of a format holds a text that has not the prefix of its ids.
///
/// How many digits follow is not judged: examples and tests shorten them.
pub(crate) fn judge(rule: &Rule, subject: &Subject<'_>, format: &str, prefix: &str) -> Option<Diagnostic> {
    let given = subject.scalar().filter(|_| subject.schema.format() == Some(format))?;
    let message = || format!("`{}` takes an id that begins with `{prefix}`, and this is `{given}`", subject.name);
    (!given.starts_with(prefix)).then(|| rule.finding(message()))
}
