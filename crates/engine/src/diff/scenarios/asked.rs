//! What conditions ask for, and what that can be.

use std::collections::BTreeSet;

use super::axis::{Axis, Choice, Subject};
use crate::diff::kept_values;
use crate::diff::processed::Processed;
use crate::language::constraints;
use crate::language::questions::Question;
use crate::language::read::secret;
use crate::template::Node;

/// What the outcome of the conditions depends on.
pub(super) fn asked<'a>(sides: [&Processed<'a>; 2], conditions: &BTreeSet<&'a str>) -> Vec<Axis<'a>> {
    let mut axes: Vec<Axis<'a>> = Vec::new();
    let mut compared: Vec<(&'a str, Vec<String>)> = Vec::new();
    for question in sides.iter().flat_map(|side| side.scope.questions(conditions)) {
        match question {
            Question::Parameter(name, values) => match compared.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => known.extend(values),
                None => compared.push((name, values)),
            },
            Question::Expression(node, texts) => expression(node, texts, &mut axes),
            Question::Equality(arguments) => {
                let is_known = |axis: &Axis<'_>| matches!(axis.subject, Subject::Equality(known) if known == arguments);
                if !axes.iter().any(is_known) {
                    let choices = [true, false].map(Choice::Equal).to_vec();
                    axes.push(Axis { subject: Subject::Equality(arguments), choices });
                }
            }
        }
    }
    let parameters = compared.into_iter().map(|(name, values)| parameter(sides, name, values));
    parameters.chain(axes).collect()
}

/// An expression has one value: that of one of the texts, or another one.
fn expression<'a>(node: &'a Node, texts: Vec<(&'a Node, String)>, axes: &mut Vec<Axis<'a>>) {
    let is_it = |axis: &Axis<'_>| matches!(axis.subject, Subject::Expression { node: known, .. } if known == node);
    let index = axes.iter().position(is_it).unwrap_or_else(|| {
        axes.push(Axis { subject: Subject::Expression { node, compared: Vec::new() }, choices: vec![Choice::Other] });
        axes.len() - 1
    });
    let Axis { subject: Subject::Expression { compared, .. }, choices } = &mut axes[index] else { return };
    for (_, text) in &texts {
        let choice = Choice::Value { text: text.clone(), is_everywhere: false };
        if !choices.contains(&choice) {
            choices.insert(choices.len() - 1, choice);
        }
    }
    compared.extend(texts);
}

/// A parameter with the values that are told apart, and whether it can have another one.
fn parameter<'a>(sides: [&Processed<'a>; 2], name: &'a str, values: Vec<String>) -> Axis<'a> {
    let declared = sides.into_iter().filter_map(|side| Some((side, side.scope.parameter(name)?)));
    let declared: Vec<(&Processed<'a>, &'a Node)> = declared.collect();
    let is_kept = |value: &String| !kept_values::is_refused(sides, name, value);
    let allowed: Option<Vec<Vec<String>>> = declared.iter().map(|(_, node)| constraints::allowed(node)).collect();
    let allowed: Option<BTreeSet<String>> =
        allowed.filter(|lists| !lists.is_empty()).map(|lists| lists.into_iter().flatten().filter(is_kept).collect());
    // A value that only the new side takes is one that the stack gets.
    let may_be = |value: &String| {
        is_kept(value) && (declared.is_empty() || declared.iter().any(|(side, _)| side.scope.may_be(name, value)))
    };
    let values: BTreeSet<String> = values.into_iter().filter(may_be).collect();
    let value = |text: &String| Choice::Value { text: text.clone(), is_everywhere: false };
    let mut choices: Vec<Choice> = values.iter().map(value).collect();
    let rest = allowed.as_ref().map(|allowed| allowed.difference(&values).collect::<Vec<_>>());
    match rest.as_deref() {
        Some([]) => {}
        Some([only]) => choices.push(value(only)),
        _ => choices.push(Choice::Other),
    }
    let is_hidden = declared.iter().any(|(_, node)| secret::is_hidden(node));
    Axis { subject: Subject::Parameter { name, is_hidden }, choices }
}
