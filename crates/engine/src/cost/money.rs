//! Amounts of US dollars.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

use serde::{Serialize, Serializer};

use crate::template::with_commas;

/// The hours that AWS counts in a month.
pub(super) const HOURS: u64 = 730;

/// An amount of US dollars, in billionths: prices of an hour have up to six places, and their sums must not drift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(i64);

impl Money {
    /// A price as it is written: `0.04048`.
    pub(super) fn read(text: &str) -> Option<Money> {
        let (whole, places) = text.split_once('.').unwrap_or((text, ""));
        let places = format!("{places:0<9}");
        if places.len() != 9 {
            return None;
        }
        let whole = whole.parse::<i64>().ok()?.checked_mul(1_000_000_000)?;
        Some(Money(whole.checked_add(places.parse().ok()?)?))
    }

    /// So many times it, in so many parts.
    pub(super) fn times(self, count: u64, parts: u64) -> Money {
        let all = i128::from(self.0) * i128::from(count) / i128::from(parts.max(1));
        Money(i64::try_from(all).unwrap_or(i64::MAX))
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// In whole cents, rounded.
    fn cents(self) -> i64 {
        let half = if self.0 < 0 { -5_000_000 } else { 5_000_000 };
        self.0.saturating_add(half) / 10_000_000
    }

    /// With its sign: `+$32.85`.
    #[must_use]
    pub fn signed(self) -> String {
        if self.cents() < 0 { self.to_string() } else { format!("+{self}") }
    }
}

impl fmt::Display for Money {
    /// `$1,234.50`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.cents();
        let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
        write!(f, "{}${}.{rest:02}", if cents < 0 { "-" } else { "" }, with_commas(whole))
    }
}

impl Serialize for Money {
    /// A number of dollars, rounded to cents.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(clippy::cast_precision_loss, reason = "cents of any bill are exact in 53 bits")]
        serializer.serialize_f64(self.cents() as f64 / 100.0)
    }
}

impl Add for Money {
    type Output = Money;

    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Money;

    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(all: I) -> Money {
        all.fold(Money::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::{HOURS, Money};

    #[test]
    fn amounts_are_exact_and_shown_in_cents() {
        let vcpu = Money::read("0.04048").unwrap().times(HOURS * 256, 1024);
        let memory = Money::read("0.004445").unwrap().times(HOURS * 512, 1024);
        assert_eq!((vcpu + memory).to_string(), "$9.01");
        assert_eq!(Money::read("0.045").unwrap().times(HOURS, 1).to_string(), "$32.85");
        assert_eq!(Money::read("1234567.5").unwrap().to_string(), "$1,234,567.50");
        assert_eq!((Money::default() - Money::read("0.4").unwrap()).signed(), "-$0.40");
        assert_eq!(Money::read("3").unwrap().signed(), "+$3.00");
        assert_eq!(["", "x", "1.x", "0.0000000001"].map(Money::read), [None; 4]);
    }
}
