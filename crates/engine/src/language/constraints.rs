//! What a parameter's declaration takes for its value: its type and its constraints.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>

use crate::schema::Pattern;
use crate::template::{Node, parameter_type};

/// Why a value is refused.
#[derive(Debug, PartialEq)]
pub(crate) enum Refusal<'a> {
    /// It is no number, or one of the list's items is none.
    NotANumber(&'a str),
    /// It is not among the allowed values, or one of the list's items is not.
    NotAllowed {
        /// The value or item.
        item: &'a str,
        /// Those that are allowed.
        allowed: Vec<String>,
    },
    /// It is shorter or longer than is allowed.
    TooLongOrShort {
        /// Which end of the range: `least` or `most`.
        side: &'static str,
        /// That end.
        bound: f64,
        /// Its length.
        length: f64,
    },
    /// It is smaller or greater than is allowed.
    OutOfRange {
        /// Which end of the range: `least` or `most`.
        side: &'static str,
        /// That end.
        bound: f64,
    },
    /// The pattern does not match the whole of it, or of one of the list's items.
    NotMatching {
        /// The value or item.
        item: &'a str,
        /// The pattern as it is declared.
        pattern: &'a str,
    },
}

/// The only values that a declared parameter takes, where they are listed. Those of an SSM parameter are names, and what they hold is
/// any text.
pub(crate) fn allowed(declared: &Node) -> Option<Vec<String>> {
    let kind = declared.get("Type").and_then(Node::as_str).unwrap_or_default();
    let listed = declared.get("AllowedValues").and_then(Node::as_list).filter(|_| !parameter_type::is_stored(kind))?;
    listed.iter().map(Node::scalar).collect()
}

/// The one value that a declared parameter takes, where it takes no other.
pub(super) fn only(declared: &Node) -> Option<String> {
    let kind = declared.get("Type").and_then(Node::as_str).unwrap_or_default();
    let [only] = <[String; 1]>::try_from(allowed(declared)?).ok()?;
    Some(only).filter(|_| matches!(kind, "Number" | "String"))
}

/// Why a declared parameter refuses a value; nothing where it takes it, or where that can't be told.
pub(crate) fn refusal<'a>(declared: &'a Node, value: &'a str) -> Option<Refusal<'a>> {
    let kind = declared.get("Type").and_then(Node::as_str).unwrap_or("String");
    // The value of a list is each of its items; that of an SSM parameter is its name.
    let items: Vec<&str> = match kind {
        "CommaDelimitedList" => value.split(',').map(str::trim).collect(),
        list if list.starts_with("List<") => value.split(',').map(str::trim).collect(),
        _ => vec![value],
    };
    let of_numbers = matches!(kind, "Number" | "List<Number>");
    if let Some(item) = items.iter().find(|item| of_numbers && item.parse::<f64>().is_err()) {
        return Some(Refusal::NotANumber(item));
    }
    not_allowed(declared, &items)
        .or_else(|| out_of_bounds(declared, kind, value))
        .or_else(|| not_matching(declared, kind, &items))
}

/// Whether no value can be one that both declarations of a parameter take, as far as that can be told. Those of an SSM parameter are names.
pub(crate) fn exclude_each_other(one: &Node, other: &Node) -> bool {
    let [kind, same] = [one, other].map(|declared| declared.get("Type").and_then(Node::as_str).unwrap_or("String"));
    if kind != same || !["Number", "String"].contains(&kind) {
        return false;
    }
    let takes_none = |declared: &Node, values: Option<Vec<String>>| {
        values.is_some_and(|values| !values.is_empty() && values.iter().all(|value| refusal(declared, value).is_some()))
    };
    let [least, most] = if kind == "Number" { ["MinValue", "MaxValue"] } else { ["MinLength", "MaxLength"] };
    let bound = |declared: &Node, key: &str| declared.get(key)?.scalar()?.parse::<f64>().ok();
    let is_beyond = |low: &Node, high: &Node| bound(low, most).zip(bound(high, least)).is_some_and(|(most, least)| most < least);
    let begin_apart = || {
        let [one, other] = [one, other].map(|declared| declared.get("AllowedPattern").and_then(Node::as_str).map(beginning));
        one.zip(other).is_some_and(|(one, other)| !one.starts_with(&other) && !other.starts_with(&one))
    };
    takes_none(one, allowed(other))
        || takes_none(other, allowed(one))
        || is_beyond(one, other)
        || is_beyond(other, one)
        || begin_apart()
}

/// The text with which everything begins that a pattern matches as a whole, as far as it is written out.
fn beginning(pattern: &str) -> String {
    let mut text = String::new();
    let mut letters = pattern.strip_prefix('^').unwrap_or(pattern).chars().peekable();
    // An alternative may begin in another way, and a flag may mean another letter.
    if pattern.contains('|') || pattern.starts_with("(?") {
        return text;
    }
    while let Some(letter) = letters.next_if(|letter| letter.is_ascii_alphanumeric() || "-_/:@ ".contains(*letter)) {
        if letters.peek().is_some_and(|next| "?*{+".contains(*next)) {
            break;
        }
        text.push(letter);
    }
    text
}

fn not_allowed<'a>(declared: &Node, items: &[&'a str]) -> Option<Refusal<'a>> {
    let allowed = declared.get("AllowedValues")?.as_list()?;
    let is_it =
        |value: &Node, item: &str| value.as_str().map_or_else(|| value.scalar().as_deref() == Some(item), |text| text == item);
    let item = items.iter().find(|item| !allowed.iter().any(|value| is_it(value, item)))?;
    Some(Refusal::NotAllowed { item, allowed: allowed.iter().filter_map(Node::scalar).collect() })
}

fn out_of_bounds(declared: &Node, kind: &str, value: &str) -> Option<Refusal<'static>> {
    let bound = |key: &str| declared.get(key)?.scalar()?.parse::<f64>().ok();
    let (keys, size) = match kind {
        "String" => (["MinLength", "MaxLength"], value.encode_utf16().count() as f64),
        "Number" => (["MinValue", "MaxValue"], value.parse::<f64>().ok()?),
        _ => return None,
    };
    let (side, bound) = match keys.map(bound) {
        [Some(least), _] if size < least => ("least", least),
        [_, Some(most)] if size > most => ("most", most),
        _ => return None,
    };
    let is_length = kind == "String";
    Some(if is_length { Refusal::TooLongOrShort { side, bound, length: size } } else { Refusal::OutOfRange { side, bound } })
}

/// `AllowedPattern` must match a text as a whole. The expressions are Java's: of those that mean something else in other engines,
/// nothing is said.
fn not_matching<'a>(declared: &'a Node, kind: &str, items: &[&'a str]) -> Option<Refusal<'a>> {
    let pattern =
        declared.get("AllowedPattern").and_then(Node::as_str).filter(|_| matches!(kind, "String" | "CommaDelimitedList"))?;
    let compiled = Pattern::find(&format!("^(?:{pattern})$"))?;
    let item = items.iter().find(|item| compiled.matches(item) == Some(false))?;
    Some(Refusal::NotMatching { item, pattern })
}
