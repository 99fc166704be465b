//! A number of pieces as it stands in a cell.

use thiserror::Error;

use crate::written::{bare, is_digits, whole};

/// More digits than any number of pieces has.
const MOST_DIGITS: usize = 12;

/// A number of pieces; whether it is one that the shop takes is not asked here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenLevel(pub i64);

/// Why a cell is no number of pieces. Each is a sentence for the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LevelError {
    /// Nothing is in it: what is there stays. Empty is not zero.
    #[error("There is no number in this cell.")]
    Empty,
    /// Words, dates, codes.
    #[error("This is not a number. Type a whole number into the file, or leave the cell empty.")]
    NotANumber,
    /// Halves and the like.
    #[error("Stock is counted in whole pieces. Type a whole number into the file.")]
    NotWhole,
    /// `12.000` is twelve to some programs and twelve thousand to others.
    #[error("This may be a number of thousands or one with zeros behind the point. Type it without the point.")]
    Doubtful,
}

impl WrittenLevel {
    /// Reads a cell. `points_are_thousands` where the rest of its column says so.
    ///
    /// # Errors
    /// [`LevelError`]
    pub fn read(cell: &str, points_are_thousands: bool) -> Result<Self, LevelError> {
        let text = bare(cell);
        if text.is_empty() {
            return Err(LevelError::Empty);
        }
        let (negative, digits) = signed(&text).ok_or(LevelError::NotANumber)?;
        if is_doubtful(digits) && !points_are_thousands {
            return Err(LevelError::Doubtful);
        }
        let Some(found) = whole(digits) else {
            return Err(if is_fraction(digits) { LevelError::NotWhole } else { LevelError::NotANumber });
        };
        let found = found.trim_start_matches('0');
        if found.len() > MOST_DIGITS {
            return Err(LevelError::NotANumber);
        }
        let number: i64 = if found.is_empty() { 0 } else { found.parse().map_err(|_| LevelError::NotANumber)? };
        Ok(Self(if negative { -number } else { number }))
    }
}

/// Whether it is below zero, and the rest: `-3`, `3-` as some programs write it, `(3)` as bookkeepers do.
fn signed(text: &str) -> Option<(bool, &str)> {
    let is_minus = |sign: char| matches!(sign, '-' | '−' | '‐' | '‑' | '–' | '—');
    let (negative, rest) = if let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (true, inside)
    } else if let Some(rest) = text.strip_prefix(is_minus).or_else(|| text.strip_suffix(is_minus)) {
        (true, rest)
    } else {
        (false, text.strip_prefix('+').unwrap_or(text))
    };
    let rest = rest.trim();
    rest.starts_with(|sign: char| sign.is_ascii_digit()).then_some((negative, rest))
}

/// One point with three zeros behind it, and at most three digits before.
fn is_doubtful(digits: &str) -> bool {
    digits.strip_suffix(".000").is_some_and(|front| is_digits(front) && front.len() <= 3 && !front.starts_with('0'))
}

/// Digits with one point or comma among them.
fn is_fraction(digits: &str) -> bool {
    let mut parts = digits.rsplitn(2, ['.', ',']);
    let fraction = parts.next().unwrap_or_default();
    is_digits(fraction) && parts.next().is_some_and(|front| whole(front).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str) -> Result<i64, LevelError> {
        WrittenLevel::read(cell, false).map(|WrittenLevel(number)| number)
    }

    #[test]
    fn whole_numbers_are_read_however_they_are_written() {
        for (cell, number) in [
            ("12", 12),
            ("0", 0),
            ("007", 7),
            ("1,200", 1_200),
            ("1.250", 1_250),
            ("1 200", 1_200),
            ("1'200", 1_200),
            ("12.0", 12),
            ("12,00", 12),
            ("0.000", 0),
            ("-3", -3),
            ("−3", -3),
            ("'-3", -3),
            ("3-", -3),
            ("(3)", -3),
            ("+5", 5),
            ("=\"12\"", 12),
            ("１２", 12),
            ("12\t", 12),
            ("1,000", 1_000),
            ("123456789012", 123_456_789_012),
        ] {
            assert_eq!(read(cell), Ok(number), "{cell:?}");
        }
    }

    #[test]
    fn what_is_no_whole_number_says_why() {
        for cell in ["", " ", "'", "\u{feff}"] {
            assert_eq!(read(cell), Err(LevelError::Empty), "{cell:?}");
        }
        for cell in ["12,5", "12.5", "0.5", "-1.25", "1,200.5", "12.0004"] {
            assert_eq!(read(cell), Err(LevelError::NotWhole), "{cell:?}");
        }
        for cell in [
            "-",
            "n/a",
            "12 pcs",
            "2026-05-12",
            "12/5",
            "1e3",
            "=1+1",
            "1.2E+17",
            "TRUE",
            "1,2,3",
            "1234567890123",
            "--3",
        ] {
            assert_eq!(read(cell), Err(LevelError::NotANumber), "{cell:?}");
        }
    }

    #[test]
    fn three_zeros_behind_a_point_are_thousands_only_where_the_column_says_so() {
        assert_eq!(read("12.000"), Err(LevelError::Doubtful));
        assert_eq!(WrittenLevel::read("12.000", true), Ok(WrittenLevel(12_000)));
    }
}
