//! What a spreadsheet puts around a number, and how it writes one that is too long for it.

/// A cell without what can't be seen or only keeps it text: invisible signs, `="…"`, an apostrophe
/// before it, a hash. Digits of other scripts become ASCII.
pub(crate) fn bare(cell: &str) -> String {
    let seen: String = cell.chars().filter(|sign| !is_invisible(*sign)).map(plain).collect();
    let mut text = seen.trim();
    if let Some(inside) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        text = inside.trim();
    }
    text.trim_matches(is_wrapping).to_owned()
}

fn is_invisible(sign: char) -> bool {
    let unseen = matches!(sign, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    unseen || (sign.is_control() && !sign.is_whitespace())
}

fn is_wrapping(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '\'' | '’' | '‘' | '`' | '´' | '"' | '“' | '”' | '#')
}

/// Full-width letters, digits and signs as ASCII; the digits of Thai and Arabic too.
fn plain(sign: char) -> char {
    let moved = |from: u32, to: char| char::from_u32(u32::from(sign) - from + u32::from(to)).unwrap_or(sign);
    match sign {
        '\u{ff01}'..='\u{ff5e}' => moved(0xff01, '!'),
        '\u{3000}' => ' ',
        '\u{660}'..='\u{669}' => moved(0x660, '0'),
        '\u{6f0}'..='\u{6f9}' => moved(0x6f0, '0'),
        '\u{e50}'..='\u{e59}' => moved(0xe50, '0'),
        _ => sign,
    }
}

/// Whether a text is digits and nothing else.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|sign| sign.is_ascii_digit())
}

/// The digits of a whole number, however a spreadsheet shows it: `576,618,402`, `576.618.402`,
/// `576 618 402`, `576618402.0`, `576618402,00`.
pub(crate) fn whole(text: &str) -> Option<String> {
    let body = without_zero_fraction(text);
    let digits: String = body.chars().filter(char::is_ascii_digit).collect();
    (is_digits(body) || is_grouped(body)).then_some(digits)
}

/// One or more zeros behind a point or comma: `.0`, but not the last group of `576.000`.
fn without_zero_fraction(text: &str) -> &str {
    let cut = text.rsplit_once(['.', ',']).filter(|(front, fraction)| {
        let zeros = !fraction.is_empty() && fraction.bytes().all(|sign| sign == b'0');
        zeros && (fraction.len() != 3 || is_digits(front) && front.len() > 3)
    });
    cut.map_or(text, |(front, _)| front)
}

/// Groups of three, all parted by the same sign.
fn is_grouped(text: &str) -> bool {
    let Some(sign) = text.chars().find(|sign| !sign.is_ascii_digit()) else { return false };
    let mut groups = text.split(sign);
    let first = groups.next().unwrap_or_default();
    let separates = matches!(sign, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' | '_');
    separates
        && (1..=3).contains(&first.len())
        && is_digits(first)
        && groups.all(|group| group.len() == 3 && is_digits(group))
}

/// `5.76618E+17` taken apart: its digits, and the power of ten of the first of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scientific {
    pub(crate) digits: String,
    pub(crate) power: usize,
    /// Whether a point, a comma or a sign says that it is a number, and no code with an E in it.
    pub(crate) sure: bool,
}

/// Reads a number as a sheet shows one that is too long for it, of up to 40 digits.
pub(crate) fn scientific(text: &str) -> Option<Scientific> {
    let (front, power) = text.split_once(['E', 'e'])?;
    let signed = power.starts_with('+');
    let power = power.strip_prefix('+').unwrap_or(power);
    let (whole, fraction) = front.split_once(['.', ',']).unwrap_or((front, ""));
    let number = whole.len() == 1 && is_digits(whole) && (fraction.is_empty() || is_digits(fraction));
    if !number || whole == "0" || !is_digits(power) || power.len() > 2 {
        return None;
    }
    let power = power.parse().ok().filter(|power| *power < 40)?;
    Some(Scientific { digits: format!("{whole}{fraction}"), power, sure: signed || !fraction.is_empty() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clings_to_a_number_falls_off() {
        for cell in [
            "576618402217359921",
            "'576618402217359921",
            "=\"576618402217359921\"",
            "\u{feff}576618402217359921\u{200b}",
            "５７６６１８４０２２１７３５９９２１",
            "#576618402217359921 ",
            "\u{202d}576618402217359921\u{202c}",
            "๕๗๖๖๑๘๔๐๒๒๑๗๓๕๙๙๒๑",
            "576618402217359921\t",
        ] {
            assert_eq!(bare(cell), "576618402217359921", "{cell:?}");
        }
    }

    #[test]
    fn a_whole_number_is_whole_however_it_is_grouped() {
        for text in [
            "576618402",
            "576,618,402",
            "576.618.402",
            "576 618 402",
            "576618402.0",
            "576618402,000",
            "576'618'402",
            "576,618,402.00",
        ] {
            assert_eq!(whole(text).as_deref(), Some("576618402"), "{text}");
        }
        for text in
            ["576618402.5", "57,66", "5766,184,02", "1.2,3", "JT1", "", ".", "5.76E+17", "576,,402", "1,234 567"]
        {
            assert_eq!(whole(text), None, "{text}");
        }
        assert_eq!(whole("576.000").as_deref(), Some("576000"), "a last group of zeros is a group");
    }

    #[test]
    fn a_number_too_long_for_a_sheet_is_taken_apart_with_point_and_comma() {
        let parts = |text| scientific(text).map(|it| (it.digits, it.power, it.sure));
        assert_eq!(parts("5.76618E+17"), Some(("576618".into(), 17, true)));
        assert_eq!(parts("5,76618e17"), Some(("576618".into(), 17, true)));
        assert_eq!(parts("6E+17"), Some(("6".into(), 17, true)));
        assert_eq!(parts("9E12"), Some(("9".into(), 12, false)), "it may be a code");
        for text in ["JT5E+17", "E+17", "5.E", "5.76E+999", "57.6E+17", "5.7 6E+17", "0.5E+17"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
