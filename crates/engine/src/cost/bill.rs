//! What one resource costs, as far as its properties tell.

use super::money::Money;
use super::prices::Prices;
use crate::language::Value;
use crate::language::read::property::Property;

/// What is paid for one resource: its parts, and what of it is unknown.
pub(super) struct Bill {
    prices: &'static Prices,
    pub(super) parts: Vec<Part>,
    /// Why some of it is not counted, or all.
    pub(super) gaps: Vec<String>,
}

/// Something that is paid for by the month.
pub(super) struct Part {
    pub(super) what: String,
    pub(super) monthly: Money,
    /// The days of its prices.
    pub(super) days: Vec<&'static str>,
}

/// A price, and how many of what it is for: so many, in so many parts.
pub(super) type Quantity<'a> = (&'a str, u64, u64);

impl Bill {
    pub(super) fn new(prices: &'static Prices) -> Self {
        Bill { prices, parts: Vec::new(), gaps: Vec::new() }
    }

    /// One of something.
    pub(super) fn one(&mut self, what: &str, price: &str) {
        self.add(what.to_owned(), &[(price, 1, 1)]);
    }

    /// Several of something.
    pub(super) fn several(&mut self, count: u64, [one, more]: [&str; 2], price: &str) {
        let what = if count == 1 { one.to_owned() } else { format!("{count} {more}") };
        self.add(what, &[(price, count, 1)]);
    }

    /// What several prices come to. Where one of them is not known, nothing is counted.
    pub(super) fn add(&mut self, what: String, quantities: &[Quantity<'_>]) {
        let (mut monthly, mut days) = (Money::default(), Vec::new());
        for (price, count, parts) in quantities.iter().filter(|(_, count, _)| *count > 0) {
            let Some(found) = self.prices.get(price) else { return self.gap(format!("no price is known for `{price}`")) };
            monthly = monthly + found.monthly.times(*count, *parts);
            days.push(found.day);
        }
        if !monthly.is_zero() {
            self.parts.push(Part { what, monthly, days });
        }
    }

    /// Something that is not counted, and why.
    pub(super) fn gap(&mut self, why: impl Into<String>) {
        self.gaps.push(why.into());
    }

    /// The text that a property is known to be, or what the service takes without it. Otherwise that is a gap.
    pub(super) fn text(&mut self, property: &Property<'_>, default: &str) -> Option<String> {
        let found = property.text_or(default);
        if found.is_none() {
            self.unknown(property);
        }
        found
    }

    /// The whole number that a property is known to be, or what the service takes without it. Otherwise that is a gap.
    pub(super) fn number(&mut self, property: &Property<'_>, default: u64) -> Option<u64> {
        let found = if property.is_absent() { Some(default) } else { property.number().and_then(|it| u64::try_from(it).ok()) };
        if found.is_none() {
            self.unknown(property);
        }
        found
    }

    /// Whether a property is known to be true. What is unknown is a gap, and no.
    pub(super) fn holds(&mut self, property: &Property<'_>) -> bool {
        self.text(property, "false").as_deref() == Some("true")
    }

    /// A property that is not known is a gap.
    pub(super) fn unknown(&mut self, property: &Property<'_>) {
        let path = property.path();
        let name = path.iter().skip(3).map(ToString::to_string).collect::<Vec<_>>().join(".");
        self.gap(match property.value() {
            Value::Unknown(reason) => format!("`{name}` is unknown: {reason}"),
            Value::Known(_) | Value::Absent => format!("`{name}` has no value that can be read"),
        });
    }
}

/// How many items a list is known to have.
pub(super) fn count(list: &Property<'_>) -> Option<u64> {
    list.items().map(|items| items.len() as u64)
}
