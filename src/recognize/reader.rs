//! What is read of a resource, at its places.

use std::any::Any;
use std::collections::BTreeMap;

use crate::constructs::Network;
use crate::import::{Call, Expression};
use crate::stack::Target;
use crate::template::{Content, Node, Template, function};

/// A resource of a template.
pub(super) struct Found<'a> {
    pub(super) id: &'a str,
    pub(super) node: &'a Node,
    pub(super) template: &'a Template,
    pub(super) full_name: Option<&'a str>,
    pub(super) targets: &'a [(String, Target)],
    pub(super) known: &'a Known,
}

/// What is known of the constructs that were recognized before.
#[derive(Default)]
pub(super) struct Known {
    /// What came out of each, by its id.
    pub(super) outputs: BTreeMap<String, Box<dyn Any>>,
    /// The network of the stack, and how it is named where it is used.
    pub(super) network: Option<(Network, Expression)>,
    /// How the network is made, where no construct of the stack makes it.
    pub(super) made: Option<Call>,
}

impl<'a> Found<'a> {
    /// What stands at a path of the properties; digits are indices.
    pub(super) fn at(&self, path: &str) -> Option<&'a Node> {
        at(self.node.get("Properties")?, path)
    }

    /// The same, which has to be there.
    pub(super) fn needed(&self, path: &str) -> Result<&'a Node, String> {
        self.at(path).ok_or_else(|| format!("it has no `{path}`"))
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

    /// The items of a list.
    pub(super) fn items(&self, path: &str) -> impl Iterator<Item = &'a Node> {
        self.at(path).and_then(Node::as_list).into_iter().flatten()
    }

    /// A literal text.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        self.at(path)?.as_str().map(str::to_owned)
    }

    /// A literal text, which has to be there.
    pub(super) fn needed_text(&self, path: &str) -> Result<String, String> {
        literal_text(self.needed(path)?, path)
    }

    /// A literal number.
    pub(super) fn number(&self, path: &str) -> Option<u32> {
        number(self.at(path)?)
    }

    /// A literal number, which has to be there.
    pub(super) fn needed_number(&self, path: &str) -> Result<u32, String> {
        number(self.needed(path)?).ok_or_else(|| format!("`{path}` is not a literal number"))
    }

    /// The network of the stack, and the argument that it is.
    pub(super) fn network(&self) -> Result<(&'a Network, Expression), String> {
        let (network, argument) =
            self.known.network.as_ref().ok_or("no load balancer or service of the template names the subnets of its network")?;
        Ok((network, argument.clone()))
    }

    /// What came out of the construct that makes what a node refers to, and the argument that it is.
    pub(super) fn made<T: 'static>(&self, node: &Node, ty: &'static str, path: &str) -> Result<(&'a T, Expression), String> {
        let id = function::referred(node).ok_or_else(|| format!("`{path}` is not a `Ref`"))?;
        let output = self.known.outputs.get(id).and_then(|output| output.downcast_ref());
        let output = output.ok_or_else(|| format!("`{path}` names `{id}`, which no construct makes"))?;
        Ok((output, Expression::Variable(id.to_owned(), ty)))
    }
}

/// What stands at a path; digits are indices.
pub(super) fn at<'n>(node: &'n Node, path: &str) -> Option<&'n Node> {
    path.split('.').try_fold(node, |node, step| match step.parse::<usize>() {
        Ok(index) => node.as_list()?.get(index),
        Err(_) => node.get(step),
    })
}

/// A literal text.
pub(super) fn literal_text(node: &Node, path: &str) -> Result<String, String> {
    node.as_str().map(str::to_owned).ok_or_else(|| format!("`{path}` is not a literal text"))
}

/// A literal number.
pub(super) fn number(node: &Node) -> Option<u32> {
    match &node.content {
        Content::Number(number) => u32::try_from(number.as_u64()?).ok(),
        _ => None,
    }
}

/// A literal port.
pub(super) fn port(node: &Node) -> Option<u16> {
    u16::try_from(number(node)?).ok()
}

/// A literal number, also where it stands as a text.
pub(super) fn numeric(node: &Node) -> Option<u32> {
    number(node).or_else(|| node.as_str()?.parse().ok())
}

/// The id whose attribute a `Fn::GetAtt` reads.
pub(super) fn read_of<'n>(node: &'n Node, attribute: &str) -> Option<&'n str> {
    let (_, argument) = function::call(node).filter(|(name, _)| *name == function::GET_ATT)?;
    match argument.as_list()? {
        [id, name] if name.as_str() == Some(attribute) => id.as_str(),
        _ => None,
    }
}
