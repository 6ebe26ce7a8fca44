//! The templates after the moves.

use std::collections::{BTreeMap, BTreeSet};

use super::limits::{MOST_STACKS, hindrance};
use super::places::{Places, Pointer, ResourceLocation, states};
use super::rewrite::Rewriter;
use super::{Moved, State};
use crate::language::reference;
use crate::language::stacks::{Stack, StackSource, with_stacks};
use crate::stack::Move;
use crate::template::{Content, Key, Map, Node, Template};

/// The deployed stacks as they are after a refactor.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Refactored {
    /// The moves, and how far each has come.
    pub moves: Vec<Moved>,
    /// The templates that change, by the names of their stacks, in the order of the stacks; those of new stacks last.
    pub templates: Vec<(String, Template)>,
    /// The outputs that come with the moves, as they are imported in the place of references, by stack.
    pub new_outputs: Vec<(String, String)>,
    /// The outputs that go, since what they show is in another stack then.
    pub gone_outputs: Vec<(String, String)>,
}

/// Makes the moves of `after` in what is deployed. Nothing else of the code is taken over, besides the outputs that the other stacks
/// need. Without a value a parameter has its default.
pub fn apply(before: &[StackSource<'_>], after: &[StackSource<'_>], moves: &[Move]) -> Refactored {
    if moves.is_empty() {
        return Refactored::default();
    }
    with_stacks(before, true, |old| with_stacks(after, true, |new| made(before, old.stacks(), new.stacks(), moves)))
}

