//! The tag that all taggable resources share.

use super::kind::{Denotes, Kind, Text};
use super::typed::Properties;
use super::value::IntoValue;
use crate::template::Node;

/// A key and a value on a resource.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html>
///
/// ```
/// use formwork::prelude::*;
///
/// fn queue() -> sqs::Queue {
///     sqs::Queue::new().tags([Tag::new("team", "shop")])
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Tag(Properties);

impl Tag {
    /// A tag: the key takes 1 to 128 characters and must not begin with `aws:`, the value at most 256.
    #[track_caller]
    pub fn new(key: impl IntoValue<Text>, value: impl IntoValue<Text>) -> Self {
        let mut properties = Properties::new();
        properties.set("Key", key);
        properties.set("Value", value);
        Tag(properties)
    }
}

impl Kind for Tag {}
impl Denotes<Tag> for Tag {}

impl IntoValue<Tag> for Tag {
    fn into_node(self) -> Node {
        self.0.into_node()
    }
}

impl IntoValue<super::kind::Json> for Tag {
    fn into_node(self) -> Node {
        self.0.into_node()
    }
}
