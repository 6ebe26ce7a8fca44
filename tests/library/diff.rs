//! `diff`: what CloudFormation does with a change, and how its pains read.

mod access;
mod callers;
mod conditions;
mod databases;
mod exports;
mod followed;
mod headlines;
mod instances;
mod kept;
mod lookups;
mod names;
mod openings;
mod parameters;
mod policies;
mod processed;
mod refused;
mod replacements;
mod scenarios;
mod unique_names;
mod updates;
mod values;
mod verdicts;

use std::collections::BTreeMap;

use formwork::diff::{self, Comparison, Side, Verdict};
use formwork::template::{Node, Template};
use serde_json::{Value, json};

fn side(template: Value) -> Side {
    Side::new(Template::new(Node::from(template)), BTreeMap::new())
}

fn compare(before: &[(&str, Value)], after: &[(&str, Value)]) -> Comparison {
    let sides = |all: &[(&str, Value)]| {
        all.iter().map(|(name, template)| ((*name).to_owned(), side(template.clone()))).collect::<Vec<_>>()
    };
    diff::compare(&sides(before), &sides(after))
}

fn one(before: Value, after: Value) -> Comparison {
    compare(&[("stack", before)], &[("stack", after)])
}

/// What is told of a resource whose properties change.
fn changed(resource_type: &str, before: Value, after: Value) -> String {
    with(resource_type, json!({}), before, after)
}

/// The same of a resource with attributes beside them.
fn with(resource_type: &str, attributes: Value, before: Value, after: Value) -> String {
    let template = |properties: Value| {
        let mut resource = attributes.clone();
        resource["Type"] = json!(resource_type);
        resource["Properties"] = properties;
        json!({ "Resources": { "It": resource } })
    };
    told(&one(template(before), template(after)))
}

/// A verdict as `diff --format json` names it.
fn word(verdict: Verdict) -> String {
    json!(verdict).as_str().unwrap().to_owned()
}

/// The sound web application of the comparison with the validators, with a change made to it.
fn application(edit: impl FnOnce(&mut Value)) -> Comparison {
    let base: Value = serde_json::from_str(include_str!("../seeded/base.json")).unwrap();
    let mut changed = base.clone();
    edit(&mut changed["Resources"]);
    one(base, changed)
}

/// Under which values of parameters, if not under all.
fn under(under: &Option<String>) -> String {
    under.as_ref().map(|under| format!(" where {under}")).unwrap_or_default()
}

/// What of the first stack could not be compared.
fn unknown(comparison: &Comparison) -> Vec<String> {
    comparison.stacks[0].unknown.iter().map(ToString::to_string).collect()
}

/// Headlines and verdicts in short.
fn told(comparison: &Comparison) -> String {
    let mut lines: Vec<String> = comparison
        .headlines
        .iter()
        .map(|headline| format!("{} {}: {}{}", headline.kind.title(), headline.code, headline.message, under(&headline.under)))
        .collect();
    for resource in comparison.stacks.iter().flat_map(|stack| &stack.resources) {
        let mut line = format!("{} {}", resource.id, word(resource.verdict));
        if resource.chain.len() > 1 {
            line.push_str(&format!(" ({})", resource.chain.iter().map(|path| path.property()).collect::<Vec<_>>().join(" → ")));
        }
        if let Some(old) = &resource.renamed_from {
            line.push_str(&format!(" (was {old})"));
        }
        lines.push(line + &under(&resource.under));
    }
    lines.join("\n")
}
