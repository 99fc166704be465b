//! A tracking number as it stands in a cell.

use domain::{TrackingError, TrackingNumber};
use thiserror::Error;

use crate::{
    near::KEPT,
    written::{bare, is_digits, scientific, whole},
};

/// This many zeros behind the digits that a sheet keeps are no accident: one number in a thousand
/// ends so by itself.
const NO_ACCIDENT: usize = 3;
/// What people write where there is no number yet.
const NONE: [&str; 10] = ["-", "--", "—", "–", "n/a", "#n/a", "na", "none", "null", "/"];

/// A number that can be sent, and what is odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenNumber {
    /// The number.
    pub number: TrackingNumber,
    /// What the person should look at, where there is something.
    pub doubt: Option<NumberDoubt>,
}

/// What may be wrong with a number that can be sent. Each is a sentence for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NumberDoubt {
    /// It ends in zeros exactly where a sheet stops keeping digits.
    #[error("A spreadsheet may have rounded this number: it keeps 15 digits. Compare it with the label.")]
    MaybeRounded,
    /// Shorter than the others, which begin with zeros.
    #[error(
        "A spreadsheet may have dropped zeros before this number: the others begin with them. Compare it with the label."
    )]
    LostZeros,
}

/// Why a cell holds no number that can be sent. Each is a sentence for the person.
#[derive(Debug, PartialEq, Eq, Error)]
pub enum NumberError {
    /// Blank, or a sign for it.
    #[error("There is no tracking number in this line.")]
    None,
    /// `9.4E+21`, or zeros for the last digits.
    #[error("A spreadsheet has shortened this number, and its last digits are lost. Type or scan it from the label.")]
    Shortened,
    /// Words, a date, a link.
    #[error("This is no tracking number. Type or scan the number on the label.")]
    NotOne,
    /// More than one in a cell.
    #[error("There are several numbers in this cell, and an order takes one. Keep one of them.")]
    Several,
    /// What [`TrackingNumber`] refuses.
    #[error(transparent)]
    Refused(#[from] TrackingError),
}

impl WrittenNumber {
    /// Reads a cell.
    ///
    /// # Errors
    /// [`NumberError`] for what can't be sent.
    pub fn read(cell: &str) -> Result<Self, NumberError> {
        let text = bare(cell);
        if text.is_empty() || NONE.contains(&text.to_lowercase().as_str()) {
            return Err(NumberError::None);
        }
        if scientific(&text).is_some_and(|number| number.sure) {
            return Err(NumberError::Shortened);
        }
        let text = whole(&text).unwrap_or(text);
        if are_several(&text) {
            return Err(NumberError::Several);
        }
        if !text.contains(|sign: char| sign.is_ascii_digit()) || text.contains("://") || is_date(&text) {
            return Err(NumberError::NotOne);
        }
        let number = TrackingNumber::parse(&text)?;
        let zeros = lost_digits(number.as_str());
        match zeros {
            0 => Ok(Self { number, doubt: None }),
            1..NO_ACCIDENT => Ok(Self { number, doubt: Some(NumberDoubt::MaybeRounded) }),
            _ => Err(NumberError::Shortened),
        }
    }
}

/// How many digits a sheet may have made zeros of: all behind the fifteenth, or none.
fn lost_digits(number: &str) -> usize {
    let behind = number.get(KEPT..).filter(|_| is_digits(number)).unwrap_or_default();
    if behind.bytes().all(|sign| sign == b'0') { behind.len() } else { 0 }
}

fn are_several(text: &str) -> bool {
    let long = |part: &str| part.trim().len() >= 8 && part.contains(|sign: char| sign.is_ascii_digit());
    !text.contains("://") && text.split([',', ';', '/', '|', '\n', '+', '&']).filter(|part| long(part)).count() > 1
}

/// `12/05/2026`, `2026-05-12 10:00`: a column was mistaken for another.
fn is_date(text: &str) -> bool {
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let lengths: Vec<usize> = parts.iter().filter(|part| is_digits(part)).map(|part| part.len()).collect();
    parts.len() == 3 && (matches!(lengths[..], [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2]))
}

/// Which of these numbers seem to lack zeros before them: most numbers of digits alone begin with
/// zeros and have one length, and these are shorter and don't.
pub fn lost_zeros(numbers: &[&TrackingNumber]) -> Vec<bool> {
    let digits = numbers.iter().map(|number| number.as_str()).filter(|number| is_digits(number));
    let (with, without): (Vec<&str>, Vec<&str>) = digits.partition(|number| number.starts_with('0'));
    let length = with.first().map_or(0, |number| number.len());
    let most = with.len() > 1 && with.len() >= without.len() && with.iter().all(|number| number.len() == length);
    let lacks = |number: &str| most && is_digits(number) && !number.starts_with('0') && number.len() < length;
    numbers.iter().map(|number| lacks(number.as_str())).collect()
}

/// How much a cell looks like a tracking number, out of 10.
pub(crate) fn likeness(cell: &str) -> usize {
    let text = bare(cell);
    let parts = text.split_whitespace().count();
    let compact: String = text.split_whitespace().collect();
    let (letters, digits) = compact.chars().fold((0, 0), |(letters, digits), sign| {
        (letters + usize::from(sign.is_ascii_alphabetic()), digits + usize::from(sign.is_ascii_digit()))
    });
    let whole = letters + digits + compact.matches('-').count() == compact.chars().count();
    match (letters, digits) {
        _ if !whole || compact.len() < 8 || compact.len() > 40 || is_date(&text) => 0,
        // A name with a number behind it has more words and fewer digits.
        (1.., 6..) if parts == 1 => 10,
        (0, 12..) => 8,
        (0, 8..) if parts == 1 => 3,
        _ => 0,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn read(cell: &str) -> Result<String, NumberError> {
        WrittenNumber::read(cell).map(|written| written.number.as_str().to_owned())
    }

    #[test]
    fn a_number_is_read_whatever_a_sheet_has_put_around_it() {
        for (cell, number) in [
            (" SPXVN0123456789 ", "SPXVN0123456789"),
            ("'00340434161094022115", "00340434161094022115"),
            ("=\"00340434161094022115\"", "00340434161094022115"),
            ("9400 1118 9922 3100 4567 89", "9400111899223100456789"),
            ("794698475120.0", "794698475120"),
            ("794,698,475,120", "794698475120"),
            ("ＪＴ0123456789", "JT0123456789"),
            ("12E45678901", "12E45678901"),
        ] {
            assert_eq!(read(cell), Ok(number.to_owned()), "{cell}");
        }
    }

    #[test]
    fn what_a_sheet_has_shortened_is_never_sent() {
        for cell in ["9.4001E+21", "9,4001E+21", "9400111899223100000000", "940011189922310000"] {
            assert_eq!(read(cell), Err(NumberError::Shortened), "{cell}");
        }
        assert_eq!(WrittenNumber::read("9400111899223100").unwrap().doubt, Some(NumberDoubt::MaybeRounded));
        assert_eq!(WrittenNumber::read("9400111899223101").unwrap().doubt, None);
    }

    #[test]
    fn what_is_no_number_says_why() {
        for cell in ["", " ", "-", "N/A", "'"] {
            assert_eq!(read(cell), Err(NumberError::None), "{cell:?}");
        }
        for cell in ["pending", "12/05/2026", "2026-05-12 10:00", "https://t.example/?n=JT0123456789"] {
            assert_eq!(read(cell), Err(NumberError::NotOne), "{cell}");
        }
        assert_eq!(read("JT0123456789, JT0123456790"), Err(NumberError::Several));
        assert_eq!(read(&format!("JT{}", "9".repeat(63))), Err(NumberError::Refused(TrackingError::TooLong(65))));
    }

    #[test]
    fn lost_zeros_are_seen_beside_numbers_that_have_theirs() {
        let numbers =
            ["00123456", "00123457", "123458", "JT12345", "12345678"].map(|text| TrackingNumber::parse(text).unwrap());
        assert_eq!(lost_zeros(&numbers.iter().collect::<Vec<_>>()), [false, false, true, false, false]);
        let numbers = ["123456", "12345"].map(|text| TrackingNumber::parse(text).unwrap());
        assert_eq!(lost_zeros(&numbers.iter().collect::<Vec<_>>()), [false, false]);
    }
}
