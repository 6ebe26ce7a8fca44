//! What a change alters in what is paid by the month.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::cost::{self, Changed, Estimate};
use crate::diff::{Comparison, Side};
use crate::language::stacks::StackSource;
use crate::template::{counted, listed};

/// The names that are given.
const NAMED: usize = 4;

/// What a change alters in what is paid by the month.
pub(super) enum Cost {
    /// By so much, in a region.
    Changes { region: String, changed: Changed, has_several_stacks: bool },
    /// Nobody read the prices of the region.
    NoPrices { region: String },
}

impl Cost {
    /// What can be told of the stacks that a comparison shows. Nothing where there is nothing to tell, or the region is not known.
    pub(super) fn of(sides: [&[(String, Side)]; 2], comparison: &Comparison) -> Option<Cost> {
        if comparison.is_same() {
            return None;
        }
        let region = sides.iter().rev().copied().flatten().find_map(|(_, side)| side.values.get("AWS::Region"))?.clone();
        let is_shown = |name: &str| comparison.stacks.iter().any(|stack| stack.name == name);
        let [before, after] = sides.map(|side| estimate(side.iter().filter(|(name, _)| is_shown(name)), &region));
        let Some((before, after)) = before.zip(after) else {
            let mut resources = comparison.stacks.iter().flat_map(|stack| &stack.resources);
            let is_priced = resources.any(|resource| cost::has_price(&resource.resource_type));
            return is_priced.then_some(Cost::NoPrices { region });
        };
        let changed = cost::changed(&before, &after);
        let has_several_stacks = comparison.stacks.len() > 1;
        (!changed.is_same()).then_some(Cost::Changes { region, changed, has_several_stacks })
    }

    /// `+$32.85 a month fixed: NatGateway +$32.85 (list prices of 2026-08, us-east-1)`
    pub(super) fn in_words(&self) -> String {
        let (region, changed, has_several_stacks) = match self {
            Cost::NoPrices { region } => return format!("unknown: {}", no_prices(region)),
            Cost::Changes { region, changed, has_several_stacks } => (region, changed, *has_several_stacks),
        };
        let named = |stack: &str, id: &str| if has_several_stacks { format!("{stack}/{id}") } else { id.to_owned() };
        let mut text = if changed.differences.is_empty() {
            "nothing fixed changes".to_owned()
        } else {
            let parts = changed.differences.iter();
            let parts = parts.map(|each| format!("{} {}", named(&each.stack, &each.id), (each.after - each.before).signed()));
            let (months, parts) = (&changed.months, listed(&parts.collect::<Vec<_>>(), NAMED));
            format!("{} a month fixed: {parts} (list prices of {months}, {region})", changed.total().signed())
        };
        if !changed.by_use.is_empty() {
            let _ = write!(text, "; by use and not counted: {}", listed(&Vec::from_iter(&changed.by_use), NAMED));
        }
        if !changed.unknown.is_empty() {
            let resources = counted(changed.unknown.len(), "resource");
            let ids: Vec<String> = changed.unknown.iter().map(|each| named(&each.stack, &each.id)).collect();
            let _ = write!(text, "; unknown: {resources} ({})", listed(&ids, NAMED));
        }
        text
    }

    pub(super) fn json(&self) -> Value {
        match self {
            Cost::NoPrices { region } => json!({ "region": region, "monthly": null }),
            Cost::Changes { region, changed, .. } => json!({
                "region": region,
                "prices": changed.months,
                "monthly": changed.total(),
                "resources": changed.differences.iter().map(|each| json!({
                    "stack": each.stack, "id": each.id, "before": each.before, "after": each.after,
                })).collect::<Vec<_>>(),
                "byUse": changed.by_use,
                "unknown": changed.unknown.iter().map(|each| json!({
                    "stack": each.stack, "id": each.id, "type": each.resource_type, "why": each.why,
                })).collect::<Vec<_>>(),
            }),
        }
    }
}

/// What is said where a region has no prices.
pub(in crate::cli) fn no_prices(region: &str) -> String {
    format!("there are no prices for {region}, only for {}", cost::regions().join(", "))
}

/// What stacks cost.
pub(in crate::cli) fn estimate<'s>(sides: impl Iterator<Item = &'s (String, Side)>, region: &str) -> Option<Estimate> {
    let (mut sources, mut assumes_defaults) = (Vec::new(), false);
    for (name, side) in sides {
        assumes_defaults |= side.assumes_defaults;
        sources.push(StackSource { name, template: &side.template, values: side.values.clone() });
    }
    cost::estimate(&sources, region, assumes_defaults)
}
