//! The way to a node of a template, in steps that are compared as data. Text is made of it here, and read back nowhere.
//!
//! It is here, below the findings, because a finding has one.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use super::function;

/// A step down the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step<'a> {
    /// The entry of a map.
    Key(Cow<'a, str>),
    /// The item of a list, from 0.
    Index(usize),
    /// The item of a list that is known by its name and not by where it stands: the container `web`.
    Named(Cow<'a, str>),
    /// The element of a loop, before the key that the loop makes for it.
    Iteration(Box<Iteration>),
}

/// The element of a loop that something was made for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iteration {
    /// The key of the loop: `Fn::ForEach::Topics`.
    pub key: String,
    /// The element: `web`.
    pub element: String,
}

/// The steps that lead to a node. They borrow from the template that is walked, so that nothing is copied for what is never
/// reported; [`Path::into_owned`] makes them outlive it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path<'a>(Vec<Step<'a>>);

impl Step<'_> {
    /// The key, where the step is one.
    pub fn key(&self) -> Option<&str> {
        match self {
            Step::Key(key) => Some(key),
            _ => None,
        }
    }

    /// Whether the step is this key.
    pub fn is_key(&self, key: &str) -> bool {
        self.key() == Some(key)
    }

    /// The index, where the step is one.
    pub fn index(&self) -> Option<usize> {
        match self {
            Step::Index(index) => Some(*index),
            _ => None,
        }
    }

    /// What an author calls it: the key, or the name of the item.
    pub fn name(&self) -> Option<&str> {
        match self {
            Step::Key(name) | Step::Named(name) => Some(name),
            Step::Index(_) | Step::Iteration(_) => None,
        }
    }

    /// The step with another text for its key or its name, as it is shown.
    #[doc(hidden)]
    #[must_use]
    pub fn map_name(self, text: impl FnOnce(&str) -> String) -> Step<'static> {
        match self.into_owned() {
            Step::Key(name) => Step::Key(text(&name).into()),
            Step::Named(name) => Step::Named(text(&name).into()),
            other => other,
        }
    }

    /// Whether the step leads to an item of a list.
    pub fn is_item(&self) -> bool {
        matches!(self, Step::Index(_) | Step::Named(_))
    }

    fn into_owned(self) -> Step<'static> {
        match self {
            Step::Key(key) => Step::Key(key.into_owned().into()),
            Step::Index(index) => Step::Index(index),
            Step::Named(name) => Step::Named(name.into_owned().into()),
            Step::Iteration(iteration) => Step::Iteration(iteration),
        }
    }
}

impl<'a> Path<'a> {
    /// The way along these keys.
    pub fn of(keys: impl IntoIterator<Item = &'a str>) -> Self {
        keys.into_iter().map(Step::from).collect()
    }

    /// One step further: a text is a key, a number an index.
    pub fn then(&self, step: impl Into<Step<'a>>) -> Self {
        let mut steps = Vec::with_capacity(self.len() + 1);
        steps.extend_from_slice(self);
        steps.push(step.into());
        Path(steps)
    }

    /// This way, and then that one.
    pub fn join(mut self, rest: Path<'a>) -> Self {
        self.0.extend(rest.0);
        self
    }

    /// Goes one step down.
    pub fn push(&mut self, step: impl Into<Step<'a>>) {
        self.0.push(step.into());
    }

    /// Goes one step back.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// Puts a step before the one at an index.
    #[doc(hidden)]
    pub fn insert(&mut self, index: usize, step: Step<'a>) {
        self.0.insert(index, step);
    }

    /// Takes the first step away.
    #[doc(hidden)]
    pub fn remove_first(&mut self) {
        drop(self.0.drain(..self.0.len().min(1)));
    }

