//! Which elements of a template its functions name, and which it therefore does not need.

use std::collections::BTreeSet;

use crate::language::Program;
use crate::language::opaque::Cause;
use crate::template::{Content, Key, Node, dynamic, function};

/// The names that a template uses.
#[derive(Default)]
pub(crate) struct Uses<'a> {
    /// Names that `Ref`, `Fn::GetAtt` and `Fn::Sub` read, and parameters that the section `Rules` asks for.
    pub referred: BTreeSet<&'a str>,
    /// Mappings that `Fn::FindInMap` reads.
    pub mappings: BTreeSet<&'a str>,
    /// Conditions that elements, `Fn::If` and other conditions name.
    pub conditions: BTreeSet<&'a str>,
    /// What each element of a section refers to.
    pub elements: Vec<Element<'a>>,
    /// How many dynamic references begin.
    pub dynamic_references: usize,
    /// Whether a function or loop of the language extensions is there.
    pub has_extensions: bool,
    /// Whether some `Fn::FindInMap` chooses its mapping when the stack deploys.
    pub chooses_mapping: bool,
    /// Whether something that is not in the file takes part: a macro, an included file.
    pub is_rewritten: bool,
}

/// An element of a section: a resource, an output.
pub(crate) struct Element<'a> {
    /// The key of the section.
    pub section: &'a str,
    /// Its own.
    pub key: &'a str,
    /// The element.
    pub node: &'a Node,
    /// The ids that it refers to.
    pub ids: Vec<&'a str>,
}

impl<'a> Uses<'a> {
    /// What a template uses: what its loops make does, and so do the loops themselves.
    pub(crate) fn of(program: &'a Program<'a>) -> Self {
        let is_rewritten = program.opaque().iter().any(|opaque| matches!(opaque.cause, Cause::Include(_) | Cause::Macro(_)));
        let mut uses = Uses { is_rewritten, ..Uses::default() };
        uses.add(program.expanded().root());
        if !std::ptr::eq(program.expanded(), program.written()) {
            uses.add(program.written().root());
        }
        uses
    }

    /// Adds what a template uses, in one walk over all of it.
    fn add(&mut self, root: &'a Node) {
        for (section, content) in root.as_map().into_iter().flatten() {
            let mut ids = Vec::new();
            match &content.content {
                Content::Map(elements) => {
                    self.call(content, &mut ids);
                    elements.iter().for_each(|(key, node)| self.element(section, key, node));
                }
                _ => self.entry(section, content, &mut ids),
            }
            self.referred.extend(ids);
        }
    }

    fn element(&mut self, section: &'a Key, key: &'a Key, node: &'a Node) {
        let mut ids = Vec::new();
        self.entry(key, node, &mut ids);
        self.referred.extend(&ids);
        self.elements.push(Element { section: section.as_str(), key: key.as_str(), node, ids });
    }

    fn entry(&mut self, key: &'a Key, node: &'a Node, ids: &mut Vec<&'a str>) {
        match key.as_str() {
            "Condition" => self.conditions.extend(node.as_str()),
            name => self.has_extensions |= name.starts_with(function::FOR_EACH),
        }
        self.node(node, ids);
    }

    fn node(&mut self, node: &'a Node, ids: &mut Vec<&'a str>) {
        match &node.content {
            Content::Text(text) if text.contains('{') => self.dynamic_references += dynamic::references(text).count(),
            Content::List(items) => items.iter().for_each(|item| self.node(item, ids)),
            Content::Map(map) => {
                self.call(node, ids);
                map.iter().for_each(|(key, inner)| self.entry(key, inner, ids));
            }
            _ => {}
        }
    }

    fn call(&mut self, node: &'a Node, ids: &mut Vec<&'a str>) {
        let Some((name, argument)) = function::call(node) else { return };
        let first = || argument.as_list().and_then(<[Node]>::first);
        match name {
            function::IF => self.conditions.extend(first().and_then(Node::as_str)),
            function::FIND_IN_MAP => match first().and_then(Node::as_str) {
                Some(mapping) => self.mappings.extend([mapping]),
                None => self.chooses_mapping = true,
            },
            function::LENGTH | function::TO_JSON_STRING => self.has_extensions = true,
            "Fn::ValueOf" | "Fn::ValueOfAll" => ids.extend(first().and_then(Node::as_str)),
            _ => ids.extend(function::references(name, argument)),
        }
    }
}
