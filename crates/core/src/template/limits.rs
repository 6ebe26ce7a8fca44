//! The limits of CloudFormation: on one template, on an account, on stack sets.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>

use super::Template;

/// Resources in one template.
pub const RESOURCES: usize = 500;
/// Parameters in one template.
pub const PARAMETERS: usize = 200;
/// Outputs in one template.
pub const OUTPUTS: usize = 200;
/// Mappings in one template.
pub const MAPPINGS: usize = 200;
/// Attributes of one mapping.
pub const MAPPING_ATTRIBUTES: usize = 200;
/// Bytes of a template that is passed inline; a larger one goes through an S3 bucket.
pub const BODY_INLINE: usize = 51_200;
/// Bytes of a template in an S3 bucket.
pub const BODY: usize = 1_000_000;
/// Bytes of a description.
pub const DESCRIPTION: usize = 1024;
/// Bytes of one parameter's value.
pub const PARAMETER_VALUE: usize = 4096;
/// Dynamic references in one template.
pub const DYNAMIC_REFERENCES: usize = 60;
/// Stacks of one account in one region.
pub const STACKS: usize = 2_000;
/// Stack sets of one administrator account.
pub const STACK_SETS: usize = 1_000;
/// Stacks of one stack set.
pub const INSTANCES_OF_STACK_SET: usize = 100_000;
/// Stacks of stack sets that operations run on in one region at the same time.
pub const INSTANCE_OPERATIONS: usize = 10_000;
/// Organizational units of one operation on a stack set.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackInstances.html>
pub const UNITS_OF_OPERATION: usize = 50;
/// The sections with a limit, and the most entries that each takes.
pub const SECTIONS: [(&str, usize); 4] =
    [("Resources", RESOURCES), ("Parameters", PARAMETERS), ("Outputs", OUTPUTS), ("Mappings", MAPPINGS)];

/// What a template has so much more of than CloudFormation takes that it is not read any further: that bounds the time of all else.
pub fn far_exceeded(template: &Template) -> Option<String> {
    if let Some(bytes) = template.source_bytes().filter(|bytes| *bytes > BODY) {
        return Some(format!("the template has {bytes} bytes, the limit is {BODY}"));
    }
    let mut counted = SECTIONS.iter().map(|(name, most)| (name, template.count(name), most));
    let (name, count, most) = counted.find(|(_, count, most)| *count > 2 * **most)?;
    Some(format!("the template has {count} {}, the limit is {most}", name.to_lowercase()))
}

/// Percentage of a limit from which a warning is due.
pub const WARN_FROM_PERCENT: usize = 80;
