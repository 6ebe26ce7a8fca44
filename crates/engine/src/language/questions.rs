//! What the outcome of conditions depends on, where nothing tells it.

use std::collections::BTreeSet;

use super::scenario::Chosen;
use super::scope::Scope;
use crate::template::{Node, function};

/// What the outcome of conditions depends on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Question<'a> {
    /// The value of a parameter, which is compared with these.
    Parameter(&'a str, Vec<String>),
    /// The value of another expression: the arguments of each `Fn::Equals` that compares it with a text, and the text.
    Expression(&'a Node, Vec<(&'a Node, String)>),
    /// Whether the two arguments of an `Fn::Equals` are equal.
    Equality(&'a Node),
}

impl<'a> Scope<'a> {
    /// What the scenario says about the arguments of an `Fn::Equals` that is decided by nothing else.
    pub(super) fn assumed(&self, arguments: &Node) -> Option<bool> {
        let scenario = self.scenario()?;
        let [one, other] = arguments.as_list()? else { return None };
        let is_other = |node: &Node| {
            let name = function::referred(node);
            name.is_some_and(|name| matches!(scenario.parameters.get(name), Some(Chosen::Other(_))))
        };
        if is_other(one) && other.scalar().is_some() || is_other(other) && one.scalar().is_some() {
            return Some(false);
        }
        scenario.equalities.iter().find(|(known, _)| known == arguments).map(|(_, holds)| *holds)
    }

    /// What the outcome of these conditions depends on, each question once.
    pub(crate) fn questions(&self, conditions: &BTreeSet<&'a str>) -> Vec<Question<'a>> {
        let mut asking = Asking { scope: self, seen: BTreeSet::new(), found: Vec::new() };
        conditions.iter().for_each(|name| asking.condition(name));
        asking.found
    }
}

struct Asking<'s, 'a> {
    scope: &'s Scope<'a>,
    seen: BTreeSet<&'a str>,
    found: Vec<Question<'a>>,
}

impl<'a> Asking<'_, 'a> {
    fn condition(&mut self, name: &'a str) {
        if self.seen.insert(name)
            && let Some(node) = self.scope.section("Conditions").and_then(|all| all.get(name))
        {
            self.test(node);
        }
    }

    /// Every test below a condition. Each condition is looked at once, and a template's depth is limited, so the work is too.
    fn test(&mut self, node: &'a Node) {
        let Some((name, argument)) = function::call(node) else { return };
        match name {
            function::CONDITION => argument.as_str().into_iter().for_each(|name| self.condition(name)),
            function::EQUALS => self.equality(argument),
            function::NOT | function::AND | function::OR => {
                argument.as_list().unwrap_or_default().iter().for_each(|inner| self.test(inner));
            }
            _ => {}
        }
    }

    fn equality(&mut self, argument: &'a Node) {
        let Some([one, other]) = argument.as_list() else { return };
        if self.scope.equality(argument, one, other).is_some() {
            return;
        }
        let compared = match [one, other].map(|node| self.scope.text(node)) {
            [None, Some(text)] => Some((one, text)),
            [Some(text), None] => Some((other, text)),
            _ => None,
        };
        if let Some((name, text)) = compared.as_ref().and_then(|(node, text)| Some((function::referred(node)?, text))) {
            return self.parameter(name, [text.clone()]);
        }
        let lookups = self.scope.open_lookups(argument);
        if lookups.is_empty() {
            match compared {
                Some((node, text)) => self.expression(node, argument, text),
                None if !self.found.contains(&Question::Equality(argument)) => self.found.push(Question::Equality(argument)),
                None => {}
            }
        }
        for lookup in lookups {
            let keys = self.scope.keys(lookup.mapping, lookup.is_first).into_iter().map(str::to_owned);
            self.parameter(lookup.parameter, keys);
        }
    }

    fn expression(&mut self, node: &'a Node, arguments: &'a Node, text: String) {
        let known = self.found.iter_mut().find_map(|question| match question {
            Question::Expression(known, compared) if *known == node => Some(compared),
            _ => None,
        });
        match known {
            Some(compared) => compared.push((arguments, text)),
            None => self.found.push(Question::Expression(node, vec![(arguments, text)])),
        }
    }

    fn parameter(&mut self, name: &'a str, values: impl IntoIterator<Item = String>) {
        let known = self.found.iter_mut().find_map(|question| match question {
            Question::Parameter(known, values) if *known == name => Some(values),
            _ => None,
        });
        let known = match known {
            Some(known) => known,
            None => {
                self.found.push(Question::Parameter(name, Vec::new()));
                let Some(Question::Parameter(_, values)) = self.found.last_mut() else { return };
                values
            }
        };
        for value in values {
            if !known.contains(&value) {
                known.push(value);
            }
        }
    }
}
