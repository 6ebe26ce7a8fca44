//! What varies between deployments, and what it can be.

use std::collections::BTreeMap;

use crate::diff::show;
use crate::language::scenario::{Chosen, Scenario};
use crate::template::Node;

/// Something that only a deployment knows, and everything that it can be.
pub(super) struct Axis<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) choices: Vec<Choice>,
}

/// What varies.
pub(super) enum Subject<'a> {
    /// The value of a parameter.
    Parameter {
        /// Its name.
        name: &'a str,
        /// Whether its value must not be shown.
        is_hidden: bool,
    },
    /// The value of another expression, with what it is compared with.
    Expression {
        /// The expression.
        node: &'a Node,
        /// The arguments of each `Fn::Equals`, and the text in them.
        compared: Vec<(&'a Node, String)>,
    },
    /// Whether the two arguments of an `Fn::Equals` are equal.
    Equality(&'a Node),
}

/// What it can be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Choice {
    /// This value; also outside conditions, where mappings are read by it.
    Value { text: String, is_everywhere: bool },
    /// One of these values, by each of which the same is found in mappings.
    Among(Vec<String>),
    /// Another value, the same on both sides.
    Other,
    /// Any value that is the same on both sides: which one is left open.
    Kept,
    /// Each side has its own default. A side that lacks the parameter, or a default, has none.
    Defaults([Option<String>; 2]),
    /// The two are equal, or they are not.
    Equal(bool),
}

impl Choice {
    /// The values that it tells.
    pub(super) fn texts(&self) -> Vec<String> {
        match self {
            Choice::Value { text, .. } => vec![text.clone()],
            Choice::Among(texts) => texts.clone(),
            Choice::Defaults(defaults) => defaults.iter().flatten().cloned().collect(),
            Choice::Other | Choice::Kept | Choice::Equal(_) => Vec::new(),
        }
    }
}

impl Axis<'_> {
    /// Puts a choice into what a side has.
    pub(super) fn apply(&self, choice: usize, side: usize, values: &mut BTreeMap<String, String>, scenario: &mut Scenario) {
        match (&self.subject, &self.choices[choice]) {
            (Subject::Parameter { name, .. }, Choice::Value { text, is_everywhere }) => {
                if *is_everywhere {
                    values.insert((*name).to_owned(), text.clone());
                }
                scenario.parameters.insert((*name).to_owned(), Chosen::Value(text.clone()));
            }
            (Subject::Parameter { name, .. }, Choice::Among(texts)) => {
                scenario.parameters.insert((*name).to_owned(), Chosen::Among(texts.iter().cloned().collect()));
            }
            (Subject::Parameter { name, is_hidden: true }, Choice::Defaults(defaults)) => {
                if let Some(default) = &defaults[side] {
                    let standing_for = ["(hidden", "(another hidden"][side];
                    scenario.hidden.insert((*name).to_owned(), format!("{standing_for} {name})"));
                    scenario.parameters.insert((*name).to_owned(), Chosen::Value(default.clone()));
                }
            }
            (Subject::Parameter { name, .. }, Choice::Defaults(defaults)) => {
                if let Some(default) = &defaults[side] {
                    values.insert((*name).to_owned(), default.clone());
                }
            }
            (Subject::Parameter { .. }, Choice::Kept) => {}
            (Subject::Parameter { name, .. }, _) => {
                scenario
                    .parameters
                    .insert((*name).to_owned(), Chosen::Other(self.choices.iter().flat_map(Choice::texts).collect()));
            }
            (Subject::Expression { compared, .. }, choice) => {
                let texts = choice.texts();
                let held = compared.iter().map(|(arguments, text)| ((*arguments).clone(), texts.contains(text)));
                scenario.equalities.extend(held);
            }
            (Subject::Equality(arguments), choice) => {
                scenario.equalities.push(((*arguments).clone(), *choice == Choice::Equal(true)));
            }
        }
    }

    /// As it is called where it is left out.
    pub(super) fn name(&self) -> String {
        match &self.subject {
            Subject::Parameter { name, .. } => (*name).to_owned(),
            Subject::Expression { node, .. } => show::node(node),
            Subject::Equality(arguments) => equality(arguments, true),
        }
    }
}

/// `Region = "eu-west-1"`, from the arguments of an `Fn::Equals`.
pub(super) fn equality(arguments: &Node, is_equal: bool) -> String {
    let sides: Vec<String> = arguments.as_list().unwrap_or_default().iter().map(show::node).collect();
    sides.join(if is_equal { " = " } else { " ≠ " })
}
