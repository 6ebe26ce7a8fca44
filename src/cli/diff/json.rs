//! A comparison for other tools. docs/diff.md describes the document.

use serde_json::{Value, json};

use super::compared::Compared;
use super::gate::gravest;
use super::overview;
use crate::diff::{Change, Headline, PropertyDrift, ResourceChange, ResourceDrift, StackChange, StackDrift};
use crate::template::path::Path;
use crate::template::{Node, SourceLocation};

/// All comparisons as one document.
pub(super) fn text(all: &[Compared]) -> String {
    let document = json!({ "version": 1, "comparisons": all.iter().map(one).collect::<Vec<_>>() });
    format!("{document:#}\n")
}

fn one(compared: &Compared) -> Value {
    let comparison = &compared.comparison;
    let unexpected = comparison.headlines.iter().map(|headline| self::headline(headline, None));
    let expected = compared.expected.iter().map(|(headline, reason)| self::headline(headline, Some(reason)));
    let mut document = json!({
        "environment": compared.environment,
        "base": compared.base,
        "drift": compared.drift_from.is_some(),
        "summary": overview::line(compared),
        "exitCode": gravest(compared),
        "headlines": unexpected.chain(expected).collect::<Vec<_>>(),
        "stacks": comparison.stacks.iter().filter(|stack| !stack.is_same() || !stack.stored.is_empty()).map(stack).collect::<Vec<_>>(),
    });
    if let Some(cost) = &compared.cost {
        document["cost"] = cost.json();
    }
    if !compared.live.is_empty() {
        document["liveDrift"] = compared.live.iter().map(live).collect();
    }
    document
}

fn live(drift: &StackDrift) -> Value {
    let property = |property: &PropertyDrift| json!({ "path": property.path, "expected": property.expected, "actual": property.actual, "at": at(property.location) });
    let resource = |resource: &ResourceDrift| {
        json!({
            "id": resource.id, "type": resource.resource_type, "status": resource.status, "reason": resource.reason,
            "at": at(resource.location), "differences": resource.differences.iter().map(property).collect::<Vec<_>>(),
        })
    };
    json!({
        "stack": drift.name, "status": drift.status, "checked": drift.checked, "outdated": drift.is_outdated, "inSync": drift.in_sync,
        "notChecked": drift.not_checked, "resources": drift.resources.iter().map(resource).collect::<Vec<_>>(),
    })
}

/// `FILE:LINE:COLUMN`; nothing where nothing is known.
fn at(location: SourceLocation) -> Option<String> {
    location.is_known().then(|| location.to_string())
}

fn headline(headline: &Headline, expected: Option<&str>) -> Value {
    json!({
        "kind": headline.kind.title(), "code": headline.code, "stack": headline.stack, "id": headline.id,
        "message": headline.message, "wayOut": headline.way_out, "under": headline.under, "expected": expected,
    })
}

fn stack(stack: &StackChange) -> Value {
    json!({
        "name": stack.name,
        "parent": stack.parent,
        "instances": stack.instances,
        "change": match (stack.existed, stack.exists) { (false, _) => "add", (_, false) => "remove", _ => "update" },
        "resources": stack.resources.iter().map(resource).collect::<Vec<_>>(),
        "parameters": stack.values.iter().map(change).collect::<Vec<_>>(),
        "others": stack.others.iter().map(change).collect::<Vec<_>>(),
        "notCompared": stack.unknown.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "notes": stack.notes,
        "fromStore": stack.stored.iter().map(change).collect::<Vec<_>>(),
    })
}

fn resource(resource: &ResourceChange) -> Value {
    json!({
        "id": resource.id,
        "type": resource.resource_type,
        "verdict": resource.verdict,
        "revision": resource.is_revision(),
        "chain": resource.chain.iter().map(dotted).collect::<Vec<_>>(),
        "renamedFrom": resource.renamed_from,
        "kept": resource.kept,
        "movedFrom": resource.moved_from.as_ref().map(|(stack, id)| json!({ "stack": stack, "id": id })),
        "under": resource.under,
        "changes": resource.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

/// A resource and a property of it: `Service.LoadBalancers.[0].TargetGroupArn`.
fn dotted(path: &Path<'_>) -> String {
    path.bracketed().collect::<Vec<_>>().join(".")
}

fn change(change: &Change) -> Value {
    let value = |node: &Option<Node>| match node {
        Some(_) if change.is_secret => json!("(hidden)"),
        Some(node) => serde_json::to_value(node).unwrap_or(Value::Null),
        None => Value::Null,
    };
    json!({
        "path": change.path.bracketed().collect::<Vec<_>>(), "before": value(&change.before), "after": value(&change.after), "effect": change.effect, "why": change.why,
        "through": change.through, "hidden": change.is_secret, "under": change.under,
    })
}
