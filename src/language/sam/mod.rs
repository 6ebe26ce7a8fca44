//! The transform `AWS::Serverless-2016-10-31`: what it makes of a template, as far as that is known without asking AWS.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html>

use crate::template::{Node, Template};

/// The transform's name.
pub(crate) const TRANSFORM: &str = crate::template::function::SERVERLESS;

/// Whether a template names the transform.
pub(crate) fn uses(template: &Template) -> bool {
    let Some(node) = template.root().get("Transform") else { return false };
    let items = node.as_list().unwrap_or(std::slice::from_ref(node));
    items.iter().any(|item| item.as_str() == Some(TRANSFORM) || item.get("Name").and_then(Node::as_str) == Some(TRANSFORM))
}

/// Until the translation is here, resources stay as they are written.
pub(crate) fn translate(template: &Template) -> Template {
    template.clone()
}
