//! Reading values that are written out: as CloudFormation takes them, and as messages show them.

use std::borrow::Cow;

use crate::schema::{JsonType, Literal, SchemaNode};
use crate::template::{Content, Node};

/// Maps that may be written as a local path, which `aws cloudformation package` replaces by the place in S3.
const PACKAGED: [(&str, &str); 6] = [
    ("AWS::ApiGateway::RestApi", "BodyS3Location"),
    ("AWS::CodeCommit::Repository", "S3"),
    ("AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle"),
    ("AWS::Lambda::Function", "Code"),
    ("AWS::Lambda::LayerVersion", "Content"),
    ("AWS::StepFunctions::StateMachine", "DefinitionS3Location"),
];

/// Whether the text of a property may be a local path that is replaced before the deployment.
pub(crate) fn is_packaged(resource_type: &str, name: &str) -> bool {
    PACKAGED.contains(&(resource_type, name))
}

/// The number that a scalar is.
pub(crate) fn number(node: &Node) -> Option<f64> {
    node.scalar()?.trim().parse().ok()
}

/// Whether CloudFormation takes a value for one of the types of a schema.
pub(crate) fn fits_types(node: &Node, schema: SchemaNode<'_>) -> bool {
    let mut types = schema.types().peekable();
    if types.peek().is_none() {
        return true;
    }
    // A document that may be given as text is one that CloudFormation parses itself.
    let is_document = schema.is(JsonType::Object) && schema.format() == Some("json") && node.as_str().is_some();
    is_document || types.any(|wanted| fits(node, wanted))
}

fn fits(node: &Node, wanted: JsonType) -> bool {
    match (&node.content, wanted) {
        (Content::Map(_), JsonType::Object) | (Content::List(_), JsonType::Array) | (Content::Bool(_), JsonType::Boolean) => true,
        // Every scalar has a text.
        (Content::Text(_) | Content::Number(_) | Content::Bool(_), JsonType::String) => true,
        (Content::Number(number), JsonType::Integer) => number.as_f64().is_some_and(|number| number.fract() == 0.0),
        (Content::Number(_), JsonType::Number) => true,
        (Content::Text(text), JsonType::Integer) => text.trim().parse::<i128>().is_ok(),
        (Content::Text(text), JsonType::Number) => text.trim().parse::<f64>().is_ok(),
        (Content::Text(text), JsonType::Boolean) => matches!(text.to_lowercase().as_str(), "true" | "false"),
        _ => false,
    }
}

/// The values of a closed set, as text: `enum`, `enumCaseInsensitive` and `const`; none where the set is open.
pub(crate) fn value_set(schema: SchemaNode<'_>) -> Vec<String> {
    let values = schema.enum_values().iter().chain(schema.enum_case_insensitive()).chain(schema.constant());
    values.map(|value| text(value).into_owned()).collect()
}

/// Whether a scalar is in the closed set of a schema, or the set is open.
pub(crate) fn is_in_value_set(given: &str, schema: SchemaNode<'_>) -> bool {
    let mut exact = schema.enum_values().iter().chain(schema.constant()).map(text).peekable();
    let mut folded = schema.enum_case_insensitive().iter().map(text).peekable();
    if exact.peek().is_none() && folded.peek().is_none() {
        return true;
    }
    // A number may be written in more than one way.
    let number = given.parse::<f64>().ok();
    let is_same = |value: Cow<'_, str>| value == given || number.is_some() && value.parse::<f64>().ok() == number;
    exact.any(is_same) || folded.any(|value| value.eq_ignore_ascii_case(given))
}

fn text(value: Literal<'_>) -> Cow<'_, str> {
    value.as_str().map_or_else(|| value.to_string().into(), Cow::Borrowed)
}

/// A text as a message shows it: its beginning, where it is long.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

/// A type in words.
pub(crate) fn describe_type(wanted: JsonType) -> &'static str {
    match wanted {
        JsonType::String => "text",
        JsonType::Integer => "a whole number",
        JsonType::Number => "a number",
        JsonType::Boolean => "true or false",
        JsonType::Array => "a list",
        JsonType::Object => "a map",
    }
}
