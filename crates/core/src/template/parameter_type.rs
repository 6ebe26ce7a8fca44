//! The types of parameters.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>

/// Whether the value of a parameter of this type is only the name of what it holds, which AWS reads from the parameter store:
/// `AWS::SSM::Parameter::Value<…>`.
pub fn is_stored(parameter_type: &str) -> bool {
    parameter_type.starts_with("AWS::SSM::Parameter::Value")
}
