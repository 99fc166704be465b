//! Money as an exact decimal. The contract sends prices as JSON numbers (`29.99`) without a
//! currency; they are read from their text and never pass through floating point.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// An amount in the shop's currency, exact to the last digit that the shop sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(Decimal);

/// The text is not a decimal number that fits 28 digits.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("“{0}” is not an amount of money")]
pub struct MoneyError(String);

impl Money {
    /// The price of `quantity` pieces, or `None` where the product no longer fits 28 digits.
    pub fn times(self, quantity: u32) -> Option<Self> {
        self.0.checked_mul(Decimal::from(quantity)).map(Self)
    }

    /// Both amounts together, or `None` where the sum no longer fits 28 digits.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The amount of so many ten-thousandths, with two decimals at least.
    pub fn of_ten_thousandths(number: i64) -> Self {
        let mut amount = Decimal::new(number, 4).normalize();
        if amount.scale() < 2 {
            amount.rescale(2);
        }
        Self(amount)
    }

    /// Ten-thousandths of the unit, to sort and compare by: digits behind the fourth are cut off,
    /// and what is too large is the largest number.
    pub fn ten_thousandths(self) -> i64 {
        let scaled = self.0.checked_mul(Decimal::from(10_000)).map(|scaled| scaled.trunc());
        let most = if self.0.is_sign_negative() { i64::MIN } else { i64::MAX };
        scaled.and_then(|scaled| i64::try_from(scaled).ok()).unwrap_or(most)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads plain (`29.99`) and scientific (`1e2`) notation: a JSON number may be either.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let exact =
            if text.contains(['e', 'E']) { Decimal::from_scientific(text) } else { Decimal::from_str_exact(text) };
        exact.map(Self).map_err(|_| MoneyError(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    /// Reads the text form that [`Serialize`] writes. Numbers of the wire are read by the
    /// shop's client, which sees their text.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ten_times_ten_cents_is_exactly_one() {
        let sum = (0..10).fold(Money::default(), |sum, _| sum.plus("0.1".parse().unwrap()).unwrap());
        assert_eq!(sum, "1.0".parse().unwrap());
        assert_eq!(Money::from_str("29.99").unwrap().times(3).unwrap().to_string(), "89.97");
    }

    #[test]
    fn a_price_in_scientific_notation_is_read_exactly() {
        assert_eq!(Money::from_str("1.5e2").unwrap().to_string(), "150");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "free", "1,50", "NaN", "Infinity", "1e999"] {
            assert!(Money::from_str(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_amount_is_compared_by_its_ten_thousandths() {
        let of = |text: &str| Money::from_str(text).unwrap().ten_thousandths();
        assert_eq!((of("29.99"), of("-0.5"), of("1.23456")), (299_900, -5_000, 12_345));
        assert_eq!(Money::of_ten_thousandths(299_900).to_string(), "29.99");
        assert_eq!(Money::of_ten_thousandths(30_000).to_string(), "3.00");
        assert_eq!((of("9999999999999999999"), of("-9999999999999999999")), (i64::MAX, i64::MIN));
    }

    proptest! {
        #[test]
        fn every_price_with_two_decimals_is_printed_as_it_was_sent(units in 0u64..100_000_000, cents in 0u8..100) {
            let text = format!("{units}.{cents:02}");
            prop_assert_eq!(Money::from_str(&text).unwrap().to_string(), text);
        }
    }
}
