//! Money, written as a JSON number with exactly two decimals and never through floating point.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

/// An amount in hundredths of the shop's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Price {
    hundredths: u32,
}

impl Price {
    pub(crate) const fn of_hundredths(hundredths: u32) -> Self {
        Self { hundredths }
    }

    pub(crate) const fn hundredths(self) -> u32 {
        self.hundredths
    }

    /// Reads `29.99`, `18`, `4.5`; anything finer than a hundredth, negative or in exponents is none.
    fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        if fraction.is_empty() || fraction.len() > 2 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let scale = if fraction.len() == 1 { 10 } else { 1 };
        let whole: u32 = whole.parse().ok()?;
        let fraction: u32 = fraction.parse().ok()?;
        Some(Self { hundredths: whole.checked_mul(100)?.checked_add(fraction * scale)? })
    }
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = format!("{}.{:02}", self.hundredths / 100, self.hundredths % 100);
        RawValue::from_string(number).map_err(ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(raw.get()).ok_or_else(|| de::Error::custom("a price is a number with at most two decimals"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::Price;

    #[test]
    fn a_price_is_written_with_both_its_decimals() {
        for (hundredths, text) in [(2_999, "29.99"), (1_800, "18.00"), (5, "0.05"), (450, "4.50")] {
            assert_eq!(serde_json::to_string(&Price::of_hundredths(hundredths)).unwrap(), text);
            assert_eq!(serde_json::from_str::<Price>(text).unwrap(), Price::of_hundredths(hundredths));
        }
    }

    #[test]
    fn what_is_no_amount_of_money_is_refused() {
        for text in ["-1", "1.999", "1e3", "\"9\"", "4294967296"] {
            assert!(serde_json::from_str::<Price>(text).is_err(), "{text}");
        }
    }
}
