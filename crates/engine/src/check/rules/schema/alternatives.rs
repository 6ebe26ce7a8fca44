//! What a message says of the alternatives of a schema.

use crate::check::engine::conformance::{Meant, map, meant, scalar};
use crate::check::engine::{Rule, Subject, literal};
use crate::diagnostic::{Diagnostic, nearest};
use crate::schema::{JsonType, SchemaNode};

/// The alternatives that a message lists.
const LISTED: usize = 12;

/// A finding where a value is none of the alternatives that its schema gives.
pub(crate) fn none_fits<'a>(rule: &Rule, subject: &Subject<'a>, branches: &[SchemaNode<'a>]) -> Option<Diagnostic> {
    // A value of the wrong type is wrong whatever it is meant to be, and a path stands for what replaces it.
    if branches.is_empty() || !scalar::types(subject).is_yes() || !matches!(meant(subject, branches), Meant::None) {
        return None;
    }
    let forms = list(branches);
    let message = match (subject.scalar(), &forms) {
        (Some(text), _) => format!("`{}` is not a valid `{}`", literal::shortened(&text, 60), subject.name),
        (None, Some(forms)) if branches.iter().all(|branch| map::required(&subject.with(*branch)).is_no()) => {
            return Some(help(rule.finding(format!("{} needs {forms}", subject.owner())), subject, branches, None));
        }
        _ => format!("{} matches none of its alternatives", subject.owner()),
    };
    Some(help(rule.finding(message), subject, branches, forms))
}

/// The finding with the way out: the name that was meant, the alternatives.
fn help(mut finding: Diagnostic, subject: &Subject<'_>, branches: &[SchemaNode<'_>], forms: Option<String>) -> Diagnostic {
    let meant = misspelled(subject, branches).map(|(given, meant)| format!("is `{given}` meant to be `{meant}`?"));
    let help: Vec<String> = meant.into_iter().chain(forms.map(|forms| format!("expected {forms}"))).collect();
    finding.help = (!help.is_empty()).then(|| help.join(" "));
    finding
}

/// A key that no alternative has, and the name that is most like it.
fn misspelled<'a>(subject: &'a Subject<'_>, branches: &'a [SchemaNode<'_>]) -> Option<(&'a str, &'a str)> {
    let own: Vec<&str> = subject.schema.properties().map(|(name, _)| name).collect();
    let known = || branches.iter().flat_map(|branch| branch.properties()).map(|(name, _)| name).chain(own.iter().copied());
    let unknown = subject.map()?.keys().map(|key| key.as_str()).find(|key| known().all(|name| name != *key))?;
    Some((unknown, nearest(unknown, known())?))
}

/// The alternatives in words; `None` where one of them cannot be told in a few.
fn list(branches: &[SchemaNode<'_>]) -> Option<String> {
    let mut forms: Vec<String> = branches.iter().map(|branch| describe(*branch)).collect::<Option<_>>()?;
    forms.dedup();
    let more = forms.len().saturating_sub(LISTED);
    forms.truncate(LISTED);
    let listed = forms.join(", or ");
    Some(if more > 0 { format!("{listed}, or {more} more") } else { listed })
}

/// A schema in words: what must be given, or the values it takes.
pub(crate) fn describe(schema: SchemaNode<'_>) -> Option<String> {
    let quote = |names: Vec<&str>, word: &str| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(word);
    let required: Vec<&str> = schema.required().collect();
    if !required.is_empty() {
        return Some(quote(required, " and "));
    }
    let properties: Vec<&str> = schema.properties().map(|(name, _)| name).take(LISTED).collect();
    if !properties.is_empty() {
        return Some(quote(properties, ", "));
    }
    let values = scalar::value_set(schema);
    if !values.is_empty() {
        return Some(quote(values.iter().map(String::as_str).take(LISTED).collect(), ", "));
    }
    if let Some(pattern) = schema.pattern() {
        return Some(format!("what matches `{}`", literal::shortened(pattern, 120)));
    }
    let inner: Vec<SchemaNode<'_>> = schema.one_of().chain(schema.any_of()).collect();
    if !inner.is_empty() {
        return inner.iter().map(|branch| describe_plainly(*branch)).collect::<Option<Vec<_>>>().map(|forms| forms.join(", or "));
    }
    let types: Vec<JsonType> = schema.types().collect();
    let length = schema.min_length().zip(schema.max_length()).filter(|_| types == [JsonType::String]);
    match length {
        Some((least, most)) => Some(format!("a string of {least} to {most} characters")),
        None if types.is_empty() => None,
        None => Some(types.into_iter().map(literal::describe_type).collect::<Vec<_>>().join(" or ")),
    }
}

/// As [`describe`], for an alternative inside another: only what must be given.
fn describe_plainly(schema: SchemaNode<'_>) -> Option<String> {
    let required: Vec<String> = schema.required().map(|name| format!("`{name}`")).collect();
    (!required.is_empty()).then(|| required.join(" and "))
}
