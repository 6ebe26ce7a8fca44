//! What stacks cost at least: what is paid for by the month whether anything is used or not, by a dated list of prices.
//!
//! Each resource is one of four: it has a price, it is charged by use and not counted, it is free, or what it costs is unknown. Nothing
//! is taken for free that is not known to be. Pure; the prices are in the repository.

mod bill;
mod change;
mod containers;
mod data_stores;
mod fixed;
mod money;
mod network;
mod prices;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use bill::Bill;
use prices::{Charged, Prices};

use crate::language::read::resource::{self, Resource};
use crate::language::stacks::StackSource;
use crate::language::{Given, Made, Program, Scope};
pub use change::{Changed, Difference, changed};
pub use money::Money;
pub use prices::regions;

/// What stacks cost.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Estimate {
    /// What is paid for by the month, in the order of the stacks.
    pub lines: Vec<Line>,
    /// What is charged by use, and how many resources are: `capacity units of load balancers`.
    pub by_use: BTreeMap<&'static str, usize>,
    /// What is not known.
    pub unknown: Vec<Unknown>,
    /// The resources that cost nothing.
    pub free: usize,
    /// The days of the prices.
    days: BTreeSet<&'static str>,
}

/// What is paid for one thing by the month.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// The stack.
    pub stack: String,
    /// The logical id of the resource.
    pub id: String,
    /// Its type.
    pub resource_type: String,
    /// What is paid for: `NAT gateway`.
    pub what: String,
    /// How much.
    pub monthly: Money,
}

/// A resource whose cost, or a part of it, is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Unknown {
    /// The stack.
    pub stack: String,
    /// The logical id; empty for what only the deployment makes.
    pub id: String,
    /// Its type.
    pub resource_type: String,
    /// Why.
    pub why: String,
}

impl Estimate {
    /// What is paid by the month, at least.
    #[must_use]
    pub fn total(&self) -> Money {
        self.lines.iter().map(|line| line.monthly).sum()
    }

    /// The months in which the prices were read: `2026-08 to 2026-10`; empty where there are none.
    #[must_use]
    pub fn months(&self) -> String {
        prices::months(&self.days)
    }
}

/// Whether a type is paid for by the month, whatever its use.
#[must_use]
pub fn has_price(resource_type: &str) -> bool {
    fixed::rule(resource_type).is_some()
}

/// What these stacks cost in a region; nothing where no prices of the region are known. Without a value a parameter has its default,
/// where `assumes_defaults` says so.
pub fn estimate(sources: &[StackSource<'_>], region: &str, assumes_defaults: bool) -> Option<Estimate> {
    let prices = Prices::of(region)?;
    let mut estimate = Estimate::default();
    for source in sources {
        let given = Given { values: Some(&source.values), assumes_defaults, ..Given::default() };
        estimate.add(source, given, prices);
    }
    Some(estimate)
}

impl Estimate {
    fn add(&mut self, source: &StackSource<'_>, given: Given<'_>, prices: &'static Prices) {
        let (program, made) = (Program::new(source.template, given), Made::new());
        let scope = Scope::new(program.deployed(), given, &made);
        let present = resource::all(&scope).filter(|resource| !scope.leaves_out(resource.node));
        for resource in present {
            let condition = resource.node.get("Condition").and_then(|name| name.as_str());
            let bill = match condition.filter(|name| scope.holds(name).is_none()) {
                // What a condition may leave out is no part of what is paid at least.
                Some(name) => {
                    let mut bill = Bill::new(prices);
                    let costs = !matches!(prices::charged(resource.kind), Some(Charged::Free(_)));
                    if costs {
                        bill.gap(format!("the deployment decides whether `{name}` holds"));
                    } else {
                        self.free += 1;
                    }
                    bill
                }
                None => self.billed(&resource, &scope, prices),
            };
            self.take(source.name, &resource, bill);
        }
        for opaque in program.opaque() {
            let (id, resource_type) = (String::new(), String::new());
            let why = format!("{} is not known", opaque.cause);
            self.unknown.push(Unknown { stack: source.name.to_owned(), id, resource_type, why });
        }
    }

    /// What a resource costs.
    fn billed<'a>(&mut self, resource: &Resource<'a>, scope: &'a Scope<'a>, prices: &'static Prices) -> Bill {
        let mut bill = Bill::new(prices);
        let rule = fixed::rule(resource.kind);
        if let Some(rule) = rule {
            rule(&mut bill, resource, scope);
        }
        match prices::charged(resource.kind) {
            Some(Charged::ByUse(what)) => *self.by_use.entry(what).or_default() += 1,
            Some(Charged::Free(unless)) => match fixed::has_any(resource, unless) {
                Some(property) => bill.gap(format!("no price is known for what `{property}` asks for")),
                None => self.free += 1,
            },
            None if rule.is_some() => {}
            None => bill.gap("no price is known for this type"),
        }
        bill
    }

    fn take(&mut self, stack: &str, resource: &Resource<'_>, bill: Bill) {
        let names = || (stack.to_owned(), resource.id.to_owned(), resource.kind.to_owned());
        for part in bill.parts {
            let (stack, id, resource_type) = names();
            self.days.extend(part.days);
            self.lines.push(Line { stack, id, resource_type, what: part.what, monthly: part.monthly });
        }
        if !bill.gaps.is_empty() {
            let (stack, id, resource_type) = names();
            self.unknown.push(Unknown { stack, id, resource_type, why: bill.gaps.join("; ") });
        }
    }
}
