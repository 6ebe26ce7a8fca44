//! Names of a KMS key: one key has an id, an ARN and any number of aliases, and services take each of them.
//!
//! <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id>

use crate::template::Node;
use crate::template::path::{Path, Step};

/// Why a replacement is not sure where both values may name one key.
pub(super) const WHY: &str = "both may be names of one key";

/// Whether two texts at a property that names a key may name the same one: the id and the ARN of it, or an alias.
pub(super) fn may_be_one(at: &Path<'_>, values: [Option<&Node>; 2]) -> bool {
    let names_key = at.last().and_then(Step::key).is_some_and(|name| name.to_lowercase().contains("key"));
    let [Some(one), Some(other)] = values.map(|value| value.filter(|_| names_key)?.scalar()) else { return false };
    let (Some(one), Some(other)) = (Name::parse(&one), Name::parse(&other)) else { return false };
    one.may_be(&other)
}

/// A key or an alias, and where it is, as far as the name says that.
struct Name<'t> {
    place: Option<&'t str>,
    /// Nothing where it is an alias.
    key: Option<&'t str>,
}

impl<'t> Name<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (place, name) = match (parts.next(), parts.next(), parts.next()) {
            (Some("arn"), Some(_), Some("kms")) => {
                let name = parts.nth(2)?;
                (text.strip_suffix(name), name)
            }
            _ => (None, text),
        };
        let is_id = |id: &&str| id.len() >= 36 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || b"-mrk".contains(&byte));
        match name.split_once('/') {
            Some(("alias", _)) => Some(Name { place, key: None }),
            Some(("key", id)) => Some(Name { place, key: Some(id) }),
            Some(_) => None,
            None => Some(name).filter(is_id).map(|id| Name { place, key: Some(id) }),
        }
    }

    fn may_be(&self, other: &Name<'_>) -> bool {
        let are_same = |one: Option<&str>, other: Option<&str>| one.zip(other).is_none_or(|(one, other)| one == other);
        are_same(self.place, other.place) && are_same(self.key, other.key)
    }
}
