//! The names of variables.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::generate::snake;

/// The fields of parameters that are settings.
pub(super) fn fields<'a>(parameters: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut names = Names::default();
    let named = parameters.into_iter().map(|parameter| (parameter.to_owned(), names.free(&snake(parameter), "value")));
    named.collect()
}

/// What a variable must not be called, since the module calls it: functions of the prelude, and its own variables.
const TAKEN: [&str; 38] = [
    "and",
    "app",
    "base64",
    "cidr",
    "condition",
    "contains",
    "each_member_equals",
    "each_member_in",
    "equals",
    "find_in_map",
    "for_each",
    "formwork",
    "get_att",
    "get_azs",
    "get_stack_output",
    "if_",
    "import_value",
    "join",
    "length",
    "no_value",
    "not",
    "null",
    "object",
    "or",
    "pseudo",
    "raw",
    "ref_",
    "select",
    "self",
    "settings",
    "split",
    "stack",
    "std",
    "sub",
    "to_json_string",
    "transform",
    "u8",
    "vec",
];

/// The names that are given already.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    of: BTreeMap<String, String>,
}

impl Names {
    /// Names an element by its id; where that is taken, by what it is too.
    pub(super) fn give(&mut self, key: &str, id: &str, what: &str) {
        let name = self.free(&snake(id), what);
        self.of.insert(key.to_owned(), name);
    }

    /// A name that is free, made from this one.
    pub(super) fn free(&mut self, wanted: &str, what: &str) -> String {
        let is_free = |name: &String| !self.is_taken(name);
        let wanted = if wanted.is_empty() || wanted == "_" { what.to_owned() } else { wanted.to_owned() };
        let candidates = [wanted.clone(), format!("{}_{what}", wanted.trim_end_matches('_'))].into_iter();
        let numbered = (2..).map(|number| format!("{}_{number}", wanted.trim_end_matches('_')));
        let name = candidates.chain(numbered).find(is_free).unwrap_or(wanted);
        self.taken.insert(name.clone());
        name
    }

    /// Whether something is called so.
    pub(super) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name) || TAKEN.contains(&name)
    }

    /// Keeps a name from being given.
    pub(super) fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// A name that is free: this one, or with a number.
    pub(super) fn numbered(&mut self, wanted: &str) -> String {
        let is_free = |name: &String| !self.is_taken(name);
        let candidates = std::iter::once(wanted.to_owned()).chain((2..).map(|number| format!("{wanted}_{number}")));
        let name = candidates.into_iter().find(is_free).unwrap_or_default();
        self.taken.insert(name.clone());
        name
    }

    /// What an element is called.
    pub(super) fn of(&self, key: &str) -> &str {
        self.of.get(key).map(String::as_str).unwrap_or_default()
    }
}
