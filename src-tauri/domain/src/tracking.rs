//! Tracking numbers as a person types or scans them.

use thiserror::Error;

/// The longest tracking number taken. Carriers use up to 34 characters (USPS with its
/// routing code); the rest is room, and a paste of a whole page is stopped.
pub const MAX_TRACKING_CHARS: usize = 64;

/// A tracking number that may be sent: 1 to [`MAX_TRACKING_CHARS`] printable characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TrackingNumber(String);

/// Why a text is no tracking number. Each is a sentence for the person.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TrackingError {
    /// Nothing but blanks.
    #[error("The tracking number is empty. Type or scan the number on the label.")]
    Empty,
    /// More than [`MAX_TRACKING_CHARS`] characters.
    #[error(
        "This is {0} characters long; a tracking number has at most 64. It is still in the field: keep only the number itself."
    )]
    TooLong(usize),
    /// A line break, tab or other control character inside.
    #[error("There is a line break or tab inside the tracking number. It is still in the field: keep one number only.")]
    LineBreak,
}

impl TrackingNumber {
    /// Reads what a person typed: blanks around it are dropped, and blanks inside too, because
    /// labels print numbers in groups (`9400 1118 9922`) and carriers' systems don't.
    ///
    /// # Errors
    /// [`TrackingError`] for an empty, overlong or multi-line text.
    pub fn parse(typed: &str) -> Result<Self, TrackingError> {
        let trimmed = typed.trim();
        if trimmed.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
            return Err(TrackingError::LineBreak);
        }
        let compact: String = trimmed.chars().filter(|c| !c.is_whitespace()).collect();
        match compact.chars().count() {
            0 => Err(TrackingError::Empty),
            1..=MAX_TRACKING_CHARS => Ok(Self(compact)),
            n => Err(TrackingError::TooLong(n)),
        }
    }

    /// The number without blanks.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn empty_overlong_and_broken_numbers_are_refused() {
        assert_eq!(TrackingNumber::parse("  \n "), Err(TrackingError::Empty));
        assert_eq!(TrackingNumber::parse(&"9".repeat(65)), Err(TrackingError::TooLong(65)));
        assert_eq!(TrackingNumber::parse("9400\n1118"), Err(TrackingError::LineBreak));
    }

    #[test]
    fn a_number_in_groups_is_sent_without_its_blanks() {
        assert_eq!(TrackingNumber::parse(" 9400 1118 9922 ").map(|n| n.0), Ok("940011189922".to_owned()));
    }

    proptest! {
        #[test]
        fn parsing_never_fails_in_another_way_and_is_stable(typed in ".{0,200}") {
            if let Ok(number) = TrackingNumber::parse(&typed) {
                prop_assert_eq!(TrackingNumber::parse(number.as_str()), Ok(number));
            }
        }
    }
}
