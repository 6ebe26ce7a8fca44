//! The types of JSON, and how the archive holds what `type` says.

use serde_json::Value;

/// A JSON type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    Array,
    /// A map.
    Object,
}

/// The types by the digit that stands for them. Zero stands for no further type.
const DIGITS: [JsonType; 6] =
    [JsonType::String, JsonType::Integer, JsonType::Number, JsonType::Boolean, JsonType::Array, JsonType::Object];
/// The bits of a digit.
const DIGIT: u32 = 4;
/// Set where `type` is a list.
const IS_LIST: u32 = 1 << (DIGIT * DIGITS.len() as u32);

impl JsonType {
    /// The type of that name in JSON Schema.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        DIGITS.into_iter().find(|json_type| json_type.name() == name)
    }

    /// The name in JSON Schema.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// What `type` says, as one number: a digit for each type, the first the lowest. `None` where it names other types, or too many.
pub(super) fn from_json(value: &Value) -> Option<u32> {
    let digit = |name: &Value| {
        let named = JsonType::named(name.as_str()?)?;
        DIGITS.iter().position(|json_type| *json_type == named)
    };
    let Value::Array(names) = value else { return u32::try_from(digit(value)? + 1).ok() };
    let mut held = IS_LIST;
    for (index, name) in names.iter().enumerate() {
        let shift = DIGIT * u32::try_from(index).ok().filter(|_| index < DIGITS.len())?;
        held |= u32::try_from(digit(name)? + 1).ok()? << shift;
    }
    Some(held)
}

/// What `type` says, as it was published.
pub(super) fn to_json(held: u32) -> Value {
    let mut names = types(held).map(|json_type| Value::from(json_type.name()));
    if held & IS_LIST == 0 { names.next().unwrap_or_default() } else { names.collect() }
}

/// The types, in order.
pub(super) fn types(held: u32) -> impl Iterator<Item = JsonType> {
    let digits = (0..DIGITS.len() as u32).map(move |index| held >> (DIGIT * index) & ((1 << DIGIT) - 1));
    digits.take_while(|digit| *digit != 0).filter_map(|digit| DIGITS.get(digit as usize - 1).copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_type_says_is_held_as_it_is_published() {
        for published in [json!("string"), json!(["object"]), json!(["object", "string", "array"]), json!([])] {
            assert_eq!(to_json(from_json(&published).unwrap()), published);
        }
        assert_eq!(
            types(from_json(&json!(["object", "string"])).unwrap()).collect::<Vec<_>>(),
            [JsonType::Object, JsonType::String]
        );
        assert_eq!(from_json(&json!("null")), None);
        assert_eq!(from_json(&json!(7)), None);
        assert_eq!(types(u32::MAX).count(), 0);
    }
}
