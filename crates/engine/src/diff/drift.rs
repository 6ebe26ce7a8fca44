//! How two environments differ. Nothing is changed by that, so nothing is replaced either.

use super::change::{Side, StackChange, Verdict};
use super::compare::{Comparison, compare};
use super::effect::Effect;
use crate::template::name::replace_word;
use crate::template::{Content, Node, Template};

/// Compares the stacks of two environments: what only one of them has, and what both have in another way.
///
/// `names` are the texts that each of the two has for itself, such as its own name and its account, with what is said instead of them.
pub fn drift(before: &[(String, Side)], after: &[(String, Side)], names: [&[(String, String)]; 2]) -> Comparison {
    let [before, after] = [(before, names[0]), (after, names[1])].map(|(sides, names)| neutral(sides, names));
    let mut comparison = compare(&before, &after);
    comparison.headlines.clear();
    comparison.stacks.iter_mut().for_each(only_own);
    comparison
}

/// Leaves what differs by itself, and not because of what it refers to.
fn only_own(stack: &mut StackChange) {
    for resource in &mut stack.resources {
        resource.changes.retain(|change| change.through.is_none());
        for change in resource.changes.iter_mut().filter(|change| change.effect != Effect::Nothing) {
            (change.effect, change.why) = (Effect::Nothing, "");
        }
        resource.chain.clear();
        resource.renamed_from = None;
        (resource.kept, resource.is_kept_less) = (None, false);
        resource.renamed_from_stack = None;
        if !matches!(resource.verdict, Verdict::Add | Verdict::Remove) {
            resource.verdict = Verdict::Differs;
        }
    }
    stack.resources.retain(|resource| resource.verdict != Verdict::Differs || !resource.changes.is_empty());
}

fn neutral(sides: &[(String, Side)], names: &[(String, String)]) -> Vec<(String, Side)> {
    let say =
        |text: &str| names.iter().fold(text.to_owned(), |text, (own, instead)| replace_word(&text, own, instead).unwrap_or(text));
    let side = |side: &Side| Side {
        assumes_defaults: side.assumes_defaults,
        moves: Vec::new(),
        full_name: None,
        nested: Default::default(),
        template: Template::new(rewritten(side.template.root(), &say)),
        values: side.values.iter().map(|(name, value)| (name.clone(), say(value))).collect(),
    };
    sides.iter().map(|(name, given)| (name.clone(), side(given))).collect()
}

fn rewritten(node: &Node, say: &impl Fn(&str) -> String) -> Node {
    let content = match &node.content {
        Content::Text(text) => Content::Text(say(text).into()),
        Content::List(items) => Content::List(items.iter().map(|item| rewritten(item, say)).collect()),
        Content::Map(map) => Content::Map(map.iter().map(|(key, item)| (key.clone(), rewritten(item, say))).collect()),
        other => other.clone(),
    };
    node.with_content(content)
}
