//! What a module is made with.

use std::collections::{BTreeMap, BTreeSet};

use super::links::Links;
use crate::template::Node;

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
    /// The network that they are in, where no construct of the stack makes it.
    pub network: Option<&'a Call>,
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
    /// The expression that makes it.
    pub call: Call,
    /// What comes out where it is added.
    pub output: Output,
}

/// What is called: `constructs::Queue::new(60)`, and the methods on it.
#[derive(Clone, Debug)]
pub struct Call {
    /// The function.
    pub path: &'static str,
    /// Its arguments.
    pub arguments: Vec<Expression>,
    /// The methods that are called on what it makes, with their arguments.
    pub calls: Vec<(&'static str, Vec<Expression>)>,
}

/// An argument.
#[derive(Clone, Debug)]
pub enum Expression {
    /// A literal.
    Literal(String),
    /// A path: a constant.
    Path(String),
    /// What stands in the template, where this kind is expected, as the generator names it.
    Value(Node, &'static str),
    /// One text of the template, or a list of them.
    OneOrMany(Node),
    /// A statement of a policy.
    Statement(Node),
    /// Who a statement of a policy speaks of.
    Principal(Node),
    /// `&` the variable of this logical id, which is of this type.
    Variable(String, &'static str),
    /// `&` the variable of the network.
    Network,
    /// What a function makes.
    Call(Call),
    /// `(a, b)`, `[a, b]`: the brackets, and what stands between.
    Many([&'static str; 2], Vec<Expression>),
}

/// What comes out where a construct is added.
#[derive(Clone, Debug)]
pub enum Output {
    /// The handle of a resource of this type.
    Handle(&'static str),
    /// A struct of this type, with handles: the logical id, the field, and the resource type of each.
    Struct(&'static str, Vec<(String, &'static str, &'static str)>),
}

impl Expression {
    /// Calls `visit` for every expression in it.
    pub(super) fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expression)) {
        visit(self);
        match self {
            Expression::Call(call) => call.walk(visit),
            Expression::Many(_, items) => items.iter().for_each(|item| item.walk(visit)),
            _ => {}
        }
    }
}

impl Call {
    /// Calls `visit` for every expression in it.
    pub(super) fn walk<'e>(&'e self, visit: &mut dyn FnMut(&'e Expression)) {
        let arguments = self.arguments.iter().chain(self.calls.iter().flat_map(|(_, arguments)| arguments));
        arguments.for_each(|argument| argument.walk(visit));
    }

    /// Whether it names the network.
    pub(super) fn is_in_network(&self) -> bool {
        let mut found = false;
        self.walk(&mut |expression| found |= matches!(expression, Expression::Network));
        found
    }
}
