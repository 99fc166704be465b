//! A seller's own code as a spreadsheet may have left it.

use crate::written::{bare, scientific, whole};

/// What is the same for a code and for what a spreadsheet makes of it: its case, the zeros before a number, an E
/// that it takes for a power of ten. Two codes that are alike in it are not the same one.
pub fn loose_code(cell: &str) -> String {
    let text = bare(cell);
    if let Some(number) = scientific(&text).filter(|number| number.digits.len() <= number.power + 1) {
        return format!("{:0<1$}", number.digits, number.power + 1);
    }
    match whole(&text) {
        Some(digits) => digits.trim_start_matches('0').to_owned(),
        None => text.to_lowercase(),
    }
}

/// A code without what only keeps it text for a spreadsheet: an apostrophe before it, `="…"`.
pub fn bare_code(cell: &str) -> String {
    bare(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_alike_what_a_spreadsheet_makes_of_it() {
        for (code, left) in [("007", "7"), ("1E5", "100000"), ("1E5", "1.00E+05"), ("lt-803", "LT-803"), ("12", "12.0")]
        {
            assert_eq!(loose_code(code), loose_code(left), "{code} {left}");
        }
        for (code, other) in [("007", "70"), ("1E5", "1E6"), ("LT-803", "LT-830"), ("A1", "1")] {
            assert_ne!(loose_code(code), loose_code(other), "{code} {other}");
        }
    }
}
