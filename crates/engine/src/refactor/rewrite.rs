//! A part of a deployed template, as it is written where its resource will be.

use std::collections::BTreeSet;

use super::places::{Places, Pointer, ResourceLocation};
use crate::language::pseudo;
use crate::template::substitution::{self, Substitution};
use crate::template::{Content, Key, Map, Node, function};

/// Rewrites what stands in the stack `from` for the stack `to`: the same one, unless the resource moves between them.
pub(super) struct Rewriter<'a, 'c, 'b> {
    places: &'b Places<'a, 'c>,
    from: &'b str,
    to: &'b str,
    /// The outputs of other stacks that are imported, by the name of the stack.
    pub(super) needed: BTreeSet<(String, String)>,
    /// The places whose move makes it impossible, and why.
    pub(super) problems: Vec<(Option<ResourceLocation>, String)>,
}

impl<'a, 'c, 'b> Rewriter<'a, 'c, 'b> {
    pub(super) fn new(places: &'b Places<'a, 'c>, from: &'b str, to: &'b str) -> Self {
        Rewriter { places, from, to, needed: BTreeSet::new(), problems: Vec::new() }
    }

    /// A resource.
    pub(super) fn resource(&mut self, node: &Node) -> Node {
        let Some(map) = node.as_map() else { return node.clone() };
        let mut made = Map::default();
        for (key, value) in map {
            let value = match key.as_str() {
                "DependsOn" => self.depends_on(value),
                "Condition" => {
                    self.section_has("Conditions", value);
                    Some(value.clone())
                }
                _ => Some(self.value(value)),
            };
            made.extend(value.map(|value| (key.clone(), value)));
        }
        like(node, Content::Map(made))
    }

    /// What must be there first, as far as it is in the same stack.
    fn depends_on(&self, node: &Node) -> Option<Node> {
        let id = |node: &Node| {
            let place = self.places.new_place(&(self.from.to_owned(), node.as_str()?.to_owned()));
            (place.0 == self.to).then(|| like(node, Content::Text(place.1.into())))
        };
        match node.as_list() {
            None => id(node),
            Some(items) => {
                let kept: Vec<Node> = items.iter().filter_map(id).collect();
                (!kept.is_empty()).then(|| like(node, Content::List(kept)))
            }
        }
    }

    /// A value, with all that is in it.
    pub(super) fn value(&mut self, node: &Node) -> Node {
        if let Some((name, argument)) = function::call(node) {
            match name {
                function::REF | function::GET_ATT => {
                    if let Some(made) = Pointer::of(node, self.from).and_then(|pointer| self.pointed(&pointer)) {
                        return made.at(node.location);
                    }
                }
                function::SUB => return self.substitution(node, argument),
                function::IMPORT_VALUE => {
                    if let Some(made) = self.import(argument) {
                        return made.at(node.location);
                    }
                }
                function::IF => self.section_has("Conditions", argument.as_list().and_then(<[Node]>::first).unwrap_or(argument)),
                function::FIND_IN_MAP => {
                    self.section_has("Mappings", argument.as_list().and_then(<[Node]>::first).unwrap_or(argument));
                }
                _ => {}
            }
        }
        match &node.content {
            Content::List(items) => like(node, Content::List(items.iter().map(|item| self.value(item)).collect())),
            Content::Map(map) => {
                like(node, Content::Map(map.iter().map(|(key, item)| (key.clone(), self.value(item))).collect()))
            }
            _ => node.clone(),
        }
    }

    /// A reference of this stack, as it is written in the other one; nothing where it stays.
    fn pointed(&mut self, pointer: &Pointer) -> Option<Node> {
        let stack = self.places.deployed(self.from)?;
        let id = pointer.place.1.as_str();
        if stack.scope.template().resource(id).is_none() {
            self.element_stays(id);
            return None;
        }
        let new = self.places.new_place(&pointer.place);
        (new != pointer.place || self.from != self.to).then(|| self.reference(pointer, new)).flatten()
    }

