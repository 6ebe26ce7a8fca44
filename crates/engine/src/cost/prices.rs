//! The price file: what AWS charges by the hour or by the month, in the regions whose prices were read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::money::{HOURS, Money};

/// The prices; the file says where each was read.
const PRICES: &str = include_str!("data/prices.tsv");
/// How types are charged that have no price of their own.
const TYPES: &str = include_str!("data/types.tsv");

/// The rows by their regions.
static REGIONS: LazyLock<BTreeMap<&str, Prices>> = LazyLock::new(|| {
    let mut regions: BTreeMap<&str, Prices> = BTreeMap::new();
    for (region, what, price) in rows(PRICES).filter_map(read) {
        regions.entry(region).or_default().0.insert(what, price);
    }
    regions
});

static CHARGED: LazyLock<BTreeMap<&str, Charged>> = LazyLock::new(|| {
    let charged = rows(TYPES).filter_map(|row| {
        let (resource_type, rest) = row.split_once('\t')?;
        let (how, rest) = rest.split_once('\t').unwrap_or((rest, ""));
        Some((resource_type, if how == "free" { Charged::Free(rest) } else { Charged::ByUse(rest) }))
    });
    charged.collect()
});

/// How a type is charged.
#[derive(Clone, Copy)]
pub(super) enum Charged {
    /// Not at all, unless one of these properties is there: their names, with spaces between.
    Free(&'static str),
    /// By this, which a template does not tell.
    ByUse(&'static str),
}

/// What is paid for a month of one thing.
#[derive(Clone, Copy)]
pub(super) struct Price {
    pub(super) monthly: Money,
    /// The day of the price: `2026-08-12`.
    pub(super) day: &'static str,
}

/// The prices of a region.
#[derive(Default)]
pub(super) struct Prices(BTreeMap<&'static str, Price>);

impl Prices {
    /// Those of a region, where it has any.
    pub(super) fn of(region: &str) -> Option<&'static Prices> {
        REGIONS.get(region)
    }

    /// What is paid for a month of something.
    pub(super) fn get(&self, what: &str) -> Option<Price> {
        self.0.get(what).copied()
    }
}

/// The regions that have prices.
#[must_use]
pub fn regions() -> Vec<&'static str> {
    REGIONS.keys().copied().collect()
}

/// How a type is charged, where that is known.
pub(super) fn charged(resource_type: &str) -> Option<Charged> {
    CHARGED.get(resource_type).copied()
}

/// `2026-08 to 2026-10`: the months of some days.
pub(super) fn months(days: &BTreeSet<&'static str>) -> String {
    let month = |day: Option<&&'static str>| day.map_or("", |day| day.get(..7).unwrap_or(day));
    let (first, last) = (month(days.first()), month(days.last()));
    if first == last { first.to_owned() } else { format!("{first} to {last}") }
}

fn rows(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn read(row: &'static str) -> Option<(&'static str, &'static str, Price)> {
    let mut columns = row.split('\t');
    let mut next = || columns.next();
    let (region, what, price, per, day) = (next()?, next()?, Money::read(next()?)?, next()?, next()?);
    let monthly = if per == "hour" { price.times(HOURS, 1) } else { price };
    Some((region, what, Price { monthly, day }))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Charged, PRICES, TYPES, charged, months, read, rows};
    use crate::schema;

    #[test]
    fn every_price_has_a_time_a_day_and_a_source_that_is_listed() {
        let all: Vec<&str> = rows(PRICES).collect();
        assert!(all.is_sorted(), "the prices are sorted");
        for row in &all {
            let columns: Vec<&str> = row.split('\t').collect();
            let [_, _, _, per, day, source] = columns.as_slice() else { panic!("{row}") };
            assert!(["hour", "month"].contains(per) && read(row).is_some(), "{row}");
            assert!(day.len() == 10 && day.starts_with("20"), "{row}");
            assert!(PRICES.contains(&format!("\n# {source}  ")), "{row}");
        }
        let names: BTreeSet<_> = all.iter().filter_map(|row| read(row)).map(|(region, what, _)| (region, what)).collect();
        assert_eq!(names.len(), all.len());
    }

    #[test]
    fn every_type_exists_and_what_makes_it_cost_is_a_property() {
        assert!(rows(TYPES).is_sorted(), "the types are sorted");
        for row in rows(TYPES) {
            let resource_type = row.split('\t').next().unwrap();
            let found = schema::find(resource_type).unwrap_or_else(|| panic!("{resource_type}"));
            match charged(resource_type).unwrap() {
                Charged::ByUse(what) => assert!(!what.is_empty(), "{row}"),
                Charged::Free(unless) => {
                    for property in unless.split_whitespace() {
                        assert!(found.root().property(property).is_some(), "{row}");
                    }
                }
            }
        }
    }

    #[test]
    fn months_are_told_once() {
        assert_eq!(months(&BTreeSet::from(["2026-08-12", "2026-08-30"])), "2026-08");
        assert_eq!(months(&BTreeSet::from(["2024-07-01", "2026-08-12"])), "2024-07 to 2026-08");
    }
}