fn made<'a, 'c>(sources: &[StackSource<'_>], before: &'a [Stack<'a>], after: &'c [Stack<'c>], moves: &[Move]) -> Refactored {
    let mut moves = states(before, moves);
    for moved in moves.iter_mut().filter(|moved| moved.state == State::Pending) {
        if let Some(why) = hindrance(&moved.resource_type) {
            moved.state = State::Blocked(vec![why]);
        }
    }
    // What cannot be moved stays where it is, which may hinder another move: each round has fewer of them.
    loop {
        let places = Places::new(before, after, &moves);
        let mut work = Work { places: &places, sources, problems: BTreeMap::new(), needed: BTreeSet::new(), gone: Vec::new() };
        let mut templates = work.templates(&moves);
        work.limits(&templates, &moves);
        if work.problems.is_empty() {
            let gone_outputs = std::mem::take(&mut work.gone);
            let new_outputs = work.add_outputs(&mut templates, after);
            let templates = templates.into_iter().map(|(name, root)| (name, Template::new(root))).collect();
            return Refactored { moves, templates, new_outputs, gone_outputs };
        }
        let problems = work.problems;
        let all: Vec<String> = problems.values().flatten().cloned().collect();
        let pending = || moves.iter().filter(|moved| moved.state == State::Pending);
        // A problem that is none of one move's is one of all of them.
        let is_of_one = pending().any(|moved| problems.contains_key(&old_place(moved)));
        for moved in moves.iter_mut().filter(|moved| moved.state == State::Pending) {
            match problems.get(&old_place(moved)) {
                Some(why) => moved.state = State::Blocked(why.iter().cloned().collect()),
                None if !is_of_one => moved.state = State::Blocked(all.clone()),
                None => {}
            }
        }
    }
}

fn old_place(moved: &Moved) -> ResourceLocation {
    (moved.said.from_stack.clone(), moved.said.from.as_str().to_owned())
}

struct Work<'a, 'c, 'b> {
    places: &'b Places<'a, 'c>,
    sources: &'b [StackSource<'b>],
    /// What stands against a move.
    problems: BTreeMap<ResourceLocation, BTreeSet<String>>,
    /// The outputs of the code that are imported.
    needed: BTreeSet<(String, String)>,
    gone: Vec<(String, String)>,
}

impl Work<'_, '_, '_> {
    /// The roots of the templates that change.
    fn templates(&mut self, moves: &[Moved]) -> Vec<(String, Node)> {
        let pending: Vec<&Moved> = moves.iter().filter(|moved| moved.state == State::Pending).collect();
        let mut made = Vec::new();
        for source in self.sources {
            let root = self.root(source.name, source.template.root(), &pending);
            if root != *source.template.root() {
                made.push((source.name.to_owned(), root));
            }
        }
        let is_deployed = |name: &str| self.sources.iter().any(|source| source.name == name);
        let mut new: Vec<&str> = pending.iter().map(|moved| moved.said.to_stack).filter(|name| !is_deployed(name)).collect();
        new.dedup();
        for name in new.into_iter().collect::<BTreeSet<_>>() {
            let resources = self.moved_in(name, &pending);
            let version = Node::text("2010-09-09");
            made.push((
                name.to_owned(),
                Node::map([("AWSTemplateFormatVersion", version), ("Resources", Node::new(Content::Map(resources)))]),
            ));
        }
        made
    }

    /// The template of a stack, without what leaves it and with what comes.
    fn root(&mut self, name: &str, root: &Node, pending: &[&Moved]) -> Node {
        let Some(map) = root.as_map() else { return root.clone() };
        let mut made = Map::default();
        for (key, section) in map {
            let section = match (key.as_str(), section.as_map()) {
                ("Resources", Some(resources)) => Node::new(Content::Map(self.resources(name, resources, pending))),
                ("Outputs", Some(outputs)) => Node::new(Content::Map(self.outputs(name, outputs))),
                _ => section.clone(),
            };
            if !(key.as_str() == "Outputs" && section.is_empty()) {
                made.insert(key.clone(), section);
            }
        }
        root.with_content(Content::Map(made))
    }

    fn resources(&mut self, stack: &str, resources: &Map, pending: &[&Moved]) -> Map {
        let mut made = Map::default();
        for (key, node) in resources {
            let place = (stack.to_owned(), key.as_str().to_owned());
            let (to, id) = self.places.new_place(&place);
            if to == stack {
                let key = if id == place.1 { key.clone() } else { Key::new(id, key.location()) };
                let node = self.rewritten(&place, stack, |rewriter| rewriter.resource(node));
                made.insert(key, node);
            }
        }
        made.extend(self.moved_in(stack, pending));
        made
    }

    /// What comes from other stacks.
    fn moved_in(&mut self, stack: &str, pending: &[&Moved]) -> Map {
        let mut made = Map::default();
        for Moved { said, .. } in pending.iter().filter(|moved| moved.said.to_stack == stack && moved.said.from_stack != stack) {
            let Some(source) = self.sources.iter().find(|source| source.name == said.from_stack) else { continue };
            let Some(entry) = source.template.resource(said.from.as_str()) else { continue };
            let place = (said.from_stack.clone(), said.from.as_str().to_owned());
            let node = self.rewritten(&place, stack, |rewriter| rewriter.resource(entry.node));
            made.insert(Key::new(said.to.as_str(), entry.id.location()), node);
        }
        made
    }

    /// The outputs of a stack, without those of what leaves it.
    fn outputs(&mut self, stack: &str, outputs: &Map) -> Map {
        let leaves = |id: &str| self.places.new_place(&(stack.to_owned(), id.to_owned())).0 != stack;
        let (gone, kept): (Vec<_>, Vec<_>) = outputs.iter().partition(|(_, node)| reference::ids(node).into_iter().any(leaves));
        for (key, node) in gone.iter().filter(|(_, node)| node.get("Export").is_some()) {
            if node.get("Value").and_then(|value| Pointer::of(value, stack)).is_none() {
                let why = format!("the output `{}` of the stack `{stack}` exports it together with something else", key.as_str());
                for id in reference::ids(node).into_iter().filter(|id| leaves(id)) {
                    self.problems.entry((stack.to_owned(), id.to_owned())).or_default().insert(why.clone());
                }
            }
        }
        self.gone.extend(gone.into_iter().map(|(key, _)| (stack.to_owned(), key.as_str().to_owned())));
        let mut made = Map::default();
        for (key, node) in kept {
            let place = (stack.to_owned(), String::new());
            made.insert(key.clone(), self.rewritten(&place, stack, |rewriter| rewriter.value(node)));
        }
        made
    }

    /// A part of a stack's template as it is written in the stack `to`.
    fn rewritten(&mut self, place: &ResourceLocation, to: &str, rewrite: impl FnOnce(&mut Rewriter<'_, '_, '_>) -> Node) -> Node {
        let mut rewriter = Rewriter::new(self.places, &place.0, to);
        let made = rewrite(&mut rewriter);
        self.needed.append(&mut rewriter.needed);
        for (cause, why) in rewriter.problems {
            self.problems.entry(cause.unwrap_or_else(|| place.clone())).or_default().insert(why);
        }
        made
    }

    /// What CloudFormation's limits stand against.
    fn limits(&mut self, templates: &[(String, Node)], moves: &[Moved]) {
        let pending = || moves.iter().filter(|moved| moved.state == State::Pending);
        for (name, root) in templates {
            if root.get("Resources").is_some_and(Node::is_empty) {
                let why = format!(
                    "the stack `{name}` would have no resource left, which CloudFormation does not support: deploy it with another one first"
                );
                for moved in pending().filter(|moved| moved.said.from_stack == *name) {
                    self.problems.entry(old_place(moved)).or_default().insert(why.clone());
                }
            }
        }
        if templates.len() > MOST_STACKS {
            let why = format!("{} stacks change, and a refactor takes {MOST_STACKS}: move in steps", templates.len());
            if let Some(last) = pending().next_back() {
                self.problems.entry(old_place(last)).or_default().insert(why);
            }
        }
    }

    /// Adds the outputs that are imported, as the code has them.
    fn add_outputs(&self, templates: &mut Vec<(String, Node)>, after: &[Stack<'_>]) -> Vec<(String, String)> {
        let mut added = Vec::new();
        for (stack, output) in &self.needed {
            let code = after.iter().find(|known| known.name == stack);
            let Some(node) = code.and_then(|code| code.scope.template().section("Outputs")?.get(output.as_str())) else {
                continue;
            };
            if !templates.iter().any(|(name, _)| name == stack) {
                let source = self.sources.iter().find(|source| source.name == stack);
                templates.extend(source.map(|source| (stack.clone(), source.template.root().clone())));
            }
            let Some((_, root)) = templates.iter_mut().find(|(name, _)| name == stack) else { continue };
            if root.at_path(&["Outputs", output]).is_some() {
                continue;
            }
            let Content::Map(map) = &mut root.content else { continue };
            let outputs = map.get_or_insert_with(Key::from("Outputs"), || Node::new(Content::Map(Map::default())));
            if let Content::Map(outputs) = &mut outputs.content {
                outputs.insert(Key::from(output.clone()), exported(node, code));
                added.push((stack.clone(), output.clone()));
            }
        }
        added
    }
}

/// An output of the code, with the name of its export as it is known: the deployed stack may lack what makes it.
fn exported(node: &Node, code: Option<&Stack<'_>>) -> Node {
    let mut made = node.clone();
    let name = code.and_then(|code| {
        let exports = reference::exports(&code.scope);
        let export = exports.into_iter().find(|export| export.node == node)?;
        export.name.scalar()
    });
    if let (Content::Map(map), Some(name)) = (&mut made.content, name) {
        map.insert(Key::from("Export"), Node::map([("Name", Node::text(name))]));
    }
    made
}
