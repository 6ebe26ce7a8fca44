//! What is read of a resource: literals, at their places.

use crate::template::{Content, Node, Template, function};

/// A resource of a template.
pub(super) struct Found<'a> {
    pub(super) id: &'a str,
    pub(super) node: &'a Node,
    pub(super) template: &'a Template,
    pub(super) full_name: Option<&'a str>,
}

impl<'a> Found<'a> {
    /// What stands at a path of the properties; digits are indices.
    pub(super) fn at(&self, path: &str) -> Option<&'a Node> {
        at(self.node.get("Properties")?, path)
    }

    /// The same of the resource whose id ends so, after this one's.
    pub(super) fn beside(&self, end: &str, path: &str) -> Option<&'a Node> {
        let entry = self.template.resource(&format!("{}{end}", self.id))?;
        at(entry.node.get("Properties")?, path)
    }

    /// Whether there is a resource whose id ends so.
    pub(super) fn has(&self, end: &str) -> bool {
        self.template.resource(&format!("{}{end}", self.id)).is_some()
    }

    /// How many there are of a numbered end, from 1.
    pub(super) fn count(&self, end: &str) -> u32 {
        (1..).take_while(|number| self.has(&format!("{end}{number}"))).last().unwrap_or(0)
    }

    /// A literal text.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        self.at(path)?.as_str().map(str::to_owned)
    }

    /// A literal number.
    pub(super) fn number(&self, path: &str) -> Option<u32> {
        number(self.at(path)?)
    }
}

/// What stands at a path; digits are indices.
pub(super) fn at<'n>(node: &'n Node, path: &str) -> Option<&'n Node> {
    path.split('.').try_fold(node, |node, step| match step.parse::<usize>() {
        Ok(index) => node.as_list()?.get(index),
        Err(_) => node.get(step),
    })
}

/// A literal number.
pub(super) fn number(node: &Node) -> Option<u32> {
    match &node.content {
        Content::Number(number) => u32::try_from(number.as_u64()?).ok(),
        _ => None,
    }
}

/// The id that a `Ref` names.
pub(super) fn referred(node: &Node) -> Option<&str> {
    function::call(node).filter(|(name, _)| *name == function::REF).and_then(|(_, argument)| argument.as_str())
}