    /// The same way, which borrows nothing.
    pub fn into_owned(self) -> Path<'static> {
        self.0.into_iter().map(Step::into_owned).collect()
    }

    /// The steps as they are once the loops are unrolled: without the elements of loops.
    pub fn unrolled(&self) -> impl Iterator<Item = &Step<'a>> + Clone {
        self.iter().filter(|step| !matches!(step, Step::Iteration(_)))
    }

    /// Whether the way begins with these keys, once the loops are unrolled.
    pub fn begins_with(&self, keys: &[&str]) -> bool {
        let mut steps = self.unrolled();
        keys.iter().all(|key| steps.next().is_some_and(|step| step.is_key(key)))
    }

    /// The names on the way, without the functions and the numbers of items between them.
    pub fn names(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.iter().filter_map(Step::name).filter(|name| !function::is_function(name))
    }

    /// Each step as a text: `Resources`, `Web`, `Properties`, `Subnets`, `0`.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        self.iter().map(Step::to_string)
    }

    /// Each step as a text, items of lists in brackets: `Subnets`, `[0]`.
    pub fn bracketed(&self) -> impl Iterator<Item = String> {
        self.iter().map(|step| match step {
            Step::Index(index) => format!("[{index}]"),
            step => step.to_string(),
        })
    }

    /// The way as the name of a property: `ContainerDefinitions[web].Image`.
    pub fn property(&self) -> String {
        let mut text = String::new();
        for (step, shown) in self.iter().zip(self.bracketed()) {
            if !text.is_empty() && !step.is_item() {
                text.push('.');
            }
            text.push_str(&shown);
        }
        text
    }

    /// The texts of the steps with something between them.
    pub fn joined(&self, separator: &str) -> String {
        self.texts().collect::<Vec<_>>().join(separator)
    }
}

impl<'a> FromIterator<Step<'a>> for Path<'a> {
    fn from_iter<I: IntoIterator<Item = Step<'a>>>(steps: I) -> Self {
        Path(steps.into_iter().collect())
    }
}

impl<'a> Deref for Path<'a> {
    type Target = [Step<'a>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a: 's, 's> Borrow<[Step<'s>]> for Path<'a> {
    fn borrow(&self) -> &[Step<'s>] {
        &self.0
    }
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(key: &'a str) -> Self {
        Step::Key(key.into())
    }
}

impl From<String> for Step<'_> {
    fn from(key: String) -> Self {
        Step::Key(key.into())
    }
}

impl From<usize> for Step<'_> {
    fn from(index: usize) -> Self {
        Step::Index(index)
    }
}

impl<'a, const N: usize> From<[&'a str; N]> for Path<'a> {
    fn from(keys: [&'a str; N]) -> Self {
        Path::of(keys)
    }
}

impl<'a> From<Step<'a>> for Path<'a> {
    fn from(step: Step<'a>) -> Self {
        Path(vec![step])
    }
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Key(key) => f.write_str(key),
            Step::Index(index) => index.fmt(f),
            Step::Named(name) => write!(f, "[{name}]"),
            Step::Iteration(iteration) => write!(f, "{}[{}]", iteration.key, iteration.element),
        }
    }
}

/// `backend / Service / Properties / Cluster`
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.joined(" / "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_what_they_are_and_not_what_they_read_like() {
        let named = |name: &'static str| Step::Named(name.into());
        assert_ne!(Path::from(["A", "[web]"]), Path::of(["A"]).then(named("web")));
        assert_ne!(Path::from(["A", "0"]), Path::of(["A"]).then(0));
        assert_ne!(Path::of(["A"]).then(0), Path::of(["A"]).then(named("0")));
        assert_ne!(Path::from(["A.B"]), Path::from(["A", "B"]));
    }

    #[test]
    fn every_text_is_made_here() {
        let path = Path::of(["Containers"]).then(Step::Named("web".into())).then("Ports").then(0).then("a.[b]");
        assert_eq!(path.to_string(), "Containers / [web] / Ports / 0 / a.[b]");
        assert_eq!(path.property(), "Containers[web].Ports[0].a.[b]");
        assert_eq!(path.joined("/"), "Containers/[web]/Ports/0/a.[b]");
        assert_eq!(path.bracketed().collect::<Vec<_>>(), ["Containers", "[web]", "Ports", "[0]", "a.[b]"]);
    }

    #[test]
    fn the_element_of_a_loop_is_a_step_that_what_is_made_does_not_have() {
        let iteration = Iteration { key: "Fn::ForEach::Logs".to_owned(), element: "web".to_owned() };
        let mut path = Path::from(["Resources", "Logweb", "Type"]);
        let made = path.clone();
        path.insert(1, Step::Iteration(Box::new(iteration)));
        assert_eq!(path.to_string(), "Resources / Fn::ForEach::Logs[web] / Logweb / Type");
        assert!(path.unrolled().eq(made.iter()));
        assert!(path.begins_with(&["Resources", "Logweb"]) && !path.begins_with(&["Resources", "Fn::ForEach::Logs[web]"]));
        let written = Path::from(["Resources", "Fn::ForEach::Logs[web]", "Logweb", "Type"]);
        assert_ne!(path, written, "a key that reads like an iteration is none");
    }
}
