//! Text of strangers, made fit to be set: one line, nothing in it that gives orders to a layout.

/// More marks than that on one letter would climb over the lines above; no language has as many.
const MARKS: usize = 3;

/// The text with runs of white space and control characters as one space, without the characters
/// that turn the direction of what follows, and without towers of marks.
pub(crate) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let (mut gap, mut marks) = (false, 0);
    for c in text.chars() {
        if (c.is_whitespace() && c != '\u{a0}') || c.is_control() {
            gap = true;
            continue;
        }
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if turns(c) || marks > MARKS {
            continue;
        }
        if gap && !clean.is_empty() {
            clean.push(' ');
        }
        gap = false;
        clean.push(c);
    }
    clean
}

/// Marks that any letter can carry, any number of times.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Overrides and isolates, which could show digits of an address backwards; and the non-characters.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_breaks_become_one_space_and_tags_stay_text() {
        assert_eq!(clean("  a\r\n\tb\u{0}\u{7}c\u{2028}d  "), "a b c d");
        assert_eq!(clean("<b>&amp;</b>"), "<b>&amp;</b>");
    }

    #[test]
    fn nothing_can_show_the_digits_of_an_address_backwards() {
        assert_eq!(clean("\u{202e}123\u{202c} Road"), "123 Road");
    }

    #[test]
    fn a_tower_of_marks_is_cut_and_vietnamese_keeps_its_marks() {
        assert_eq!(clean(&format!("a{}b", "\u{301}".repeat(60))), format!("a{}b", "\u{301}".repeat(3)));
        assert_eq!(clean("Nguye\u{302}\u{303}n"), "Nguye\u{302}\u{303}n");
    }
}
