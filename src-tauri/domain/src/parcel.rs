//! How heavy and how large a parcel is, as it is weighed and measured in its market.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// The markets whose labels are bought, and what one weighs and measures with there.
const BOUGHT_IN: [(&str, Units); 2] = [("US", Units::Imperial), ("JP", Units::Metric)];
/// Of what is typed so many digits behind the point are taken.
const MOST_DECIMALS: u32 = 3;
/// Nothing that a parcel service takes is heavier or longer, in any of the units.
const MOST: u32 = 100_000;

/// What a market weighs and measures with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Units {
    /// Pounds and inches.
    Imperial,
    /// Grams and centimetres.
    Metric,
}

impl Units {
    /// Those of a market in which the platform's labels are bought before a parcel is there; `None` for any other.
    pub fn where_labels_are_bought(market: &str) -> Option<Self> {
        BOUGHT_IN.iter().find(|(bought, _)| *bought == market).map(|(_, units)| *units)
    }
}

/// A weight or a length: exact, more than nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Measure(Decimal);

/// The text is no weight and no length.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("“{0}” is no weight or length. Nothing was asked or bought: type a number above 0, like 1.5.")]
pub struct MeasureError(String);

impl FromStr for Measure {
    type Err = MeasureError;

    fn from_str(typed: &str) -> Result<Self, MeasureError> {
        let wrong = || MeasureError(typed.chars().take(40).collect());
        let number = Decimal::from_str_exact(typed.trim()).map_err(|_| wrong())?.normalize();
        let fits = number > Decimal::ZERO && number <= Decimal::from(MOST) && number.scale() <= MOST_DECIMALS;
        fits.then_some(Self(number)).ok_or_else(wrong)
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Measure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A packed parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// What it is weighed and measured with.
    pub units: Units,
    /// With all that is in it.
    pub weight: Measure,
    /// Its longest side.
    pub length: Measure,
    /// Its second side.
    pub width: Measure,
    /// Its third.
    pub height: Measure,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_exact_and_more_than_nothing() {
        for (typed, taken) in [("1.5", "1.5"), (" 12 ", "12"), ("0.250", "0.25"), (".5", "0.5"), ("100000", "100000")] {
            assert_eq!(typed.parse::<Measure>().unwrap().to_string(), taken);
        }
        for typed in ["", "0", "0.0", "-1", "1,5", "heavy", "1e3", "0.0001", "100000.1", "NaN"] {
            let error = typed.parse::<Measure>().unwrap_err();
            assert!(error.to_string().contains("Nothing was asked or bought"), "{typed}: {error}");
        }
    }

    #[test]
    fn labels_are_bought_in_two_markets_each_with_its_own_units() {
        let units = ["US", "JP", "GB", "VN", ""].map(Units::where_labels_are_bought);
        assert_eq!(units, [Some(Units::Imperial), Some(Units::Metric), None, None, None]);
    }
}
