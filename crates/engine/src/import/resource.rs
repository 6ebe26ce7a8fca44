//! Resources: typed where the library has the type, with their resource attributes.

use std::rc::Rc;

use super::code::{Code, Item};
use super::literal;
use super::types::Typed;
use super::writer::{Writer, key};
use crate::template::{Map, Node, function};

/// The methods of every resource. A setter of the same name comes before them.
const METHODS: [&str; 15] = [
    "allow",
    "attribute",
    "body_mut",
    "condition",
    "creation_policy",
    "deletion_policy",
    "depends_on",
    "depends_on_one",
    "into_body",
    "metadata",
    "override_property",
    "remove_property",
    "retain",
    "type_name",
    "update_policy",
];

/// A resource as an expression, and its typed module where it has one.
pub(super) struct Written {
    pub(super) code: Code,
    pub(super) typed: Option<Rc<Typed>>,
}

impl Writer {
    /// A resource; nothing where it has no type.
    pub(super) fn resource(&mut self, entry: &Map) -> Option<Written> {
        let type_name = entry.get("Type")?.as_str()?;
        let typed = self.types.get(type_name);
        let written = typed.and_then(|typed| {
            let code = self.attempt(|writer| writer.typed(entry, &typed))?;
            Some(Written { code, typed: Some(typed) })
        });
        Some(match written {
            Some(written) => written,
            None => Written { code: self.untyped(entry, type_name), typed: None },
        })
    }

    fn typed(&mut self, entry: &Map, typed: &Rc<Typed>) -> Option<Code> {
        let owner = typed.type_properties();
        let nothing = Map::default();
        let properties = match entry.get("Properties") {
            None => &nothing,
            Some(node) => node.as_map().filter(|map| !map.is_empty() && !function::has_functions(map))?,
        };
        let known = |name: &str| owner.properties.iter().any(|property| property.name == name);
        let shadowed = owner.properties.iter().any(|property| METHODS.contains(&property.method.as_str()));
        let has_attributes = entry.keys().any(|key| !["Type", "Properties"].contains(&key.as_str()));
        let is_path = |name: &str| name.contains('.');
        if (shadowed && has_attributes) || properties.keys().any(|key| !known(key.as_str()) && is_path(key.as_str())) {
            return None;
        }
        let mut code = self.with_setters(&owner, properties, &|kind| typed.kind(kind))?;
        for (name, node) in properties.iter().filter(|(key, _)| !known(key.as_str())) {
            let comments = self.comments_at(name.location());
            let value = self.json(node).code;
            code = code.then_below(comments, "override_property", [Code::Atom(literal::escaped(name.as_str())), value]);
        }
        Some(self.attributes(code, entry))
    }

    fn untyped(&mut self, entry: &Map, type_name: &str) -> Code {
        let mut code = Code::call("Untyped::new", [Code::Atom(literal::escaped(type_name))]);
        match entry.get("Properties") {
            None => {}
            Some(node) => match node.as_map().filter(|map| !map.is_empty() && function::call(node).is_none()) {
                Some(properties) => {
                    for (name, node) in properties {
                        let comments = self.comments_at(name.location());
                        let value = self.json(node).code;
                        code = code.then_below(comments, "property", [Code::Atom(literal::escaped(name.as_str())), value]);
                    }
                }
                None => code = code.then("attribute", [Code::atom("\"Properties\""), self.json(node).code]),
            },
        }
        self.attributes(code, entry)
    }

    fn attributes(&mut self, mut code: Code, entry: &Map) -> Code {
        let retained = |name: &str| entry.get(name).and_then(Node::as_str) == Some("Retain");
        let retains = retained("DeletionPolicy") && retained("UpdateReplacePolicy");
        // The comments of these stand above the whole.
        let attributes = entry.iter().filter(|(name, _)| !["Type", "Properties"].contains(&name.as_str()));
        for (name, node) in attributes {
            let comments = self.comments_at(name.location());
            let link = match name.as_str() {
                "UpdateReplacePolicy" if retains && comments.is_empty() => continue,
                "DeletionPolicy" if retains => Some(("retain", vec![])),
                "DependsOn" => self.dependencies(node),
                "Condition" => self.resource_condition(node),
                "DeletionPolicy" => policy_constant("DeletionPolicy", node).map(|code| ("deletion_policy", vec![code])),
                "UpdateReplacePolicy" => {
                    policy_constant("UpdateReplacePolicy", node).map(|code| ("update_replace_policy", vec![code]))
                }
                "CreationPolicy" => self.attempt(|_| creation_policy(node)).map(|code| ("creation_policy", vec![code])),
                "UpdatePolicy" => self.update_policy(node).map(|code| ("update_policy", vec![code])),
                "Metadata" => match self.metadata(code.clone(), comments.clone(), node) {
                    Some(with) => {
                        code = with;
                        continue;
                    }
                    None => None,
                },
                _ => None,
            };
            code = match link {
                Some((method, arguments)) => code.then_below(comments, method, arguments),
                None => {
                    let value = self.json(node).code;
                    code.then_below(comments, "attribute", [Code::Atom(literal::escaped(name.as_str())), value])
                }
            };
        }
        code
    }

