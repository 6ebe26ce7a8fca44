//! The types of parameters.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>

use super::Node;

/// Whether the value of a parameter of this type is only the name of what it holds, which AWS reads from the parameter store:
/// `AWS::SSM::Parameter::Value<…>`.
pub fn is_stored(parameter_type: &str) -> bool {
    parameter_type.starts_with("AWS::SSM::Parameter::Value")
}

/// The same of the declaration of a parameter.
pub fn reads_store(declared: &Node) -> bool {
    declared.get("Type").and_then(Node::as_str).is_some_and(is_stored)
}

/// Whether the value of a parameter of this type is a list, also where the parameter store has it.
pub fn is_list(parameter_type: &str) -> bool {
    let held = parameter_type.strip_prefix("AWS::SSM::Parameter::Value<").unwrap_or(parameter_type);
    held.starts_with("CommaDelimitedList") || held.starts_with("List<")
}
