//! Cells that a spreadsheet must not run.

/// A sheet takes a cell that begins so for a formula, full-width signs included, and runs it.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A text for a CSV cell: one that a sheet would run gets an apostrophe before it.
pub(crate) fn defused(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(FORMULA) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_a_sheet_would_run_is_text_and_nothing_else() {
        for text in ["=HYPERLINK(\"//x\")", "+1 555 0101", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(defused(text), format!("'{text}"));
        }
        assert_eq!(defused("Ana = Bo"), "Ana = Bo");
    }
}
