//! What identifies a resource in AWS.

use std::collections::BTreeMap;

use super::plan::Unknown;
use crate::language::read::secret::mentions_secret;
use crate::language::stacks::Stack;
use crate::schema;
use crate::template::{Node, function};

/// How many references an identifier is followed through.
const DEPTH: usize = 4;

/// Properties that only AWS sets and that identify, and which of a template's have their value: one of them is written.
const WRITTEN_AS: [(&str, &str, [&str; 3]); 1] =
    [("AWS::EC2::Route", "CidrBlock", ["DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId"])];

/// The identifiers of a stack's resources: by their properties, or as they were given.
pub(super) struct Identifiers<'a, 'b> {
    pub(super) stack: &'b Stack<'a>,
    pub(super) given: &'b BTreeMap<String, String>,
}

impl Identifiers<'_, '_> {
    /// Whether the command line says what identifies a resource.
    pub(super) fn is_given(&self, id: &str) -> bool {
        self.given.keys().any(|key| key == id || key.strip_prefix(id).is_some_and(|rest| rest.starts_with('.')))
    }

    /// The identifier of a resource by its properties, and the properties that are not known.
    pub(super) fn of(&self, id: &str, resource_type: &str) -> (BTreeMap<String, String>, Vec<Unknown>) {
        let names: Vec<&'static str> =
            schema::find(resource_type).into_iter().flat_map(|schema| schema.primary_identifier()).collect();
        // Of a type without an identifier, the command line says all of it.
        let of_line = self.given.iter().filter_map(|(key, value)| Some((key.strip_prefix(id)?.strip_prefix('.')?, value)));
        let mut known: BTreeMap<String, String> =
            of_line.filter(|_| names.is_empty()).map(|(name, value)| (name.to_owned(), value.clone())).collect();
        let mut unknown = Vec::new();
        let is_part = names.len() > 1;
        for property in names {
            match self.value(id, property, is_part, DEPTH) {
                Some(value) => drop(known.insert(property.to_owned(), value)),
                None => {
                    let (id, resource_type) = (id.to_owned(), resource_type.to_owned());
                    unknown.push(Unknown { id, resource_type, property, is_part });
                }
            }
        }
        (known, unknown)
    }

    /// The properties of a resource whose values are known, without those that are named like secrets.
    pub(super) fn properties(&self, id: &str) -> BTreeMap<String, String> {
        let properties = self.stack.resource(id).and_then(|entry| entry.node.get("Properties")?.as_map());
        let known = properties.into_iter().flatten().filter(|(name, _)| !mentions_secret(name.as_str()));
        known.filter_map(|(name, node)| Some((name.as_str().to_owned(), self.text(node, DEPTH)?))).collect()
    }

    fn value(&self, id: &str, property: &str, is_part: bool, depth: usize) -> Option<String> {
        let given = self.given.get(&format!("{id}.{property}")).or_else(|| self.given.get(id).filter(|_| !is_part));
        if let Some(given) = given {
            return Some(given.clone());
        }
        let entry = self.stack.resource(id)?;
        let properties = entry.node.get("Properties")?;
        let written = WRITTEN_AS.iter().filter(|(of, name, _)| *of == entry.resource_type && *name == property);
        let mut names = std::iter::once(&property).chain(written.flat_map(|(_, _, names)| names));
        self.text(names.find_map(|name| properties.get(name))?, depth)
    }

    /// A value that is known, or that refers to a resource whose identifier is.
    fn text(&self, node: &Node, depth: usize) -> Option<String> {
        let id = function::referred(node).filter(|id| depth > 0 && self.stack.resource(id).is_some());
        let Some(id) = id else { return self.known(node) };
        let schema = schema::find(self.stack.resource(id)?.resource_type)?;
        let names: Vec<&str> = schema.primary_identifier().collect();
        let [name] = names.as_slice() else { return None };
        // A `Ref` is the identifier only where the schemas say that it is that property.
        (schema.reference() == Some(*name)).then(|| self.value(id, name, false, depth - 1)).flatten()
    }

    fn known(&self, node: &Node) -> Option<String> {
        let stack = self.stack;
        let mut found = None;
        // The scope knows the nodes of its own template only, to which this one belongs.
        for entry in stack.resources() {
            entry.node.walk(&mut |inner| {
                if std::ptr::eq(inner, node) && found.is_none() {
                    found = stack.scope.reduce(inner).and_then(Node::scalar);
                }
            });
        }
        found
    }
}
