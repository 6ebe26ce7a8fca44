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

/// The types by their number.
const TYPES: [JsonType; 6] =
    [JsonType::String, JsonType::Integer, JsonType::Number, JsonType::Boolean, JsonType::Array, JsonType::Object];
/// Above the bits of the types: set where `type` is a list.
const IS_LIST: u32 = 1 << TYPES.len();
/// Where the digits begin that say in which order the types are listed: the number of a type and one; zero ends them.
const DIGITS: u32 = TYPES.len() as u32 + 1;
/// The bits of a digit.
const DIGIT: u32 = 3;

impl JsonType {
    /// The type of that name in JSON Schema.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TYPES.into_iter().find(|json_type| json_type.name() == name)
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

/// What `type` says, as one number: a bit for each type, and their order. `None` where it names other types, or too many.
pub(super) fn from_json(value: &Value) -> Option<u32> {
    let number = |name: &Value| {
        let named = JsonType::named(name.as_str()?)?;
        u32::try_from(TYPES.iter().position(|json_type| *json_type == named)?).ok()
    };
    let (names, is_list) = match value {
        Value::Array(names) => (names.as_slice(), IS_LIST),
        name => (std::slice::from_ref(name), 0),
    };
    if names.len() > TYPES.len() {
        return None;
    }
    let mut held = is_list;
    for (name, shift) in names.iter().zip((DIGITS..).step_by(DIGIT as usize)) {
        let number = number(name)?;
        held |= 1 << number | (number + 1) << shift;
    }
    Some(held)
}

/// What `type` says, as it was published.
pub(super) fn to_json(held: u32) -> Value {
    let mut names = types(held).map(|json_type| Value::from(json_type.name()));
    if held & IS_LIST == 0 { names.next().unwrap_or_default() } else { names.collect() }
}

/// Whether a type is among those that `type` says.
pub(super) fn contains(held: u32, json_type: JsonType) -> bool {
    held & 1 << json_type as u32 != 0
}

/// The types, in order.
pub(super) fn types(held: u32) -> impl Iterator<Item = JsonType> {
    let mut digits = held >> DIGITS;
    std::iter::from_fn(move || {
        let number = (digits & ((1 << DIGIT) - 1)).checked_sub(1)?;
        digits >>= DIGIT;
        TYPES.get(number as usize).copied()
    })
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
        let held = from_json(&json!(["object", "string"])).unwrap();
        assert!(contains(held, JsonType::String) && !contains(held, JsonType::Array));
        assert!(TYPES.into_iter().enumerate().all(|(number, json_type)| json_type as usize == number));
    }
}