    /// A reference to a resource in its new place.
    fn reference(&mut self, old: &Pointer, new: ResourceLocation) -> Option<Node> {
        let pointer = Pointer { place: new, attribute: old.attribute.clone() };
        let (stack, id) = &pointer.place;
        if stack == self.to {
            let id = Node::text(id.clone());
            return Some(match &pointer.attribute {
                None => Node::call(function::REF, id),
                Some(attribute) => Node::call(function::GET_ATT, Node::list([id, Node::text(attribute.clone())])),
            });
        }
        let Some((output, name)) = self.places.export_of(&pointer) else {
            let what = pointer.attribute.as_ref().map_or_else(|| format!("`{id}`"), |attribute| format!("`{id}.{attribute}`"));
            let why = format!("the stack `{}` refers to {what}, which the stack `{stack}` does not share by itself", self.to);
            self.problems.push((self.places.moves(&old.place).then(|| old.place.clone()), why));
            return None;
        };
        self.needed.insert((stack.clone(), output));
        Some(Node::call(function::IMPORT_VALUE, Node::text(name)))
    }

    /// An import of something that moves, or that is in the stack itself now.
    fn import(&mut self, argument: &Node) -> Option<Node> {
        let name = self.known(argument)?;
        let pointer = self.places.exported(&name)?;
        let new = self.places.new_place(&pointer.place);
        (new != pointer.place || new.0 == self.to).then(|| self.reference(&pointer, new)).flatten()
    }

    /// A text that is known in the stack where it stands.
    fn known(&self, node: &Node) -> Option<String> {
        let stack = self.places.deployed(self.from)?;
        let mut found = None;
        // The scope knows the nodes of its own template only.
        stack.scope.template().root().walk(&mut |inner| {
            if let Some((function::IMPORT_VALUE, own)) = function::call(inner).filter(|_| found.is_none()) {
                found = (own == node).then(|| stack.scope.reduce(own)).flatten().and_then(Node::scalar);
            }
        });
        found
    }

    /// A text with variables. What is imported becomes a variable of its own beside the text.
    fn substitution(&mut self, node: &Node, argument: &Node) -> Node {
        let Some(read) = Substitution::of(argument) else { return node.clone() };
        let mut given: Map = read.given.into_iter().flatten().map(|(key, value)| (key.clone(), self.value(value))).collect();
        let text = substitution::replaced(read.text, |variable| {
            if read.given(variable).is_some() {
                return None;
            }
            let place = (self.from.to_owned(), variable.element().to_owned());
            let pointer = Pointer { place, attribute: variable.attribute().map(str::to_owned) };
            let made = self.pointed(&pointer)?;
            let name = match Pointer::of(&made, self.to) {
                Some(local) => {
                    local.attribute.map_or(local.place.1.clone(), |attribute| format!("{}.{attribute}", local.place.1))
                }
                None => {
                    let name: String = variable.0.chars().filter(char::is_ascii_alphanumeric).collect();
                    given.insert(Key::from(name.clone()), made);
                    name
                }
            };
            Some(substitution::variable(&name))
        });
        let text = Node::text(text);
        let argument = if given.is_empty() { text } else { Node::list([text, Node::new(Content::Map(given))]) };
        Node::call(function::SUB, argument).at(node.location)
    }

    /// A parameter or pseudo parameter means the same in another stack only where that has it too.
    fn element_stays(&mut self, name: &str) {
        if self.from == self.to {
            return;
        }
        if pseudo::OF_STACK.contains(&name) {
            let why = format!("it refers to `{name}`, which is another one in the stack `{}`", self.to);
            self.problems.push((None, why));
        } else if !name.starts_with("AWS::") {
            self.section_has("Parameters", &Node::text(name.to_owned()));
        }
    }

    fn section_has(&mut self, section: &str, name: &Node) {
        let Some(name) = name.as_str().filter(|_| self.from != self.to) else { return };
        let of = |stack: &str| self.places.deployed(stack)?.scope.template().section(section)?.get(name);
        if of(self.from).is_some() && of(self.from) != of(self.to) {
            let section = section.trim_end_matches('s').to_lowercase();
            let why =
                format!("it needs the {section} `{name}`, which the deployed stack `{}` does not have in the same way", self.to);
            self.problems.push((None, why));
        }
    }
}

/// Something else in the place of a node.
fn like(node: &Node, content: Content) -> Node {
    node.with_content(content)
}
