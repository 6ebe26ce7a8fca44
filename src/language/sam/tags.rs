//! Tags: the transform takes a map and writes a list.

use super::build;
use crate::template::Node;

/// The tags of a source as a list, after the one that says what made them.
pub(super) fn list(created_by: &'static str, tags: Option<&Node>) -> Node {
    let first = pair(created_by, build::text("SAM"));
    match plain(tags) {
        Ok(more) => build::list([first].into_iter().chain(more)),
        Err(function) => build::opaque(function),
    }
}

/// The tags of a source as a list; nothing where there are none.
pub(super) fn own(tags: Option<&Node>) -> Option<Node> {
    let tags = tags.filter(|tags| !tags.is_empty())?;
    Some(plain(Some(tags)).map_or_else(build::opaque, build::list))
}

fn plain(tags: Option<&Node>) -> Result<Vec<Node>, &Node> {
    match tags {
        Some(node) if !node.is_empty() && !build::is_plain_map(node) => Err(node),
        Some(node) => Ok(node.as_map().into_iter().flatten().map(|(key, value)| pair(key.as_str(), value.clone())).collect()),
        None => Ok(Vec::new()),
    }
}

fn pair(key: &str, value: Node) -> Node {
    build::map([("Key", build::text(key)), ("Value", value)])
}
