//! Whether conditions can hold together: every deployment that they can tell apart is tried.

use super::case::{Fact, excludes};
use super::constraints;
use super::questions::Question;
use super::scenario::{Chosen, Scenario};
use super::scope::{Given, Made, Scope};
use crate::template::Node;

/// The deployments that are tried. Conditions that tell more apart are taken to be able to hold.
const MOST_DEPLOYMENTS: usize = 512;

impl<'a> Scope<'a> {
    /// Whether a deployment can have all of these circumstances, as far as that can be told.
    pub(crate) fn is_possible(&self, facts: &[Fact<'a>]) -> bool {
        facts.len() < 2 || self.possibility(facts) != Some(false)
    }

    /// Whether some deployment surely has all of these conditions, or none has; nothing where that can't be told.
    fn possibility(&self, facts: &[Fact<'a>]) -> Option<bool> {
        // A scenario has decided.
        if self.scenario().is_some() {
            return None;
        }
        if facts.iter().enumerate().any(|(index, fact)| excludes(&[*fact], &facts[index + 1..])) {
            return Some(false);
        }
        let mut open = Vec::new();
        for fact in facts {
            let Fact::Condition(name, wanted) = fact else { continue };
            match self.holds(name) {
                Some(held) if held == *wanted => {}
                Some(_) => return Some(false),
                None => open.push((*name, *wanted)),
            }
        }
        if open.is_empty() {
            return Some(true);
        }
        let questions = self.questions(&open.iter().map(|(name, _)| *name).collect());
        let axes: Vec<Axis<'_>> = questions.iter().map(|question| self.axis(question, facts)).collect();
        let count = axes.iter().map(|axis| axis.choices.len()).try_fold(1_usize, usize::checked_mul);
        let count = count.filter(|count| *count <= MOST_DEPLOYMENTS && self.spend(*count))?;
        let mut is_sure = true;
        for number in 0..count {
            match self.has(&scenario(&axes, number), &open) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => is_sure = false,
            }
        }
        is_sure.then_some(false)
    }

    /// The condition of an element, where a deployment with these circumstances may leave it out.
    pub(crate) fn may_leave_out(&self, element: &'a Node, facts: &[Fact<'a>]) -> Option<&'a str> {
        let name = element.get("Condition").and_then(Node::as_str)?;
        self.may_have(&[facts, &[Fact::Condition(name, false)]].concat()).then_some(name)
    }

    /// Whether some deployment surely has all of these circumstances. Where the template has `Rules`, they may keep its conditions together.
    pub(crate) fn may_have(&self, facts: &[Fact<'a>]) -> bool {
        let is_known = |fact: &Fact<'_>| match fact {
            Fact::Condition(name, _) => self.section("Conditions").is_some_and(|all| all.contains_key(name)),
            Fact::Parameter(..) => true,
        };
        self.section("Rules").is_none() && facts.iter().all(is_known) && self.possibility(facts) == Some(true)
    }

    /// Whether conditions are these at a deployment.
    fn has(&self, scenario: &Scenario, conditions: &[(&str, bool)]) -> Option<bool> {
        let made = Made::default();
        let scope = Scope::new(self.template(), Given { scenario: Some(scenario), ..self.given_values() }, &made);
        let held: Vec<Option<bool>> = conditions.iter().map(|(name, wanted)| Some(scope.holds(name)? == *wanted)).collect();
        if held.contains(&Some(false)) { Some(false) } else { held.into_iter().all(|one| one.is_some()).then_some(true) }
    }

    /// What the answer to a question can be: of a parameter, the values that conditions compare it with and one more, unless it is
    /// known or allows no other.
    fn axis(&self, question: &Question<'a>, facts: &[Fact<'a>]) -> Axis<'a> {
        let (name, compared) = match question {
            Question::Expression(_, compared) => {
                let mut texts: Vec<&String> = compared.iter().map(|(_, text)| text).collect();
                texts.sort();
                texts.dedup();
                let choices = texts.into_iter().cloned().map(Choice::Value).chain([Choice::Other]).collect();
                return Axis { subject: Subject::Expression(compared.clone()), choices };
            }
            Question::Equality(arguments) => {
                return Axis { subject: Subject::Equality(arguments), choices: vec![Choice::Equal(true), Choice::Equal(false)] };
            }
            Question::Parameter(name, compared) => (*name, compared),
        };
        let known = facts.iter().find_map(|fact| match fact {
            Fact::Parameter(same, value) if *same == name => value.scalar(),
            _ => None,
        });
        let choices = match (known, self.parameter(name).and_then(constraints::allowed)) {
            (Some(value), _) => vec![Choice::Value(value)],
            (None, allowed) => {
                let is_other_left = allowed.is_none_or(|allowed| allowed.iter().any(|value| !compared.contains(value)));
                let values = compared.iter().filter(|value| self.may_be(name, value)).cloned().map(Choice::Value);
                values.chain(is_other_left.then_some(Choice::Other)).collect()
            }
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
    /// The arguments of each `Fn::Equals`, and the text in them that the expression is compared with.
    Expression(Vec<(&'a Node, String)>),
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
                let values = axis.choices.iter().filter_map(|choice| match choice {
                    Choice::Value(value) => Some(value.clone()),
                    _ => None,
                });
                scenario.parameters.insert((*name).to_owned(), Chosen::Other(values.collect()));
            }
            (Subject::Expression(compared), choice) => {
                let holds = |text: &String| matches!(choice, Choice::Value(value) if value == text);
                scenario.equalities.extend(compared.iter().map(|(arguments, text)| ((*arguments).clone(), holds(text))));
            }
            (Subject::Equality(arguments), choice) => {
                scenario.equalities.push(((*arguments).clone(), matches!(choice, Choice::Equal(true))));
            }
        }
    }
    scenario
}
