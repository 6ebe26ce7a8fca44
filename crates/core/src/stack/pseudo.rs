//! The pseudo parameters, which CloudFormation fills in.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html>

use super::functions::pseudo_node;
use super::kind::{List, Text};
use super::value::Value;

/// `AWS::AccountId`: the account that the stack is in.
pub fn account_id() -> Value<Text> {
    Value::from_node(pseudo_node("AWS::AccountId"))
}

/// `AWS::Region`: the region that the stack is in.
pub fn region() -> Value<Text> {
    Value::from_node(pseudo_node("AWS::Region"))
}

/// `AWS::Partition`: `aws`, `aws-cn` or `aws-us-gov`.
pub fn partition() -> Value<Text> {
    Value::from_node(pseudo_node("AWS::Partition"))
}

/// `AWS::StackId`: the stack's ARN.
pub fn stack_id() -> Value<Text> {
    Value::from_node(pseudo_node("AWS::StackId"))
}

/// `AWS::StackName`: the stack's name.
pub fn stack_name() -> Value<Text> {
    Value::from_node(pseudo_node("AWS::StackName"))
}

/// `AWS::URLSuffix`: the domain of the partition, usually `amazonaws.com`.
pub fn url_suffix() -> Value<Text> {
    Value::from_node(pseudo_node("AWS::URLSuffix"))
}

/// `AWS::NotificationARNs`: the topics that the stack notifies.
pub fn notification_arns() -> Value<List<Text>> {
    Value::from_node(pseudo_node("AWS::NotificationARNs"))
}
