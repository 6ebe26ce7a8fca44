//! A construct with its arguments, twice: as it is built, and as it is written.

use crate::import::Recognized;
use crate::stack::{Construct, Stack};

/// A construct that may make resources of a template.
pub(super) struct Recipe {
    pub(super) recognized: Recognized,
    pub(super) build: Box<dyn Fn(&mut Stack)>,
}

/// A construct, and the expression that makes it.
pub(super) struct Draft<C> {
    construct: C,
    recognized: Recognized,
}

impl<C: Construct + Clone + 'static> Draft<C> {
    /// What is called at a path of `formwork::constructs` with these arguments.
    pub(super) fn new(construct: C, path: &'static str, arguments: Vec<String>) -> Self {
        let recognized = Recognized { id: String::new(), ids: Vec::new(), path, arguments, calls: Vec::new(), handle: None };
        Draft { construct, recognized }
    }

    /// The same with one more call, where there is something to call it with.
    pub(super) fn maybe<T>(
        mut self,
        method: &'static str,
        value: Option<T>,
        arguments: impl FnOnce(&T) -> Vec<String>,
        set: impl FnOnce(C, T) -> C,
    ) -> Self {
        if let Some(value) = value {
            self.recognized.calls.push((method, arguments(&value)));
            self.construct = set(self.construct, value);
        }
        self
    }

    /// The same with a call without arguments, where that is so.
    pub(super) fn when(self, method: &'static str, is_so: bool, set: impl FnOnce(C) -> C) -> Self {
        self.maybe(method, is_so.then_some(()), |()| Vec::new(), |construct, ()| set(construct))
    }

    /// The same, whose output is the handle of one resource of this type.
    pub(super) fn handle(mut self, resource_type: &'static str) -> Self {
        self.recognized.handle = Some(resource_type);
        self
    }

    /// Under a logical id.
    pub(super) fn at(self, id: &str) -> Recipe {
        let (construct, id) = (self.construct, id.to_owned());
        let recognized = Recognized { id: id.clone(), ..self.recognized };
        let build = move |stack: &mut Stack| drop(stack.add(id.as_str(), construct.clone()));
        Recipe { recognized, build: Box::new(build) }
    }
}

/// A text as a literal of Rust.
pub(super) fn quoted(text: &String) -> Vec<String> {
    vec![format!("{text:?}")]
}

/// A number or flag as a literal of Rust.
pub(super) fn plain<T: ToString>(value: &T) -> Vec<String> {
    vec![value.to_string()]
}
