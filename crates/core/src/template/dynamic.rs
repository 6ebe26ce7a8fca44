//! Dynamic references: `{{resolve:service:…}}` in a text.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>

/// A dynamic reference in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DynamicText<'a> {
    /// What stands between the braces: `resolve:ssm:/a/b:1`.
    pub inner: &'a str,
    /// Whether it ends in this text. Where functions make a text of several, another one may have its end.
    pub is_whole: bool,
}

/// How every dynamic reference begins.
pub const START: &str = "{{resolve:";
const END: &str = "}}";

/// Every reference that begins in a text.
pub fn references<'a>(text: &'a str) -> impl Iterator<Item = DynamicText<'a>> + use<'a> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let begun = &rest[rest.find(START)? + "{{".len()..];
        let (inner, after) = begun.split_once(END).unwrap_or((begun, ""));
        rest = after;
        Some(DynamicText { inner, is_whole: inner.len() < begun.len() })
    })
}

impl<'a> DynamicText<'a> {
    /// The service that resolves it: `ssm`.
    pub fn service(self) -> &'a str {
        self.inner.split(':').nth(1).unwrap_or_default()
    }

    /// Its parts after the service.
    pub fn parts(self) -> Vec<&'a str> {
        self.inner.split(':').skip(2).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn every_reference_of_a_text_is_found() {
        let text = "a {{resolve:ssm:x}}-{{resolve:secretsmanager:b:SecretString:c}} {{resolve:ssm:cut";
        let found: Vec<_> = references(text).map(|reference| (reference.inner, reference.is_whole)).collect();
        let whole = [("resolve:ssm:x", true), ("resolve:secretsmanager:b:SecretString:c", true)];
        assert_eq!(found, [whole.as_slice(), &[("resolve:ssm:cut", false)]].concat());
    }
}
