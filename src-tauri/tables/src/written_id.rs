//! An order id as it stands in a cell.

use domain::OrderId;

use crate::{
    IdRange,
    near::{near, near_whole},
    written::{bare, is_digits, scientific, whole},
};

/// The longest text taken for an id.
const MOST: usize = 64;
/// A shop's order ids have 18 digits or 19; room on both sides for what they become.
const USUAL: std::ops::RangeInclusive<usize> = 16..=20;

/// What a cell says about an order. An exact id wins; where nobody has it, the cell may be a number
/// that a spreadsheet has rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenId {
    /// The id, if the cell is one.
    pub exact: Option<OrderId>,
    /// The ids that the cell may have been before a spreadsheet rounded it.
    pub near: Option<IdRange>,
}

impl WrittenId {
    /// Reads a cell. `None` for one without a digit, and for one far too long.
    pub fn read(cell: &str) -> Option<Self> {
        let text = bare(cell);
        if text.len() > MOST || !text.contains(|sign: char| sign.is_ascii_digit()) {
            return None;
        }
        if let Some(number) = scientific(&text) {
            // A code with an E in it may be an id of its own.
            let exact = (!number.sure).then(|| OrderId::new(text));
            return Some(Self { exact, near: near(&number.digits, number.power + 1) });
        }
        match whole(&text) {
            Some(digits) => Some(Self { near: near_whole(&digits), exact: Some(OrderId::new(digits)) }),
            None => Some(Self { exact: Some(OrderId::new(text)), near: None }),
        }
    }
}

/// Whether a cell looks like an order id, whole or mangled.
pub(crate) fn looks_like_id(cell: &str) -> bool {
    if cell.len() > 2 * MOST {
        return false;
    }
    let text = bare(cell);
    match scientific(&text) {
        Some(number) => number.sure && USUAL.contains(&(number.power + 1)),
        None => whole(&text).is_some_and(|digits| is_digits(&digits) && USUAL.contains(&digits.len())),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn range(cell: &str) -> (String, String) {
        let near = WrittenId::read(cell).unwrap().near.unwrap();
        (near.from.to_string(), near.to.to_string())
    }

    #[test]
    fn an_id_is_exact_whatever_a_sheet_has_put_around_it() {
        for cell in [
            "576618402217359921",
            "'576618402217359921",
            "=\"576618402217359921\"",
            "576,618,402,217,359,921",
            "576618402217359921.0",
        ] {
            let id = WrittenId::read(cell).unwrap();
            assert_eq!((id.exact.unwrap().as_str(), id.near), ("576618402217359921", None), "{cell}");
        }
    }

    #[test]
    fn a_rounded_id_names_those_that_it_may_have_been() {
        let (from, to) = range("576618402217360000");
        assert!(from.as_str() <= "576618402217359921" && to.as_str() >= "576618402217360999");
        assert_eq!(range("5.76618E+17"), ("576617500000000000".into(), "576618999999999999".into()));
        assert_eq!(range("5,76618E+17"), range("5.76618E+17"));
        assert_eq!(WrittenId::read("5.76618E+17").unwrap().exact, None, "nobody's id is written like that");
    }

    #[test]
    fn a_rounded_id_may_still_be_an_exact_one() {
        assert_eq!(WrittenId::read("576618402217360000").unwrap().exact.unwrap().as_str(), "576618402217360000");
    }

    #[test]
    fn words_are_no_ids_and_codes_are() {
        assert_eq!(WrittenId::read("Total"), None);
        assert_eq!(WrittenId::read(&"9".repeat(65)), None);
        assert_eq!(WrittenId::read("order_17").unwrap().exact.unwrap().as_str(), "order_17");
        assert!(
            looks_like_id("5.77E+17")
                && looks_like_id("576618402217359921")
                && !looks_like_id("12")
                && !looks_like_id("JT1")
        );
    }
}
