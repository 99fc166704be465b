//! Order ids out of whatever was pasted: a column of a sheet, a chat, a carrier's mail.

use std::collections::HashSet;

use crate::OrderId;

/// The ids in a pasted text, each once, in its order. Blanks, commas, semicolons, tabs, bars,
/// brackets, quotes and line ends part them, and so does whatever a sheet puts around a number to keep it
/// text. Words without a digit are headings. What a sheet has already mangled (`5.76E+17`) is
/// given as it stands: it can't be found, and the person has to hear of it.
pub fn pasted_ids(text: &str) -> Vec<OrderId> {
    let mut known = HashSet::new();
    text.split(parts_ids)
        .flat_map(pieces)
        .map(|piece| piece.trim_matches(is_wrapping))
        .filter(|piece| piece.contains(|sign: char| sign.is_ascii_digit()) && known.insert(*piece))
        .map(OrderId::new)
        .collect()
}

fn parts_ids(sign: char) -> bool {
    sign.is_whitespace() || sign.is_control() || matches!(sign, ';' | '|' | '"' | '“' | '”' | '(' | ')' | '[' | ']')
}

/// A comma parts ids, unless it is the decimal point of a mangled one.
fn pieces(part: &str) -> Vec<&str> {
    let part = part.trim_matches(',');
    if is_mangled(part) { vec![part] } else { part.split([',', '，', '、']).collect() }
}

/// What may cling to an id: a sheet's apostrophe or equals sign, a hash, a byte order mark.
fn is_wrapping(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '=' | '#' | ':' | '.' | ',' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
}

/// A number as a sheet shows one that is too long for it: `5.76E+17`, `5,76E+17`.
fn is_mangled(part: &str) -> bool {
    let Some((front, power)) = part.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit());
    let (whole, fraction) = front.split_once(['.', ',']).unwrap_or((front, "0"));
    power.strip_prefix('+').is_some_and(digits) && digits(whole) && digits(fraction)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<String> {
        pasted_ids(text).into_iter().map(|id| id.to_string()).collect()
    }

    #[test]
    fn ids_are_found_whatever_stands_between_them() {
        let both = ["576618402217359921", "576618402217359922"];
        for text in [
            "576618402217359921 576618402217359922",
            "576618402217359921,576618402217359922",
            "576618402217359921;576618402217359922\r\n",
            "Order ID\tBuyer\r\n576618402217359921\tAna\r\n576618402217359922\tBo",
            "\u{feff}\"576618402217359921\"\n=\"576618402217359922\"",
            "'576618402217359921\n'576618402217359922",
            "#576618402217359921、#576618402217359922.",
            "[576618402217359921, 576618402217359922]",
        ] {
            assert_eq!(read(text), both, "{text:?}");
        }
    }

    #[test]
    fn an_id_named_twice_is_one() {
        assert_eq!(read("12 34 12"), ["12", "34"]);
    }

    #[test]
    fn what_a_sheet_has_mangled_is_kept_as_it_stands() {
        assert_eq!(read("5.76618E+17\n5,76618E+17, 12"), ["5.76618E+17", "5,76618E+17", "12"]);
    }

    #[test]
    fn a_text_without_ids_gives_none() {
        assert_eq!(read("Order ID, Buyer\n\n ;;"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn every_id_is_found_once_in_its_order(
            ids in proptest::collection::vec("[1-9][0-9]{16,18}", 0..60),
            between in proptest::collection::vec(prop::sample::select(vec![" ", ",", ", ", ";", "\t", "\r\n", "\n\n", " | ", "\",\""]), 60),
        ) {
            let text: String = ids.iter().zip(&between).flat_map(|(id, gap)| [id.as_str(), gap]).collect();
            let mut expected: Vec<String> = Vec::new();
            for id in ids {
                if !expected.contains(&id) {
                    expected.push(id);
                }
            }
            prop_assert_eq!(read(&text), expected);
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,200}") {
            for id in pasted_ids(&text) {
                prop_assert!(text.contains(id.as_str()));
            }
        }
    }
}
