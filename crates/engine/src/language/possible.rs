//! Whether conditions can hold together: every deployment that they can tell apart is tried.

use std::collections::BTreeSet;

use super::case::Fact;
use super::questions::Question;
use super::scenario::{Chosen, Scenario};
use super::scope::{Given, Made, Scope};
use crate::template::Node;

/// The deployments that are tried. Conditions that tell more apart are taken to be able to hold.
const MOST_DEPLOYMENTS: usize = 512;

impl<'a> Scope<'a> {
    /// Whether some deployment has all of these conditions; yes as well where that can't be told.
    pub(crate) fn is_possible(&self, facts: &[Fact<'a>]) -> bool {
        let conditions = facts.iter().filter_map(|fact| match fact {
            Fact::Condition(name, wanted) => Some((*name, *wanted)),
            Fact::Parameter(..) => None,
        });
        let conditions: Vec<(&str, bool)> = conditions.filter(|(name, wanted)| self.holds(name) != Some(*wanted)).collect();
        if conditions.iter().any(|(name, wanted)| self.holds(name) == Some(!wanted)) {
            return false;
        }
        // With one fact there is nothing to contradict, and a scenario has decided.
        if facts.len() < 2 || conditions.is_empty() || self.scenario().is_some() {
            return true;
        }
        let questions = self.questions(&conditions.iter().map(|(name, _)| *name).collect());
        let axes: Vec<Axis<'_>> = questions.iter().map(|question| self.axis(question, facts)).collect();
        let count = axes.iter().map(|axis| axis.choices.len()).try_fold(1_usize, usize::checked_mul);
        let Some(count) = count.filter(|count| *count <= MOST_DEPLOYMENTS && self.spend(*count)) else { return true };
        (0..count).any(|number| self.has(&scenario(&axes, number), &conditions))
    }

    /// The condition of an element, where a deployment with these circumstances may leave it out. Where the template has `Rules`, they may
    /// keep its conditions together.
    pub(crate) fn may_leave_out(&self, element: &'a Node, facts: &[Fact<'a>]) -> Option<&'a str> {
        let name = element.get("Condition").and_then(Node::as_str)?;
        let is_known = |fact: &Fact<'_>| match fact {
            Fact::Condition(name, _) => self.section("Conditions").is_some_and(|all| all.contains_key(*name)),
            Fact::Parameter(..) => true,
        };
        let facts = [facts, &[Fact::Condition(name, false)]].concat();
        let may_be = self.section("Rules").is_none() && facts.iter().all(is_known) && self.is_possible(&facts);
        may_be.then_some(name)
    }

    /// Whether conditions are these at a deployment.
    fn has(&self, scenario: &Scenario, conditions: &[(&str, bool)]) -> bool {
        let made = Made::default();
        let scope = Scope::new(self.template(), Given { scenario: Some(scenario), ..self.given_values() }, &made);
        conditions.iter().all(|(name, wanted)| scope.holds(name).is_none_or(|held| held == *wanted))
    }

    /// What the answer to a question can be: of a parameter, the values that conditions compare it with and one more, unless it is
    /// known or allows no other.
    fn axis(&self, question: &Question<'a>, facts: &[Fact<'a>]) -> Axis<'a> {
        let (name, compared) = match question {
            Question::Equality(arguments) => {
                return Axis { subject: Subject::Equality(arguments), choices: vec![Choice::Equal(true), Choice::Equal(false)] };
            }
            Question::Parameter(name, compared) => (*name, compared),
        };
        let known = facts.iter().find_map(|fact| match fact {
            Fact::Parameter(same, value) if *same == name => value.scalar(),
            _ => None,
        });
        let allowed = self.parameter(name).and_then(|declared| declared.get("AllowedValues")?.as_list());
        let allowed: Option<BTreeSet<String>> = allowed.and_then(|values| values.iter().map(Node::scalar).collect());
        let choices = match (known, allowed) {
            (Some(value), _) => vec![Choice::Value(value)],
            (None, Some(allowed)) => {
                let is_other_left = allowed.iter().any(|value| !compared.contains(value));
                let values = compared.iter().filter(|value| allowed.contains(*value)).cloned().map(Choice::Value);
                values.chain(is_other_left.then_some(Choice::Other)).collect()
            }
            (None, None) => compared.iter().cloned().map(Choice::Value).chain([Choice::Other]).collect(),
        };
        Axis { subject: Subject::Parameter(name), choices }
    }
}

/// Something that only the deployment knows, and what it can be.
struct Axis<'a> {
    subject: Subject<'a>,
    choices: Vec<Choice>,
}

enum Subject<'a> {
    Parameter(&'a str),
    Equality(&'a Node),
}

enum Choice {
    Value(String),
    Other,
    Equal(bool),
}

/// The deployment of a number, counted through all choices.
fn scenario(axes: &[Axis<'_>], mut number: usize) -> Scenario {
    let mut scenario = Scenario::default();
    for axis in axes {
        let choice = &axis.choices[number % axis.choices.len()];
        number /= axis.choices.len();
        match (&axis.subject, choice) {
            (Subject::Parameter(name), Choice::Value(value)) => {
                scenario.parameters.insert((*name).to_owned(), Chosen::Value(value.clone()));
            }
            (Subject::Parameter(name), _) => {
                scenario.parameters.insert((*name).to_owned(), Chosen::Other);
            }
            (Subject::Equality(arguments), choice) => {
                scenario.equalities.push(((*arguments).clone(), matches!(choice, Choice::Equal(true))));
            }
        }
    }
    scenario
}
