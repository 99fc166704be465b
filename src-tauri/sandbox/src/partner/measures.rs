//! What a parcel weighs and measures, as a call tells it.

use serde::{Deserialize, Serialize};

use super::code;
use crate::answer::Refusal;

/// What a parcel weighs of which nothing is said.
const USUAL_GRAMS: u64 = 500;
/// No carrier takes more.
const MOST_GRAMS: u64 = 31_500;

#[derive(Deserialize, Serialize)]
pub(super) struct Weight {
    value: String,
    unit: String,
}

/// The three sides go together.
#[derive(Deserialize, Serialize)]
pub(super) struct Dimension {
    length: String,
    width: String,
    height: String,
    unit: String,
}

/// The weight in grams, rounded up, where the parcel can be sent from that market at all.
pub(super) fn kept_grams(weight: Option<&Weight>, dimension: Option<&Dimension>, region: &str) -> Result<u64, Refusal> {
    if let Some(Dimension { length, width, height, unit }) = dimension {
        let taken: &[&str] = if region == "US" { &["INCH"] } else { &["CM", "INCH"] };
        if !taken.contains(&unit.as_str()) {
            return Err(bad("dimension", "is in a unit that is not taken here"));
        }
        for side in [length, width, height] {
            thousandths(side).ok_or_else(|| bad("dimension", "needs three sides above 0"))?;
        }
    }
    let Some(Weight { value, unit }) = weight else { return Ok(USUAL_GRAMS) };
    let value = thousandths(value).ok_or_else(|| bad("weight", "must be above 0"))?;
    let grams = match unit.as_str() {
        "GRAM" => value.div_ceil(1_000),
        "POUND" => (u128::from(value) * 453_592).div_ceil(1_000_000).try_into().unwrap_or(u64::MAX),
        _ => return Err(bad("weight", "must be in GRAM or POUND")),
    };
    if grams > MOST_GRAMS {
        return Err(Refusal::new(code::NO_SERVICES, "weight: no service takes it"));
    }
    Ok(grams)
}

/// A decimal number above nothing, in thousandths.
fn thousandths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_plain = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit());
    if whole.is_empty() || fraction.len() > 3 || !is_plain(whole) || !is_plain(fraction) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let fraction: u64 = format!("{fraction:0<3}").parse().ok()?;
    whole.checked_mul(1_000)?.checked_add(fraction).filter(|number| *number > 0)
}

fn bad(name: &str, reason: &str) -> Refusal {
    Refusal::new(code::BAD_PARAMETER, format!("{name}: {reason}"))
}
