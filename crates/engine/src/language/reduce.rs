//! A node as far as it is known: every function that can be resolved replaced by its value, the rest in one form.
//!
//! Two values that are written in different ways but come to the same are equal after this: `Fn::Join` and `Fn::Sub` of the same
//! parts, a mapping's entry and the value itself, both forms of `Fn::GetAtt`.

use super::case::Value;
use super::scope::{LONGEST_TEXT, Scope};
use crate::template::substitution::{self, Part, Substitution, parts};
use crate::template::{Content, Map, Node, function};

/// The pieces of one text that are put together.
const MOST_PIECES: usize = 4096;

/// A piece of a text that is partly known.
pub(crate) enum Piece<'a> {
    /// What is known of it.
    Text(String),
    /// A call whose value only the deployment knows.
    Call(&'a Node),
}

impl Piece<'_> {
    /// What is known of it.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Piece::Text(text) => Some(text),
            Piece::Call(_) => None,
        }
    }
}

impl<'a> Scope<'a> {
    /// A node as far as it is known; nothing where it is left out.
    pub(crate) fn reduce(&self, node: &'a Node) -> Option<&'a Node> {
        match &node.content {
            Content::Null | Content::Bool(_) | Content::Number(_) | Content::Text(_) => return Some(node),
            Content::List(_) | Content::Map(_) => {}
        }
        if let Some(known) = self.reduced.borrow().get(&std::ptr::from_ref(node)) {
            return *known;
        }
        if !self.spend(1) {
            return Some(node);
        }
        let reduced = match function::call(node) {
            Some((name, argument)) => self.reduced_call(node, name, argument),
            None if self.has_reduced_parts(node) => Some(node),
            None => self.copied(node).map(|made| self.make(made)),
        };
        self.reduced.borrow_mut().insert(std::ptr::from_ref(node), reduced);
        reduced
    }

    /// Whether a node says all that is known, as most do. What does not is made together with what it stands in.
    fn is_reduced(&self, node: &'a Node) -> bool {
        match &node.content {
            Content::Null | Content::Bool(_) | Content::Number(_) | Content::Text(_) => true,
            Content::List(_) | Content::Map(_) => {
                let is_known = || self.reduced.borrow().contains_key(&std::ptr::from_ref(node));
                (is_known() || function::call(node).is_some() || self.has_reduced_parts(node))
                    && self.reduce(node).is_some_and(|reduced| std::ptr::eq(reduced, node))
            }
        }
    }

    fn has_reduced_parts(&self, node: &'a Node) -> bool {
        match &node.content {
            Content::List(items) => items.iter().all(|item| self.is_reduced(item)),
            Content::Map(map) => map.values().all(|item| self.is_reduced(item)),
            _ => true,
        }
    }

    /// A copy of a node as far as it is known, of which each part is copied once; nothing where it is left out.
    fn copied(&self, node: &'a Node) -> Option<Node> {
        let content = match &node.content {
            Content::List(items) if !self.is_reduced(node) => Content::List(self.copied_items(items, false)),
            Content::Map(map) if function::call(node).is_none() && !self.is_reduced(node) => {
                Content::Map(map.iter().filter_map(|(key, item)| Some((key.clone(), self.copied(item)?))).collect())
            }
            _ => {
                let reduced = self.reduce(node)?;
                return Some(if self.spend_copy(reduced) { reduced } else { node }.clone());
            }
        };
        Some(node.with_content(content))
    }

    /// The items as far as they are known. Those that are left out go, unless they are arguments, which keep their places.
    fn copied_items(&self, items: &'a [Node], are_arguments: bool) -> Vec<Node> {
        items.iter().filter_map(|item| self.copied(item).or_else(|| are_arguments.then(|| item.clone()))).collect()
    }

    /// Pays for the copy of a node: what is made owns its parts, so functions within functions are copied again at each level.
    fn spend_copy(&self, node: &Node) -> bool {
        let mut count = 0;
        node.walk(&mut |_| count += 1);
        self.spend(count)
    }

    fn reduced_call(&self, node: &'a Node, name: &str, argument: &'a Node) -> Option<&'a Node> {
        match name {
            function::SUB | function::JOIN => Some(self.text_of(node)),
            // What is encoded is easier to read than its code.
            function::BASE64 | function::TO_JSON_STRING => Some(self.residue(node, argument)),
            function::REF => self.reduced_reference(node, argument),
            function::GET_ATT => Some(self.listed_attribute(node, argument)),
            function::IF => match argument.as_list() {
                Some([condition, then, otherwise]) => match self.holds(condition.as_str().unwrap_or_default()) {
                    Some(true) => self.reduce(then),
                    Some(false) => self.reduce(otherwise),
                    None => Some(self.residue(node, argument)),
                },
                _ => Some(self.residue(node, argument)),
            },
            _ => match self.sole(node) {
                Some(Value::Known(known)) => self.reduce(known),
                Some(Value::Absent) => None,
                _ => Some(self.selected_part(node, argument).unwrap_or_else(|| self.residue(node, argument))),
            },
        }
    }

