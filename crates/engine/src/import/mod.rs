//! Import: any template as the Rust that writes it again.
//!
//! Every part of a template has some form here: typed where the type is built in and the value fits its kind, otherwise exactly as it
//! stands. So there is nothing that is refused; the proof that both are equal is the synthesis of what was written.

mod body;
mod code;
mod comments;
mod compare;
mod construct;
mod fold;
mod function;
mod given;
mod imports;
mod kind;
mod links;
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
mod task;
mod types;
mod value;
mod writer;

pub use compare::Difference;
pub use given::{Call, Expression, Given, Output, Recognized};
pub use links::{Import, Linked, Links, links};
pub use task::{TaskDefinition, task_definition};

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::generate::{is_built_in, rust_type};
use crate::template::read::Comment;
use crate::template::{Node, Template};

/// The source of a module with a function `stack`, which adds the stack of this template to an app.
pub fn stack(template: &Template, comments: &[Comment], given: &Given) -> String {
    let mut statements = statement::all(template, comments, given);
    let list = std::mem::take(&mut statements.list);
    let list = if given.folds { fold::folded(list, &mut statements.names) } else { list };
    let exports = given.links.exports.keys().map(|id| writer::key("Outputs", id)).collect();
    let parts = parts::divide(list, &exports, &mut statements.names);
    module::text(&parts, &statements, given)
}

/// Whether the last of these constructs could only be added after something that needs it. The others could be added without it.
pub fn is_circular(template: &Template, constructs: &[&Recognized], network: Option<&Call>) -> bool {
    template.section("Resources").is_some_and(|resources| order::is_circular(resources, constructs, network))
}

/// The constructs that are given and whose arguments cannot be written.
pub fn not_written(template: &Template, given: &Given) -> Vec<String> {
    statement::all(template, &[], given).not_written
}

/// The places where the tree that was synthesized differs from the one that was imported, in words. Keys may have any order.
pub fn differences(imported: &Node, synthesized: &Node) -> Vec<Difference> {
    compare::differences(imported, synthesized)
}

/// The fields of parameters whose values become settings, by their names.
pub fn fields<'a>(parameters: impl IntoIterator<Item = &'a str>) -> BTreeMap<String, String> {
    names::fields(parameters)
}

/// The resource types of a template that are not built in and have a schema: modules of them can be generated.
pub fn not_built_in(template: &Template) -> BTreeSet<String> {
    let has_module = |name: &&str| !is_built_in(name) && rust_type(name).is_some() && !OPEN.contains(name);
    template.resources().map(|resource| resource.resource_type).filter(has_module).map(str::to_owned).collect()
}

/// Types whose properties are their author's own.
const OPEN: [&str; 1] = ["AWS::CloudFormation::CustomResource"];

/// The source of a function `policy`, which makes this policy document. `title` says where it comes from.
pub fn policy(document: &Node, title: &str) -> String {
    let (code, ty) = statement::value(document);
    module::of_value("policy", &code, &ty, title)
}
