//! The name of the transform, which templates it is for, and what all its files share.

use std::sync::OnceLock;

use crate::template::{self, Content, Map, Node, Template, function};

/// The transform's name.
pub(crate) const TRANSFORM: &str = template::function::SERVERLESS;

/// Whether a template names the transform.
pub(crate) fn uses(template: &Template) -> bool {
    template
        .transforms()
        .iter()
        .any(|item| item.as_str() == Some(TRANSFORM) || item.get("Name").and_then(Node::as_str) == Some(TRANSFORM))
}

/// What the transform makes a value of, where only the deployment knows what that is.
pub(crate) fn made_of(value: &Node) -> Option<&Node> {
    let (function::TRANSFORM, call) = function::call(value)? else { return None };
    call.get("Parameters").filter(|_| call.get("Name").and_then(Node::as_str) == Some(TRANSFORM))
}

/// The one value that a value is made of, where that is all.
pub(crate) fn source_of(value: &Node) -> Option<&Node> {
    let given = made_of(value)?;
    given.get("Source").filter(|_| given.as_map().is_some_and(|map| map.len() == 1))
}

/// The properties of a resource that has none.
pub(super) fn empty_map() -> &'static Node {
    static EMPTY: OnceLock<Node> = OnceLock::new();
    EMPTY.get_or_init(|| Node::new(Content::Map(Map::default())))
}

#[cfg(test)]
mod tests {
    use super::uses;
    use crate::template::read;

    #[test]
    fn the_transform_is_a_text_or_in_a_list() {
        let of = |transform: &str| {
            let text = format!("Transform: {transform}\nResources: {{B: {{Type: AWS::S3::Bucket}}}}");
            uses(&read::template(text.as_bytes()).expect("a template").0)
        };
        assert!(of("AWS::Serverless-2016-10-31") && of("[AWS::LanguageExtensions, AWS::Serverless-2016-10-31]"));
        assert!(!of("AWS::LanguageExtensions") && !of("[Own]"));
    }
}
