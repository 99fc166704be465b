//! Which ids a rounded number may have been. Whole numbers only: nothing here is a float, though
//! floats are what rounded it.

use domain::OrderId;

/// Digits that a spreadsheet keeps of a number.
pub(crate) const KEPT: usize = 15;
/// Bits that a float keeps of one.
const BITS: u32 = 53;

/// All ids from one to another, both included, of the same number of digits: compared as text they
/// stand in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdRange {
    /// The lowest.
    pub from: OrderId,
    /// The highest.
    pub to: OrderId,
}

impl IdRange {
    fn new(from: u128, to: u128, length: usize) -> Option<Self> {
        let lowest = ten_to(length.checked_sub(1)?)?;
        let highest = ten_to(length)? - 1;
        let id = |number: u128| OrderId::new(number.clamp(lowest, highest).to_string());
        Some(Self { from: id(from), to: id(to) })
    }

    /// Whether an id lies in it.
    pub fn holds(&self, id: &OrderId) -> bool {
        id.as_str().len() == self.from.as_str().len() && (&self.from..=&self.to).contains(&id)
    }
}

/// The ids of which a sheet may have left these first digits of a number with `length` digits:
/// rounded, or cut off, or stored as a float and written out in full.
pub(crate) fn near(first_digits: &str, length: usize) -> Option<IdRange> {
    let kept = first_digits.len().min(length);
    let unit = ten_to(length - kept)?;
    let number = first_digits.get(..kept)?.parse::<u128>().ok()?.checked_mul(unit)?;
    let (mut from, mut to) = (number - unit / 2, number + unit - 1);
    if kept > KEPT {
        let (low, high) = same_float(number);
        (from, to) = (from.min(low), to.max(high));
    }
    IdRange::new(from, to, length)
}

/// The ids that a whole number of more than 15 digits may have been, where it looks rounded: it ends
/// in zeros, or it is one of the numbers that a float can hold.
pub(crate) fn near_whole(digits: &str) -> Option<IdRange> {
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    if digits.len() <= KEPT || digits.len() > 30 || digits.starts_with('0') {
        return None;
    }
    if digits.len() - zeros <= KEPT {
        return near(digits.get(..KEPT)?, digits.len());
    }
    let number: u128 = digits.parse().ok()?;
    let is_float = number.is_multiple_of(spacing(number)) && spacing(number) > 1;
    let is_printed_float = digits.len() > 17 && digits.len() - zeros <= 17;
    (is_float || is_printed_float)
        .then(|| same_float(number))
        .and_then(|(low, high)| IdRange::new(low, high, digits.len()))
}

/// The distance of the floats around a whole number.
fn spacing(number: u128) -> u128 {
    let bits = u128::BITS - number.leading_zeros();
    1 << bits.saturating_sub(BITS)
}

/// All whole numbers that become the same float as this one does. One in the middle of two floats
/// may become either.
fn same_float(number: u128) -> (u128, u128) {
    let (spacing, half) = (spacing(number), spacing(number) / 2);
    let (below, over) = (number / spacing * spacing, number % spacing);
    let low = if over > half { below + spacing } else { below };
    let high = if over >= half && half > 0 { below + spacing } else { below };
    (low - half, high + half)
}

fn ten_to(power: usize) -> Option<u128> {
    10_u128.checked_pow(u32::try_from(power).ok()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(number: u64) -> OrderId {
        OrderId::new(number.to_string())
    }

    #[test]
    fn a_number_in_full_that_looks_like_an_exact_one_is_not_near_others() {
        assert_eq!(near_whole("576618402217359921"), None);
        assert_eq!(near_whole("576618402217359"), None, "15 digits are kept as they are");
    }

    proptest! {
        #[test]
        fn an_id_is_always_among_those_that_its_rounded_form_may_have_been(
            number in 100_000_000_000_000_000_u64..10_000_000_000_000_000_000, kept in 1_usize..=17, up in any::<bool>(),
        ) {
            let text = number.to_string();
            let unit = 10_u64.pow((text.len() - kept) as u32);
            let rounded = number / unit + u64::from(up && number % unit >= unit.div_ceil(2));
            let rounded = rounded.to_string();
            // Rounding 99 up makes it a digit longer: its first digit is 1, and it can't be read back.
            prop_assume!(rounded.len() == kept);
            prop_assert!(near(&rounded, text.len()).unwrap().holds(&id(number)));
        }

        #[test]
        fn an_id_that_excel_has_cut_or_rounded_to_fifteen_digits_is_near_what_it_left(
            number in 100_000_000_000_000_001_u64..10_000_000_000_000_000_000
        ) {
            let unit = 10_u64.pow(number.ilog10() - 14);
            for left in [number / unit, number / unit + u64::from(number % unit >= unit / 2)] {
                let left = (left * unit).to_string();
                prop_assume!(left.len() == number.to_string().len());
                prop_assert!(near_whole(&left).unwrap().holds(&id(number)), "{left} of {number}");
            }
        }

        #[test]
        fn an_id_that_went_through_a_float_is_near_what_came_out(
            number in 100_000_000_000_000_001_u64..10_000_000_000_000_000_000
        ) {
            let whole = format!("{:.0}", number as f64);
            let shortest = format!("{}", number as f64);
            for left in [whole, shortest] {
                prop_assume!(left.len() == number.to_string().len());
                prop_assert!(near_whole(&left).unwrap().holds(&id(number)), "{left} of {number}");
            }
            let printed = format!("{:e}", number as f64);
            let (digits, power) = printed.split_once('e').unwrap();
            let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
            prop_assume!(power.parse::<usize>().unwrap() + 1 == number.to_string().len());
            prop_assert!(near(&digits, number.to_string().len()).unwrap().holds(&id(number)), "{printed} of {number}");
        }
    }
}
