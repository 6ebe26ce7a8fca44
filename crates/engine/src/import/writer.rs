//! What is known while a stack is written: its types, its elements, the comments that are left.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::code::{Code, Item};
use super::comments::Comments;
use super::kind::Kind;
use super::types::{Typed, Types};
use crate::template::{Node, SourceLocation};

/// Writes the parts of a stack.
pub(super) struct Writer {
    pub(super) types: Types,
    pub(super) comments: Comments,
    /// What it uses of other stacks: the argument of `Fn::ImportValue`, the link, and what it denotes.
    pub(super) links: Vec<(Node, Code, Kind)>,
    /// The elements that have a variable, by their keys: those that were written already.
    pub(super) elements: BTreeMap<String, Element>,
}

/// An element of the stack that is held in a variable.
#[derive(Clone)]
pub(super) enum Element {
    Parameter(Kind),
    /// A resource, with its typed module where it has one.
    Resource(Option<Rc<Typed>>),
    /// A resource whose handle is a field of what a construct returned: the key of that, and the field.
    Field(String, &'static str, Rc<Typed>),
    /// What a construct returned, or a network: its type.
    Made(&'static str),
    Condition,
    Mapping,
    /// An output that other stacks use.
    Output,
}

/// The keys of elements: parameters and resources share their names, as `Ref` reads both.
pub(super) fn key(section: &str, id: &str) -> String {
    let section = if section == "Parameters" { "Resources" } else { section };
    format!("{section}/{id}")
}

/// An expression with what is known of its Rust type.
#[derive(Clone, Debug)]
pub(super) struct Emit {
    pub(super) code: Code,
    /// Two expressions of one type can stand in one array.
    pub(super) ty: String,
    /// Whether it fits wherever it stands, so that nothing can be inferred from it.
    pub(super) any: bool,
}

impl Emit {
    pub(super) fn new(code: Code, ty: impl Into<String>) -> Self {
        Emit { code, ty: ty.into(), any: false }
    }

    /// An `Anything`.
    pub(super) fn anything(code: Code) -> Self {
        Emit { code, ty: "Anything".to_owned(), any: true }
    }

    /// The same as an `Anything`: exactly what is written, wherever it stands.
    pub(super) fn raw(self) -> Self {
        if self.any { self } else { Emit::anything(Code::call("raw", [self.code])) }
    }
}

impl Writer {
    /// A list of items that are written in one way, or in several.
    pub(super) fn list(&self, items: Vec<(Vec<String>, Emit)>, tuple: bool) -> Emit {
        let Some((_, first)) = items.first() else {
            return Emit::new(Code::path_call("Vec::<Anything>::new", []), "Vec<Anything>");
        };
        let ty = first.ty.clone();
        let alike = items.iter().all(|(_, item)| item.ty == ty);
        let count = items.len();
        let item = |(comments, emit): (Vec<String>, Emit)| Item { comments, code: emit.code };
        if alike {
            return Emit::new(Code::Many(["[", "]"], items.into_iter().map(item).collect()), format!("[{ty}; {count}]"));
        }
        if tuple && count <= MOST_DIFFERENT {
            let ty = items.iter().map(|(_, item)| item.ty.as_str()).collect::<Vec<_>>().join(",");
            return Emit::new(Code::Many(["(", ")"], items.into_iter().map(item).collect()), format!("({ty})"));
        }
        let items = items.into_iter().map(|(comments, emit)| item((comments, emit.raw()))).collect();
        Emit::new(Code::Many(["[", "]"], items), format!("[Anything; {count}]"))
    }

    /// The comments of what stands at a location.
    pub(super) fn comments_at(&mut self, location: SourceLocation) -> Vec<String> {
        self.comments.take(location)
    }

    /// An attempt to write something one way; the comments that it took come back where it does not fit.
    pub(super) fn attempt<T>(&mut self, write: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mark = self.comments.mark();
        let written = write(self);
        if written.is_none() {
            self.comments.give_back(mark);
        }
        written
    }
}

/// A list of so many different expressions is a tuple.
pub(super) const MOST_DIFFERENT: usize = 16;