    fn dependencies(&mut self, node: &Node) -> Option<(&'static str, Vec<Code>)> {
        let handle = |node: &Node| Some(self.handle(&key("Resources", node.as_str()?))?.0);
        if node.as_str().is_some() {
            return Some(("depends_on_one", vec![handle(node)?]));
        }
        let handles: Vec<Code> = node.as_list()?.iter().map(handle).collect::<Option<_>>()?;
        let distinct = handles.iter().enumerate().all(|(index, handle)| !handles[..index].contains(handle));
        match handles.as_slice() {
            [] => None,
            [one] => Some(("depends_on", vec![one.clone()])),
            several if distinct => {
                // Handles of different types are elements alike.
                let items = several.iter().map(|handle| Item::from(handle.clone().then("element", [])));
                Some(("depends_on", vec![Code::Many(["[", "]"], items.collect())]))
            }
            _ => None,
        }
    }

    fn resource_condition(&self, node: &Node) -> Option<(&'static str, Vec<Code>)> {
        let key = key("Conditions", node.as_str()?);
        let condition = Code::Borrowed(Box::new(Code::Element(key.clone())));
        self.elements.contains_key(&key).then(|| ("condition", vec![condition]))
    }

    fn update_policy(&mut self, node: &Node) -> Option<Code> {
        let map =
            node.as_map().filter(|map| !map.is_empty() && !function::has_functions(map) && function::call(node).is_none())?;
        let mut code: Option<Code> = None;
        for (part, value) in map {
            let comments = self.comments_at(part.location());
            let arguments = [Code::Atom(literal::escaped(part.as_str())), self.json(value).code];
            code = Some(match code {
                None => Code::path_call("UpdatePolicy::new", arguments),
                Some(code) => code.then_below(comments, "and", arguments),
            });
        }
        code
    }

    fn metadata(&mut self, mut code: Code, comments: Vec<String>, node: &Node) -> Option<Code> {
        let map = node.as_map().filter(|map| !map.is_empty() && function::call(node).is_none())?;
        let mut above = comments;
        for (name, value) in map {
            above.extend(self.comments_at(name.location()));
            let arguments = [Code::Atom(literal::escaped(name.as_str())), self.json(value).code];
            code = code.then_below(std::mem::take(&mut above), "metadata", arguments);
        }
        Some(code)
    }
}

fn policy_constant(set: &str, node: &Node) -> Option<Code> {
    let constant = match node.as_str()? {
        "Delete" => "DELETE",
        "Retain" => "RETAIN",
        "Snapshot" => "SNAPSHOT",
        "RetainExceptOnCreate" if set == "DeletionPolicy" => "RETAIN_EXCEPT_ON_CREATE",
        _ => return None,
    };
    Some(Code::Path(format!("{set}::{constant}")))
}

fn creation_policy(node: &Node) -> Option<Code> {
    let map = node.as_map()?;
    let signal = map.get("ResourceSignal")?.as_map().filter(|signal| signal.len() == 2)?;
    let count = integer_at(signal, "Count", u64::from(u32::MAX))?;
    let timeout = Code::Atom(literal::escaped(signal.get("Timeout")?.as_str()?));
    let code = Code::path_call("CreationPolicy::signals", [count, timeout]);
    match (map.len(), map.get("AutoScalingCreationPolicy")) {
        (1, _) => Some(code),
        (2, Some(inner)) => {
            let inner = inner.as_map().filter(|inner| inner.len() == 1)?;
            Some(code.then("min_successful_instances_percent", [integer_at(inner, "MinSuccessfulInstancesPercent", 255)?]))
        }
        _ => None,
    }
}

fn integer_at(map: &Map, key: &str, most: u64) -> Option<Code> {
    let crate::template::Content::Number(number) = &map.get(key)?.content else { return None };
    number.as_u64().filter(|number| *number <= most).map(|number| Code::atom(number.to_string()))
}

/// The type that a handle's variable has.
pub(super) fn handle_type(typed: Option<&Typed>) -> String {
    format!("Handle<{}>", typed.map_or_else(|| "Untyped".to_owned(), Typed::path))
}
