//! The form of elements outside of resource properties: which entries they have, how they are named.

use crate::check::engine::{Context, Found, Rule};
use crate::diagnostic::{Diagnostic, nearest};
use crate::template::path::Path;
use crate::template::{Content, Key, LogicalId, Map, Node, function};

/// The elements of a section, with what is wrong with them collected.
pub(crate) struct SectionSchema<'a, 'r> {
    rule: &'r Rule,
    section: &'static str,
    /// What one of them is called, for example `parameter`.
    what: &'static str,
    elements: Option<&'a Map>,
    /// What was found.
    pub found: Vec<Found<'static>>,
}

/// The indefinite article of a word.
fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

impl<'a, 'r> SectionSchema<'a, 'r> {
    /// The elements of a section; none where a macro makes them into something else.
    pub(crate) fn new(rule: &'r Rule, context: &Context<'a>, section: &'static str, what: &'static str) -> Self {
        let elements = context.scope().section(section).filter(|_| !context.uses().is_rewritten);
        SectionSchema { rule, section, what, elements, found: Vec::new() }
    }

    /// The elements that are not made by a function.
    pub(crate) fn elements(&self) -> impl Iterator<Item = (&'a Key, &'a Node)> + use<'a> {
        self.elements.into_iter().flatten().filter(|(key, _)| !function::is_function(key.as_str()))
    }

    /// Finds names that are no logical ids.
    pub(crate) fn check_names(&mut self) {
        for (key, _) in self.elements() {
            let Err(error) = LogicalId::validate(key.as_str()) else { continue };
            let mut finding =
                self.rule.finding(format!("`{}` cannot name {} {}: {}", key.as_str(), article(self.what), self.what, error.rule));
            finding.help = error.nearest.map(|near| format!("for example `{near}`"));
            self.put(finding, key, key, &[]);
        }
    }

    /// The elements that are maps; finds those that are not. (`E0000` has those that are null.)
    pub(crate) fn check_maps(&mut self) -> Vec<(&'a Key, &'a Map)> {
        let mut maps = Vec::new();
        for (key, node) in self.elements() {
            match &node.content {
                Content::Map(map) => maps.push((key, map)),
                Content::Null => {}
                _ => {
                    let finding = self.rule.finding(format!("the {} `{}` is not a map", self.what, key.as_str()));
                    self.found.push((
                        finding,
                        node.location.or(key.location()),
                        Path::of([self.section, key.as_str()]).into_owned(),
                    ));
                }
            }
        }
        maps
    }

    /// Finds entries that an element, or a map in it, does not take.
    pub(crate) fn check_entries(&mut self, element: &Key, map: &Map, known: &[&str], path: &[&str]) {
        for (key, _) in map.iter().filter(|(key, _)| !known.contains(&key.as_str()) && !function::is_function(key.as_str())) {
            let of = {
                let element = format!("{} {}", article(self.what), self.what);
                path.last().map_or_else(|| element.clone(), |last| format!("`{last}` of {element}"))
            };
            let mut finding = self.rule.finding(format!("{of} has no entry `{}`", key.as_str()));
            let near = nearest(key.as_str(), known.iter().copied());
            finding.help =
                Some(near.map_or_else(|| format!("it takes {}", known.join(", ")), |near| format!("did you mean `{near}`?")));
            let path: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
            self.put(finding, element, key, &path);
        }
    }

    /// Finds an entry whose value is no text, where it must be.
    pub(crate) fn check_text(&mut self, element: &Key, map: &Map, name: &str) {
        let Some(node) = map.get(name) else { return };
        if node.scalar().is_none() && node.content != Content::Null {
            let finding = self.rule.finding(format!("`{name}` of {} {} must be a string", article(self.what), self.what));
            self.put(finding, element, &Key::new(name.to_owned(), node.location), &[name]);
        }
    }

    /// Puts a finding at an entry of an element.
    pub(crate) fn put(&mut self, finding: Diagnostic, element: &Key, at: &Key, path: &[&str]) {
        let path = Path::of([self.section, element.as_str()].into_iter().chain(path.iter().copied())).into_owned();
        self.found.push((finding, at.location().or(element.location()), path));
    }
}
