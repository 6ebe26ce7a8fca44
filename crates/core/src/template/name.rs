//! Validated names: logical ids, stack names, export names.
//!
//! Each follows the form that CloudFormation documents:
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html>.

use std::fmt;

use super::intern::intern;

/// The indefinite article of a noun that a message takes from elsewhere: `an export name`.
#[doc(hidden)]
#[must_use]
pub fn article(noun: &str) -> &'static str {
    // These begin with a consonant when they are spoken.
    let sounds_otherwise = ["one", "uni", "use", "usa", "url", "uri"].iter().any(|start| noun.to_lowercase().starts_with(start));
    if noun.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']) && !sounds_otherwise { "an" } else { "a" }
}

/// Why a text is not a name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NameError {
    /// What kind of name was wanted, for example `logical id`.
    pub what: &'static str,
    /// The text that was given.
    pub given: String,
    /// The rule that it breaks.
    pub rule: &'static str,
    /// The nearest legal name, if one can be made from it.
    pub nearest: Option<String>,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {} {}: {}", self.given, article(self.what), self.what, self.rule)
    }
}

impl std::error::Error for NameError {}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $what:literal, $rule:literal, $max:literal, $first:expr, $rest:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(&'static str);

        impl $name {
            #[doc = concat!("Checks that a string has the form of the ", $what, ": ", $rule, ".")]
            ///
            /// # Errors
            /// The text does not follow the rule; the error has the nearest text that does.
            pub fn new(text: impl AsRef<str>) -> Result<Self, NameError> {
                let text = text.as_ref();
                Self::validate(text).map(|()| $name(intern(text)))
            }

            /// Whether a text is such a name.
            #[doc(hidden)]
            pub fn validate(text: &str) -> Result<(), NameError> {
                if is_name(text, $max, $first, $rest) {
                    return Ok(());
                }
                Err(NameError { what: $what, given: text.to_owned(), rule: $rule, nearest: nearest(text, $max, $first, $rest) })
            }

            /// The text of the name.
            pub fn as_str(self) -> &'static str {
                self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.0)
            }
        }
    };
}

name!(
    /// The name of an element inside a template: a resource, parameter, condition, mapping, rule or output.
    LogicalId,
    "logical id",
    "use 1 to 255 letters and digits",
    255,
    |c: char| c.is_ascii_alphanumeric(),
    |c: char| c.is_ascii_alphanumeric()
);

name!(
    /// The name of a stack in an account and region.
    StackName,
    "stack name",
    "use 1 to 128 letters, digits and hyphens, beginning with a letter",
    128,
    |c: char| c.is_ascii_alphabetic(),
    |c: char| c.is_ascii_alphanumeric() || c == '-'
);

name!(
    /// The name of an exported output, unique in an account and region.
    ExportName,
    "export name",
    "use 1 to 255 letters, digits, colons and hyphens",
    255,
    |c: char| c.is_ascii_alphanumeric() || c == '-' || c == ':',
    |c: char| c.is_ascii_alphanumeric() || c == '-' || c == ':'
);

impl LogicalId {
    /// The name of an element whose own name is illegal beyond repair; the synthesis has an error for it.
    pub(crate) fn unnamed() -> Self {
        LogicalId("Unnamed")
    }
}

fn is_name(text: &str, max: usize, first: fn(char) -> bool, rest: fn(char) -> bool) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(first) && characters.all(rest) && text.len() <= max
}

fn nearest(text: &str, max: usize, first: fn(char) -> bool, rest: fn(char) -> bool) -> Option<String> {
    let legal: String = text.chars().filter(|c| rest(*c)).skip_while(|c| !first(*c)).take(max).collect();
    (!legal.is_empty()).then_some(legal)
}

/// A text with another one in the place of a word, wherever that stands by itself; nothing where it does not.
pub fn replace_word(text: &str, word: &str, instead: &str) -> Option<String> {
    let mut whole = String::new();
    let mut rest = text;
    let mut last: Option<char> = None;
    let mut found = false;
    while let Some(at) = rest.find(word).filter(|_| !word.is_empty()) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        let is_edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let is_word = is_edge(before.chars().next_back().or(last)) && is_edge(after.chars().next());
        whole.push_str(before);
        whole.push_str(if is_word { instead } else { word });
        found |= is_word;
        last = word.chars().next_back();
        rest = after;
    }
    found.then(|| whole + rest)
}

#[cfg(test)]
mod tests {
    use super::{ExportName, LogicalId, StackName};

    #[test]
    fn a_logical_id_is_letters_and_digits() {
        assert_eq!(LogicalId::new("Service2").unwrap().as_str(), "Service2");
        let error = LogicalId::new("backend-service").unwrap_err();
        assert_eq!(error.nearest.as_deref(), Some("backendservice"));
        assert!(LogicalId::new("").is_err());
        assert!(LogicalId::new("a".repeat(256)).is_err());
    }

    #[test]
    fn a_stack_name_begins_with_a_letter() {
        assert!(StackName::new("cruddur-prod-network").is_ok());
        let error = StackName::new("1-cruddur").unwrap_err();
        assert_eq!(error.nearest.as_deref(), Some("cruddur"));
        assert!(StackName::new("ünïcode").is_err());
    }

    #[test]
    fn an_export_name_may_hold_colons() {
        assert!(ExportName::new("network:VpcId").is_ok());
        assert!(ExportName::new("network/VpcId").is_err());
    }

    #[test]
    fn only_whole_words_are_replaced() {
        let replaced = |text: &str| super::replace_word(text, "dev", "*");
        assert_eq!(replaced("cruddur-dev-network-dev").as_deref(), Some("cruddur-*-network-*"));
        assert_eq!(replaced("/dev/device/devdev dev").as_deref(), Some("/*/device/devdev *"));
        assert_eq!(replaced("dev").as_deref(), Some("*"));
        assert_eq!(replaced("devdev"), None);
        assert_eq!(super::replace_word("a", "", "*"), None);
    }
}
