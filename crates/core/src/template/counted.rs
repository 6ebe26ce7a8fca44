//! Numbers of things, in words.

use std::fmt::Display;

/// `1 resource`, `2 boxes`, `3 properties`: a number of things, whose name ends in a noun in the singular.
#[must_use]
pub fn counted(count: impl Display, what: &str) -> String {
    match count.to_string().as_str() {
        "1" => format!("1 {what}"),
        several => format!("{several} {}", plural(what)),
    }
}

/// `a, b and 3 more`: the first names of a list. A last one takes no more room than the words that would count it.
#[must_use]
pub fn listed(names: &[impl AsRef<str>], most: usize) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.split_at_checked(most) {
        Some((first, rest)) if rest.len() > 1 => format!("{} and {} more", first.join(", "), rest.len()),
        _ => names.join(", "),
    }
}

/// More than one: `subnets`, `policies`, `addresses`.
#[must_use]
pub fn plural(word: &str) -> String {
    let is_vowel_before = word.chars().rev().nth(1).is_some_and(|c| "aeiou".contains(c));
    match word.strip_suffix('y') {
        Some(stem) if !is_vowel_before => format!("{stem}ies"),
        _ if ["s", "x", "ch", "sh"].iter().any(|end| word.ends_with(end)) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// A whole number with its thousands set apart: `51,200`.
#[must_use]
pub fn with_commas(number: impl Display) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{counted, listed, with_commas};

    #[test]
    fn one_is_singular() {
        let all = [(1, "box"), (0, "box"), (2, "more property"), (3, "key"), (2, "address"), (1, "error")];
        let all = all.map(|(count, what)| counted(count, what));
        assert_eq!(all, ["1 box", "0 boxes", "2 more properties", "3 keys", "2 addresses", "1 error"]);
    }

    #[test]
    fn many_names_are_counted() {
        let all = [&[][..], &["a"], &["a", "b", "c"], &["a", "b", "c", "d"]].map(|names| listed(names, 2));
        assert_eq!(all, ["", "a", "a, b, c", "a, b and 2 more"]);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1000, 51_200, 1_000_000].map(with_commas), ["0", "999", "1,000", "51,200", "1,000,000"]);
    }
}