    /// The part of a text that `Fn::Select` takes of what `Fn::Split` makes of it, where the text is known as far as that part goes, but
    /// for pseudo parameters that never have the delimiter in them.
    fn selected_part(&self, node: &'a Node, argument: &'a Node) -> Option<&'a Node> {
        let (function::SELECT, _) = function::call(node)? else { return None };
        let [index, list] = argument.as_list()? else { return None };
        let (function::SPLIT, split) = function::call(list)? else { return None };
        let [delimiter, text] = split.as_list()? else { return None };
        let (index, delimiter) = (self.text(index)?.trim().parse::<usize>().ok()?, self.text(delimiter)?);
        let mut all = Vec::new();
        let is_read = self.pieces(self.reduce(text)?, &mut all);
        let part = part(all, index, &delimiter).filter(|_| is_read)?;
        Some(self.put_together(node, part))
    }

    /// A reference: the value where it is known, also where it is the text of a dynamic reference.
    fn reduced_reference(&self, node: &'a Node, argument: &'a Node) -> Option<&'a Node> {
        let declared = argument.as_str().and_then(|name| Some((name, self.parameter(name)?)));
        if let Some((name, declared)) = declared {
            return Some(self.known_parameter(name, declared).unwrap_or(node));
        }
        match self.sole(node) {
            Some(Value::Known(known)) => Some(known),
            Some(Value::Absent) => None,
            _ => Some(argument.as_str().and_then(|id| self.referred_name(id)).unwrap_or(node)),
        }
    }

    /// `Fn::GetAtt`: the value that it gives back where that is known, else in its list form.
    fn listed_attribute(&self, node: &'a Node, argument: &'a Node) -> &'a Node {
        let known = function::get_att_target(argument).and_then(|(id, attribute)| self.read_back(id, attribute));
        if let Some(known) = known {
            return known;
        }
        let Some((id, attribute)) = argument.as_str().and_then(|dotted| dotted.split_once('.')) else {
            return self.residue(node, argument);
        };
        let [id, attribute] = [id, attribute].map(|text| Node::text(text.to_owned()).at(argument.location));
        let made = Node::call(function::GET_ATT, Node::list([id, attribute]).at(argument.location));
        self.make(node.with_content(made.content))
    }

    /// The call with its arguments as far as they are known.
    fn residue(&self, node: &'a Node, argument: &'a Node) -> &'a Node {
        let made = match &argument.content {
            Content::List(items) if !self.has_reduced_parts(argument) => {
                let content = Content::List(self.copied_items(items, true));
                Some(argument.with_content(content))
            }
            Content::Map(_) if !self.is_reduced(argument) => self.copied(argument),
            _ => None,
        };
        let (Some((key, _)), Some(made)) = (node.as_map().and_then(Map::first), made) else { return node };
        let content = Content::Map(Map::from_iter([(key.clone(), made)]));
        self.make(node.with_content(content))
    }

    /// The function that makes a text, or all of it before a colon, as far as it is known: of what names an ARN and perhaps a part of it.
    #[cfg(feature = "scripts")]
    pub(crate) fn before_colon(&self, node: &'a Node) -> Option<&'a Node> {
        match self.parts(node)?.as_slice() {
            [Piece::Call(call)] => Some(call),
            [Piece::Call(call), Piece::Text(rest)] if rest.starts_with(':') => Some(call),
            _ => None,
        }
    }

    /// What a text consists of, as far as it is known; nothing where its parts can't be told apart.
    pub(crate) fn parts(&self, node: &'a Node) -> Option<Vec<Piece<'a>>> {
        let mut pieces = Vec::new();
        self.pieces(self.reduce(node)?, &mut pieces).then(|| merged(pieces))
    }

    /// A text that `Fn::Sub` or `Fn::Join` makes, with its known parts put together.
    fn text_of(&self, node: &'a Node) -> &'a Node {
        let Some((_, argument)) = function::call(node) else { return node };
        let mut pieces = Vec::new();
        if !self.pieces(node, &mut pieces) {
            return self.residue(node, argument);
        }
        let length: usize = pieces.iter().map(|piece| if let Piece::Text(text) = piece { text.len() } else { 1 }).sum();
        if length > LONGEST_TEXT || !self.spend(length / 16) {
            return node;
        }
        self.put_together(node, pieces)
    }

    /// The text that pieces make, in the place of a call.
    fn put_together(&self, node: &'a Node, pieces: Vec<Piece<'a>>) -> &'a Node {
        let pieces = merged(pieces);
        match pieces.as_slice() {
            [] => self.make(Node::text("").at(node.location)),
            [Piece::Text(text)] => self.make(Node::text(text.clone()).at(node.location)),
            [Piece::Call(call)] => call,
            _ => self.make(node.with_content(as_call(&pieces).content)),
        }
    }

    /// The pieces of a value that becomes part of a text. `false` where its parts can't be told apart.
    fn pieces(&self, node: &'a Node, pieces: &mut Vec<Piece<'a>>) -> bool {
        match function::call(node) {
            Some((function::SUB, argument)) => match Substitution::of(argument) {
                Some(substitution) => self.substituted_pieces(substitution, pieces),
                None => false,
            },
            Some((function::JOIN, argument)) => self.joined_pieces(argument, pieces),
            _ => self.piece(node, pieces),
        }
    }

    /// Adds one value, as far as it is known. `false` where it may be left out or is no text.
    fn piece(&self, node: &'a Node, pieces: &mut Vec<Piece<'a>>) -> bool {
        if pieces.len() > MOST_PIECES {
            return false;
        }
        let Some(reduced) = self.reduce(node) else { return false };
        match function::call(reduced) {
            None => return reduced.scalar().is_some_and(|text| self.piece_of_text(text, pieces)),
            Some((function::SUB | function::JOIN, _)) if !std::ptr::eq(reduced, node) => return self.pieces(reduced, pieces),
            Some((function::IF, _)) => return false,
            Some(_) => pieces.push(Piece::Call(reduced)),
        }
        self.spend(1)
    }

    /// Adds a text, and pays for it. `false` where there are too many.
    fn piece_of_text(&self, text: String, pieces: &mut Vec<Piece<'a>>) -> bool {
        let is_paid = self.spend(1 + text.len() / 16);
        pieces.push(Piece::Text(text));
        is_paid
    }

    fn substituted_pieces(&self, substitution: Substitution<'a>, pieces: &mut Vec<Piece<'a>>) -> bool {
        parts(substitution.text).into_iter().all(|part| match part {
            Part::Text(text) => self.piece_of_text(text.to_owned(), pieces),
            Part::Escaped(name) => {
                pieces.push(Piece::Text(substitution::variable(name)));
                true
            }
            Part::Variable(variable) => match (substitution.given(variable), variable.attribute()) {
                (Some(given), _) => {
                    // What is given is read once; its text is remembered, however often the variable stands there.
                    self.piece(given, pieces)
                }
                (None, Some(attribute)) => {
                    if let Some(known) = self.read_back(variable.element(), attribute) {
                        return self.piece(known, pieces);
                    }
                    let target = [variable.element(), attribute].map(|text| Node::text(text.to_owned()));
                    pieces.push(Piece::Call(self.make(Node::call(function::GET_ATT, Node::list(target)))));
                    true
                }
                (None, None) => self.piece(self.make(Node::call(function::REF, Node::text(variable.0.to_owned()))), pieces),
            },
        })
    }

    fn joined_pieces(&self, argument: &'a Node, pieces: &mut Vec<Piece<'a>>) -> bool {
        let Some([delimiter, list]) = argument.as_list() else { return false };
        let (Some(delimiter), Some(list)) = (self.text(delimiter), self.reduce(list)) else { return false };
        let Some(items) = list.as_list() else { return false };
        items
            .iter()
            .enumerate()
            .all(|(index, item)| (index == 0 || self.piece_of_text(delimiter.clone(), pieces)) && self.pieces(item, pieces))
    }
}

/// One part of a text that is split at a delimiter; nothing where something unknown before its end may hold the delimiter.
fn part<'a>(pieces: Vec<Piece<'a>>, index: usize, delimiter: &str) -> Option<Vec<Piece<'a>>> {
    let (mut found, mut at) = (Vec::new(), 0);
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                for (count, part) in text.split(delimiter).enumerate() {
                    at += usize::from(count > 0);
                    if at == index {
                        found.push(Piece::Text(part.to_owned()));
                    }
                }
                if at > index {
                    return Some(found);
                }
            }
            Piece::Call(call) if never_holds(call, delimiter) => found.extend((at == index).then_some(Piece::Call(call))),
            Piece::Call(_) => return None,
        }
    }
    (at == index).then_some(found)
}

