//! What the conditions of a template are taken to find, where only the deployment knows it.

use std::collections::BTreeMap;

use crate::template::Node;

/// What conditions find at one deployment. Values outside conditions stay unknown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scenario {
    /// The values of parameters and pseudo parameters, by name.
    pub(crate) parameters: BTreeMap<String, Chosen>,
    /// Whether the two arguments of an `Fn::Equals` are equal.
    pub(crate) equalities: Vec<(Node, bool)>,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Chosen {
    /// This one.
    Value(String),
    /// One that no condition compares it with.
    Other,
}

impl Scenario {
    /// The value that conditions see.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        match self.parameters.get(name)? {
            Chosen::Value(value) => Some(value),
            Chosen::Other => None,
        }
    }
}
