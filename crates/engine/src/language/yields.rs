//! What the call of a function yields, as far as its name tells: a text or a list, whatever the value.

use super::{NESTED, Scope};
use crate::schema::{self, JsonType};
use crate::template::{Node, function, parameter_type};

/// What a call yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Yields {
    /// A text, a number or a flag of one parameter or attribute.
    Scalar,
    /// A flag, which is not turned into a text everywhere.
    Flag,
    /// A list.
    List,
}

/// The pseudo parameter that is a list.
const NOTIFICATIONS: &str = "AWS::NotificationARNs";

/// What a call yields; nothing where that depends on what it reads, or where nobody knows.
pub(crate) fn of<'a>(scope: &'a Scope<'a>, call: &'a Node) -> Option<Yields> {
    let (name, argument) = function::call(call)?;
    match name {
        function::SPLIT | function::GET_AZS | function::CIDR => Some(Yields::List),
        function::JOIN | function::SUB | function::BASE64 | function::IMPORT_VALUE => Some(Yields::Scalar),
        function::REF if argument.as_str() == Some(NOTIFICATIONS) => Some(Yields::List),
        function::REF => of_parameter(scope, argument.as_str()?).or_else(|| of_resource(scope, argument.as_str()?)),
        function::GET_ATT => of_attribute(scope, argument),
        _ => None,
    }
}

fn of_parameter<'a>(scope: &'a Scope<'a>, name: &str) -> Option<Yields> {
    let kind = scope.section("Parameters")?.get(name)?.get("Type")?.as_str()?;
    Some(if parameter_type::is_list(kind) { Yields::List } else { Yields::Scalar })
}

/// `Ref` of a resource is its name, id or ARN, whatever its type.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html>
fn of_resource<'a>(scope: &'a Scope<'a>, id: &str) -> Option<Yields> {
    scope.section("Resources")?.get(id)?.get("Type")?.as_str().map(|_| Yields::Scalar)
}

fn of_attribute<'a>(scope: &'a Scope<'a>, argument: &'a Node) -> Option<Yields> {
    let (id, name) = function::get_att_target(argument)?;
    let resource_type = scope.section("Resources")?.get(id)?.get("Type")?.as_str()?;
    // The outputs of a template are texts.
    if resource_type == NESTED && name.starts_with("Outputs.") {
        return Some(Yields::Scalar);
    }
    let attribute = schema::find(resource_type)?.attribute(name)?;
    let types: Vec<JsonType> = attribute.schema.types().collect();
    match types.as_slice() {
        [JsonType::Array] => Some(Yields::List),
        [JsonType::Boolean] => Some(Yields::Flag),
        [JsonType::String] => Some(Yields::Scalar),
        _ => None,
    }
}
