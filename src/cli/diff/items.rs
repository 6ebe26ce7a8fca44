//! The changes of a resource, those of the items of one list together.

use indexmap::IndexMap;

use super::cut::cut;
use super::value::{self, Shown, said};
use super::words::{self, Words};
use crate::diff::{Change, ResourceChange};
use crate::template::path::{Path, Step};

/// A changed value, or the items of a list that come and go.
pub(super) struct Changed<'a> {
    pub first: &'a Change,
    /// The items, where there are several.
    pub items: Option<Vec<&'a Change>>,
    /// Where it stands.
    pub name: String,
    /// What it does, in words.
    pub effect: String,
}

impl<'a> Changed<'a> {
    /// A change outside the resources.
    pub(super) fn outside(change: &'a Change) -> Self {
        Changed { first: change, items: None, name: words::name(change), effect: words::effect(change) }
    }

    /// How it reads in one line of at most so many characters, or in lines of at most so many below its name.
    pub(super) fn shown(&self, words: &Words, rooms: [usize; 2]) -> Shown {
        match &self.items {
            Some(items) => shown(items, words, rooms),
            None => value::shown(self.first, words, rooms),
        }
    }
}

/// The changes of a resource in their order.
pub(super) fn of(resource: &ResourceChange) -> Vec<Changed<'_>> {
    let mut groups: IndexMap<(usize, String, String, Option<&str>), Vec<&Change>> = IndexMap::new();
    for (index, change) in resource.changes.iter().enumerate() {
        let (effect, under) = (words::effect_in(resource, change), change.under.as_deref());
        // What is no item is alone in its group.
        let key = match list(change) {
            Some(list) => (usize::MAX, list, effect, under),
            None => (index, words::name(change), effect, under),
        };
        groups.entry(key).or_default().push(change);
    }
    let changed = groups.into_iter().map(|((_, name, effect, _), changes)| match changes.as_slice() {
        [first] => Some(Changed { first, items: None, name: words::name(first), effect }),
        [first, ..] => Some(Changed { first, name, effect, items: Some(changes.clone()) }),
        [] => None,
    });
    changed.flatten().collect()
}

/// The list of which an item comes or goes.
fn list(change: &Change) -> Option<String> {
    let (Step::Index(_), list) = change.path.split_last()? else { return None };
    let is_one_sided = change.before.is_some() != change.after.is_some() && change.through.is_none();
    is_one_sided.then(|| list.iter().cloned().collect::<Path<'_>>().property())
}

/// Items that come and go: in one line of at most so many characters, or in a line for each.
fn shown(items: &[&Change], words: &Words, [first, room]: [usize; 2]) -> Shown {
    let item = |change: &&Change| match (change.is_secret, &change.before, &change.after) {
        (true, ..) => "(hidden)".to_owned(),
        (_, Some(node), _) | (_, None, Some(node)) => said(change, node),
        (_, None, None) => String::new(),
    };
    let sides = [|change: &&&Change| change.after.is_none(), |change: &&&Change| change.before.is_none()];
    let sides = sides.map(|is_it| items.iter().filter(is_it).map(item).collect::<Vec<_>>());
    let told = words.one_sided().into_iter().zip(&sides).filter(|(_, items)| !items.is_empty());
    let line = told.map(|(done, items)| format!("{done} {}", items.join(", "))).collect::<Vec<_>>().join("; ");
    if line.chars().count() <= first {
        return Shown { head: line, below: Vec::new() };
    }
    let below =
        ['-', '+'].into_iter().zip(&sides).flat_map(|(sign, items)| items.iter().map(move |item| (sign, cut(item, room))));
    Shown { head: String::new(), below: below.collect() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::diff::{Side, compare};
    use crate::template::{Node, Template};

    #[test]
    fn items_of_one_list_are_told_together() {
        let side = |actions: &[&str]| {
            let statement = json!({ "Effect": "Allow", "Action": actions, "Resource": "*" });
            let properties = json!({ "Roles": ["r"], "PolicyName": "p", "PolicyDocument": { "Statement": [statement] } });
            let template = json!({ "Resources": { "P": { "Type": "AWS::IAM::Policy", "Properties": properties } } });
            vec![("t".to_owned(), Side::new(Template::new(Node::from(template)), Default::default()))]
        };
        let comparison =
            compare(&side(&["s3:Get*", "s3:List*", "s3:Put*"]), &side(&["s3:Put*", "s3:GetObject", "s3:ListBucket"]));
        let changed = of(&comparison.stacks[0].resources[0]);
        let told: Vec<_> = changed.iter().map(|one| (one.name.as_str(), one.shown(&Words::default(), [90, 40]).head)).collect();
        let all = "removed \"s3:Get*\", \"s3:List*\"; added \"s3:GetObject\", \"s3:ListBucket\"";
        assert_eq!(told, [("PolicyDocument.Statement[0].Action", all.to_owned())]);
        let below = changed[0].shown(&Words::default(), [40, 40]).below;
        let signs: String = below.iter().map(|(sign, _)| *sign).collect();
        assert_eq!((signs.as_str(), below[0].1.as_str()), ("--++", "\"s3:Get*\""));
    }
}
