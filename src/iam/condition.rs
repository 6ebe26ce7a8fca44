//! When a statement holds.

use super::form::OneOrMany;
use crate::template::{Content, Key, Map, Node};

/// A condition of a statement: an operator, a key, and the values of which one must match.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
///
/// ```
/// use formwork::prelude::*;
///
/// let of_this_account = iam::Condition::string_equals("aws:SourceAccount", pseudo::account_id());
/// let tagged = iam::Condition::string_like("aws:RequestTag/team", ["shop", "web-*"]).if_exists();
/// iam::Statement::allow("ec2:RunInstances").on("*").when(of_this_account).when(tagged);
/// ```
#[derive(Clone, Debug)]
pub struct Condition {
    operator: String,
    key: String,
    values: Node,
}

macro_rules! operators {
    ($($method:ident = $name:literal),* $(,)?) => {
        $(
            #[doc = concat!("`", $name, "`: the key's value against one of these.")]
            pub fn $method<M>(key: &str, values: impl OneOrMany<M>) -> Self {
                Condition { operator: $name.to_owned(), key: key.to_owned(), values: values.into_form() }
            }
        )*
    };
}

impl Condition {
    /// A condition with any operator, by its name in IAM: `StringEqualsIgnoreCase`, `ForAllValues:StringLike`.
    pub fn new<M>(operator: impl Into<String>, key: &str, values: impl OneOrMany<M>) -> Self {
        Condition { operator: operator.into(), key: key.to_owned(), values: values.into_form() }
    }

    operators! {
        string_equals = "StringEquals",
        string_not_equals = "StringNotEquals",
        string_like = "StringLike",
        string_not_like = "StringNotLike",
        arn_equals = "ArnEquals",
        arn_like = "ArnLike",
        arn_not_like = "ArnNotLike",
        numeric_equals = "NumericEquals",
        numeric_less_than = "NumericLessThan",
        numeric_greater_than = "NumericGreaterThan",
        date_less_than = "DateLessThan",
        date_greater_than = "DateGreaterThan",
        ip_address = "IpAddress",
        not_ip_address = "NotIpAddress",
    }

    /// `Bool`: whether the key is `true` or `false`.
    pub fn bool(key: &str, value: bool) -> Self {
        Condition { operator: "Bool".to_owned(), key: key.to_owned(), values: Node::text(value.to_string()) }
    }

    /// `Null`: whether the key is absent.
    pub fn null(key: &str, absent: bool) -> Self {
        Condition { operator: "Null".to_owned(), key: key.to_owned(), values: Node::text(absent.to_string()) }
    }

    /// The same condition, which also holds where the key is absent (`…IfExists`).
    pub fn if_exists(mut self) -> Self {
        self.operator.push_str("IfExists");
        self
    }

    /// The same condition, over a key with several values: one of them must match (`ForAnyValue:…`).
    pub fn for_any_value(mut self) -> Self {
        self.operator.insert_str(0, "ForAnyValue:");
        self
    }

    /// The same condition, over a key with several values: all of them must match (`ForAllValues:…`).
    pub fn for_all_values(mut self) -> Self {
        self.operator.insert_str(0, "ForAllValues:");
        self
    }
}

/// The `Condition` element: operators, each with its keys.
pub(super) fn element(conditions: Vec<Condition>) -> Node {
    let mut operators = Map::default();
    for condition in conditions {
        let entry = operators.get_or_insert_with(condition.operator.into(), || Node::new(Content::Map(Map::default())));
        if let Content::Map(keys) = &mut entry.content {
            let key = Key::from(condition.key);
            // IAM has one entry for a key of an operator, so a second one must not silently take the place of the first: `FW109`.
            let values = match keys.shift_remove(key.as_str()) {
                Some(first) => Node::list([twice(first), twice(condition.values)]),
                None => condition.values,
            };
            keys.insert(key, values);
        }
    }
    Node::new(Content::Map(operators))
}

/// The values of a key that is conditioned twice, as a list inside the list.
fn twice(values: Node) -> Node {
    if values.as_list().is_some() { values } else { Node::list([values]) }
}
