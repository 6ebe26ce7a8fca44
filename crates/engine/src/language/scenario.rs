//! What the conditions of a template are taken to find, where only the deployment knows it.

use std::collections::{BTreeMap, BTreeSet};

use crate::template::Node;

/// What conditions find at one deployment. Values outside conditions stay unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Scenario {
    /// The values of parameters and pseudo parameters, by name.
    pub(crate) parameters: BTreeMap<String, Chosen>,
    /// What stands for the values of hidden parameters outside of conditions, by name: they can be told apart, and are not shown.
    pub(crate) hidden: BTreeMap<String, String>,
    /// Whether the two arguments of an `Fn::Equals` are equal.
    pub(crate) equalities: Vec<(Node, bool)>,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Chosen {
    /// This one.
    Value(String),
    /// One of these.
    Among(BTreeSet<String>),
    /// None of these: those that conditions compare it with, and others that are looked at.
    Other(BTreeSet<String>),
}

impl Scenario {
    /// Whether a parameter may have this value.
    pub(super) fn may_be(&self, name: &str, text: &str) -> bool {
        self.parameters.get(name).is_none_or(|chosen| match chosen {
            Chosen::Value(value) => value == text,
            Chosen::Among(values) => values.contains(text),
            Chosen::Other(values) => !values.contains(text),
        })
    }

    /// The value that conditions see.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        match self.parameters.get(name)? {
            Chosen::Value(value) => Some(value),
            Chosen::Among(_) | Chosen::Other(_) => None,
        }
    }
}
