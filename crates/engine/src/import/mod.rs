//! Import: any template as the Rust that writes it again.
//!
//! Every part of a template has some form here: typed where the type is built in and the value fits its kind, otherwise exactly as it
//! stands. So there is nothing that is refused; the proof that both are equal is the synthesis of what was written.

mod code;
mod comments;
mod compare;
mod function;
mod kind;
mod literal;
mod module;
mod names;
mod order;
mod parts;
mod policy;
mod resource;
mod section;
mod statement;
mod subject;
mod types;
mod value;
mod writer;

use std::collections::BTreeMap;

use crate::template::read::Comment;
use crate::template::{Node, Template};

/// What the module of a stack is made with, beside the template.
pub struct Given<'a> {
    /// The stack's short name.
    pub name: &'a str,
    /// Its name in AWS, where that is not made of the app's and the environment's.
    pub full_name: Option<&'a str>,
    /// What the module is about, in a line.
    pub title: &'a str,
    /// The values of parameters, by name.
    pub values: &'a BTreeMap<String, String>,
    /// The findings that are allowed: the logical id, and the code.
    pub allowed: &'a [(String, String)],
}

/// The source of a module with a function `stack`, which adds the stack of this template to an app.
pub fn stack(template: &Template, comments: &[Comment], given: &Given) -> String {
    let mut statements = statement::all(template, comments, given);
    let list = std::mem::take(&mut statements.list);
    let parts = parts::divide(list, &mut statements.names);
    module::text(&parts, &statements, given)
}

/// The places where the tree that was synthesized differs from the one that was imported, in words. Keys may have any order.
pub fn differences(imported: &Node, synthesized: &Node) -> Vec<String> {
    compare::differences(imported, synthesized)
}
