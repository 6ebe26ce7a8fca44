//! Under which conditions something is said, where only the deployment knows whether they hold.

use std::collections::BTreeMap;

use super::processed::Processed;
use super::show;
use crate::language::Fact;

/// So many conditions are told apart for one thing that is said.
const MOST_CONDITIONS: usize = 10;

/// A condition by its name and by what defines it: the other side may define it in another way.
type Condition = (String, String);

/// Conditions that hold or do not, all of them together.
#[derive(Clone, Default, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Circumstances(BTreeMap<Condition, bool>);

impl Circumstances {
    /// Those of one side.
    pub(super) fn of(side: &Processed<'_>, facts: &[Fact<'_>]) -> Self {
        let condition = |fact: &Fact<'_>| match fact {
            Fact::Condition(name, holds) => {
                let definition = side.template().section("Conditions").and_then(|all| side.value(all.get(name)?));
                Some((((*name).to_owned(), definition.map(show::node).unwrap_or_default()), *holds))
            }
            Fact::Parameter(..) => None,
        };
        Circumstances(facts.iter().filter_map(condition).collect())
    }

    /// Both together.
    pub(super) fn and(&self, other: &Self) -> Self {
        Circumstances(self.0.iter().chain(&other.0).map(|(condition, holds)| (condition.clone(), *holds)).collect())
    }

    /// These without what the others say as well.
    pub(super) fn without(&self, other: &Self) -> Self {
        let own = self.0.iter().filter(|(condition, holds)| other.0.get(*condition) != Some(*holds));
        Circumstances(own.map(|(condition, holds)| (condition.clone(), *holds)).collect())
    }

    pub(super) fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether they cannot be there together.
    pub(super) fn exclude(&self, other: &Self) -> bool {
        other.0.iter().any(|(condition, holds)| self.0.get(condition).is_some_and(|own| own != holds))
    }

    fn imply(&self, other: &Self) -> bool {
        other.0.iter().all(|(condition, holds)| self.0.get(condition) == Some(holds))
    }

    /// These, with what must hold or not so that none of the others are there; nothing where some of them always are.
    pub(super) fn beyond(&self, others: &[&Self]) -> Option<Self> {
        if others.iter().any(|other| self.imply(other)) {
            return None;
        }
        let open: Vec<&Self> = others.iter().copied().filter(|other| !self.exclude(other)).collect();
        let condition = open.first().and_then(|other| other.0.keys().find(|condition| !self.0.contains_key(*condition)));
        let Some(condition) = condition.filter(|_| self.0.len() < MOST_CONDITIONS) else { return Some(self.clone()) };
        let with = |holds: bool| {
            let mut more = self.clone();
            more.0.insert(condition.clone(), holds);
            more
        };
        [false, true].into_iter().find_map(|holds| with(holds).beyond(&open))
    }

    /// Whether it is known that some deployment has these, which are the others and more.
    pub(super) fn are_surely_possible(&self, others: &Self) -> bool {
        self.0.len() <= others.0.len() + 1 && !self.have_two_of_one_name()
    }

    /// Whether one condition has two definitions in them.
    pub(super) fn have_two_of_one_name(&self) -> bool {
        self.0.keys().zip(self.0.keys().skip(1)).any(|((one, _), (other, _))| one == other)
    }

    /// What both say together, where they differ in one condition only, which holds in one of them.
    pub(super) fn united(&self, other: &Self) -> Option<Self> {
        let is_other = |(condition, holds): &(&Condition, &bool)| other.0.get(*condition) != Some(*holds);
        let mut differing = self.0.iter().filter(is_other);
        let (condition, _) = differing.next().filter(|_| self.0.keys().eq(other.0.keys()))?;
        let mut both = self.clone();
        both.0.remove(condition);
        differing.next().is_none().then_some(both)
    }

    /// In words, behind what they are about.
    pub(super) fn words(&self) -> String {
        let word = |((name, _), holds): (&Condition, &bool)| match holds {
            true => format!("{name} holds"),
            false => format!("{name} does not hold"),
        };
        let words: Vec<String> = self.0.iter().map(word).collect();
        if words.is_empty() { String::new() } else { format!(" where {}", words.join(" and ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::Circumstances;

    fn of(facts: &[(&str, bool)]) -> Circumstances {
        Circumstances(facts.iter().map(|(name, holds)| (((*name).to_owned(), String::new()), *holds)).collect())
    }

    #[test]
    fn what_is_beyond_others_is_where_none_of_them_are() {
        let (always, a, not_a, b) = (of(&[]), of(&[("A", true)]), of(&[("A", false)]), of(&[("B", true)]));
        assert_eq!(always.beyond(&[]), Some(always.clone()));
        assert_eq!(always.beyond(&[&always]), None);
        assert_eq!(always.beyond(&[&a]), Some(not_a.clone()));
        assert_eq!(always.beyond(&[&a, &not_a]), None);
        assert_eq!(a.beyond(&[&b]), Some(of(&[("A", true), ("B", false)])));
        assert_eq!(a.beyond(&[&not_a]), Some(a.clone()));
        assert_eq!(a.united(&not_a), Some(always));
        assert_eq!(a.united(&b), None);
    }
}
