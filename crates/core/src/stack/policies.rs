//! The policies among the resource attributes.

use super::kind::Json;
use super::typed::Properties;
use super::value::IntoValue;
use crate::template::Node;

crate::closed_set! {
    /// What happens to the real resource when it leaves the template or its stack is deleted.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>
    DeletionPolicy "its constants: `DELETE`, `RETAIN`, `RETAIN_EXCEPT_ON_CREATE`, `SNAPSHOT`" {
        DELETE = "Delete",
        RETAIN = "Retain",
        RETAIN_EXCEPT_ON_CREATE = "RetainExceptOnCreate",
        SNAPSHOT = "Snapshot",
    }
}

crate::closed_set! {
    /// What happens to the old resource when an update replaces it.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html>
    UpdateReplacePolicy "its constants: `DELETE`, `RETAIN`, `SNAPSHOT`" {
        DELETE = "Delete",
        RETAIN = "Retain",
        SNAPSHOT = "Snapshot",
    }
}

/// Which signals CloudFormation waits for before a resource counts as created.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html>
///
/// ```
/// use formwork::prelude::*;
/// use formwork::stack::CreationPolicy;
///
/// fn server(stack: &mut Stack) {
///     let server = ec2::Instance::new().image_id("ami-0abcdef1234567890").creation_policy(CreationPolicy::signals(1, "PT15M"));
///     stack.add("Server", server);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct CreationPolicy(Properties);

impl CreationPolicy {
    /// Waits for `count` success signals, at most `timeout` (ISO 8601, for example `PT15M`; twelve hours at the most).
    #[track_caller]
    pub fn signals(count: u32, timeout: &str) -> Self {
        let mut signal = Properties::new();
        signal.set::<super::kind::Integer>("Count", count);
        signal.set::<super::kind::Text>("Timeout", timeout);
        let mut policy = Properties::new();
        policy.set::<Json>("ResourceSignal", signal.into_node());
        CreationPolicy(policy)
    }

    /// The percentage of instances of an Auto Scaling group that must signal success, from 0 to 100.
    #[track_caller]
    pub fn min_successful_instances_percent(mut self, percent: u8) -> Self {
        let mut inner = Properties::new();
        inner.set::<super::kind::Integer>("MinSuccessfulInstancesPercent", percent);
        self.0.set::<Json>("AutoScalingCreationPolicy", inner.into_node());
        self
    }

    pub(crate) fn into_node(self) -> Node {
        self.0.into_node()
    }
}

/// How an update of an Auto Scaling group, a Lambda alias or a cache proceeds.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>
#[derive(Clone, Debug)]
#[must_use]
pub struct UpdatePolicy(Properties);

impl UpdatePolicy {
    /// A policy with one part, for example `AutoScalingRollingUpdate`, `CodeDeployLambdaAliasUpdate` or `EnableVersionUpgrade`.
    #[track_caller]
    pub fn new(part: &'static str, value: impl IntoValue<Json>) -> Self {
        let mut policy = Properties::new();
        policy.set(part, value);
        UpdatePolicy(policy)
    }

    /// Adds another part.
    #[track_caller]
    pub fn and(mut self, part: &'static str, value: impl IntoValue<Json>) -> Self {
        self.0.set(part, value);
        self
    }

    pub(crate) fn into_node(self) -> Node {
        self.0.into_node()
    }
}
