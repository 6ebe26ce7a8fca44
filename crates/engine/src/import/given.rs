//! What a module is made with.

use std::collections::{BTreeMap, BTreeSet};

use super::links::Links;

/// What the module of a stack is made with, beside the template.
pub struct Given<'a> {
    /// The stack's short name.
    pub name: &'a str,
    /// Its name in AWS, where that is not made of the app's and the environment's.
    pub full_name: Option<&'a str>,
    /// What the module is about, in a line.
    pub title: &'a str,
    /// The values of parameters that are written into the module, by name.
    pub values: &'a BTreeMap<String, String>,
    /// The parameters whose values are settings, each with its field.
    pub settings: &'a BTreeMap<String, String>,
    /// What the stack shares with others that are imported with it, and uses of them.
    pub links: &'a Links,
    /// The resource types that the project has typed modules of, beside those that are built in.
    pub generated: &'a BTreeSet<String>,
    /// Whether resources that differ in few values only become loops.
    pub folds: bool,
    /// The constructs that make some of its resources.
    pub constructs: &'a [Recognized],
    /// The findings that are allowed: the logical id, and the code.
    pub allowed: &'a [(String, String)],
}

/// A construct that makes resources of a template, exactly as they are there.
#[derive(Clone, Debug)]
pub struct Recognized {
    /// Its logical id.
    pub id: String,
    /// The resources that it makes.
    pub ids: Vec<String>,
    /// What is called: `constructs::Queue::new`.
    pub path: &'static str,
    /// The arguments, as Rust expressions.
    pub arguments: Vec<String>,
    /// The methods that are called on it, with their arguments.
    pub calls: Vec<(&'static str, Vec<String>)>,
    /// The type of the resource whose handle comes out, where it is one.
    pub handle: Option<&'static str>,
}
