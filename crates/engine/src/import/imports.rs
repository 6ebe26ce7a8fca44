//! What the module imports.

use std::collections::BTreeSet;

use crate::schema::generate::{module_name, service_of};

/// The names of `formwork::stack` that the prelude lacks, since resources have nested types or fields of these names.
const NAMES: [&str; 8] =
    ["Anything", "CreationPolicy", "DeletionPolicy", "Rule", "Test", "UpdatePolicy", "UpdateReplacePolicy", "condition"];

/// The names that are used, and the modules of services that the prelude lacks.
pub(super) struct Imports {
    names: BTreeSet<String>,
    own: BTreeSet<String>,
    /// The modules of services that the project has itself.
    generated: BTreeSet<String>,
}

impl Imports {
    /// Nothing yet, in a project that has generated modules of these types.
    pub(super) fn of(types: &BTreeSet<String>) -> Self {
        let generated = types.iter().map(|type_name| module_name(service_of(type_name))).collect();
        Imports { names: BTreeSet::new(), own: BTreeSet::new(), generated }
    }

    /// The names with which the paths of a text begin: those that are imported.
    pub(super) fn collect(&mut self, path: &str) {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut rest = path;
        while let Some(start) = rest.find(is_name) {
            let length = rest[start..].find(|c| !is_name(c)).unwrap_or(rest.len() - start);
            let (before, token, after) = (&rest[..start], &rest[start..start + length], &rest[start + length..]);
            // `::<` begins the arguments of a type, and what stands there begins a path.
            if !before.ends_with("::") {
                self.begins(token, after.starts_with("::"));
            }
            rest = after;
        }
    }

    fn begins(&mut self, token: &str, is_module: bool) {
        let names = if is_module && self.generated.contains(token) { &mut self.own } else { &mut self.names };
        names.insert(token.to_owned());
    }

    /// The lines.
    pub(super) fn lines(self, reads_settings: bool) -> String {
        let mut lines = Vec::new();
        lines.extend(group("crate::aws", self.own.into_iter().collect()));
        let used = NAMES.iter().filter(|name| self.names.contains(**name));
        lines.extend(group("formwork::stack", used.map(|name| (*name).to_owned()).collect()));
        lines.extend(self.names.contains("constructs").then(|| "use formwork::constructs;".to_owned()));
        lines.push("use formwork::prelude::*;".to_owned());
        lines.extend(reads_settings.then(|| "use serde::Deserialize;".to_owned()));
        lines.sort();
        lines.join("\n") + "\n"
    }
}

fn group(module: &str, names: Vec<String>) -> Option<String> {
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("use {module}::{one};")),
        several => Some(format!("use {module}::{{{}}};", several.join(", "))),
    }
}