/// Whether a reference is a pseudo parameter in whose values no delimiter of this one character can be.
fn never_holds(call: &Node, delimiter: &str) -> bool {
    let others = match function::referred(call) {
        Some("AWS::AccountId" | "AWS::Partition" | "AWS::Region" | "AWS::StackName") => "-",
        Some("AWS::URLSuffix") => "-.",
        _ => return false,
    };
    let mut letters = delimiter.chars();
    let is_outside = |letter: char| !letter.is_alphanumeric() && !others.contains(letter);
    letters.next().is_some_and(is_outside) && letters.next().is_none()
}

/// The pieces with neighbouring texts made one.
fn merged(pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    let mut merged: Vec<Piece<'_>> = Vec::new();
    for piece in pieces {
        match (piece, merged.last_mut()) {
            (Piece::Text(text), _) if text.is_empty() => {}
            (Piece::Text(text), Some(Piece::Text(before))) => before.push_str(&text),
            (piece, _) => merged.push(piece),
        }
    }
    merged
}

/// A `Fn::Sub` of pieces, or a `Fn::Join` where one of them has no form in its text.
fn as_call(pieces: &[Piece<'_>]) -> Node {
    let written: Option<String> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => Some(substitution::escaped(text).into_owned()),
            Piece::Call(call) => as_variable(call),
        })
        .collect();
    match written {
        Some(text) => Node::call(function::SUB, Node::text(text)),
        None => {
            let items = pieces.iter().map(|piece| match piece {
                Piece::Text(text) => Node::text(text.clone()),
                Piece::Call(call) => (*call).clone(),
            });
            Node::call(function::JOIN, Node::list([Node::text(""), Node::list(items)]))
        }
    }
}

/// A reference as a variable of a text.
fn as_variable(call: &Node) -> Option<String> {
    match function::call(call)? {
        (function::REF, argument) => argument.as_str().map(substitution::variable),
        (function::GET_ATT, argument) => {
            function::get_att_target(argument).map(|(id, attribute)| substitution::variable(&format!("{id}.{attribute}")))
        }
        _ => None,
    }
}
