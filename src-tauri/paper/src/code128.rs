//! Code 128 (ISO/IEC 15417): its symbols, and how a text becomes them.

/// Bars and spaces of the symbols by value, in modules, a bar first. The last one is the stop.
const SYMBOLS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
    "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
    "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
    "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
    "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
    "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
    "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
    "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
    "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
];

const TO_C: u8 = 99;
const TO_B: u8 = 100;
const START_B: u8 = 104;
const START_C: u8 = 105;
const STOP: u8 = 106;

/// So many digits in a row are shorter as pairs: at an end of the text, and between letters.
const PAIRED: (usize, usize) = (4, 6);

/// The widths of the bars and spaces of `text`, in modules, a bar first and last; `None` for
/// anything but printable ASCII, and for nothing.
pub(crate) fn widths(text: &str) -> Option<Vec<u8>> {
    let symbols = symbols(text)?;
    Some(symbols.iter().flat_map(|symbol| SYMBOLS[usize::from(*symbol)].bytes().map(|width| width - b'0')).collect())
}

/// The values of the symbols, from the start to the stop: digits in pairs where that is shorter.
fn symbols(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || !bytes.iter().all(|byte| (b' '..=b'~').contains(byte)) {
        return None;
    }
    let (mut symbols, mut at, mut pairs) = (Vec::new(), 0, None);
    while at < bytes.len() {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let in_pairs = if pairs == Some(true) { digits >= 2 } else { worth_pairing(bytes, at, digits) };
        if pairs != Some(in_pairs) {
            symbols.push(switch(pairs.is_none(), in_pairs));
            pairs = Some(in_pairs);
        }
        if in_pairs {
            symbols.push((bytes[at] - b'0') * 10 + (bytes[at + 1] - b'0'));
        } else {
            symbols.push(bytes[at] - b' ');
        }
        at += if in_pairs { 2 } else { 1 };
    }
    symbols.push(check(&symbols));
    symbols.push(STOP);
    Some(symbols)
}

/// Whether to turn to pairs here. An odd run gives its first digit to the letters before it, so that
/// it ends with whole pairs; at the start there are none, and the last digit stays alone.
fn worth_pairing(bytes: &[u8], at: usize, digits: usize) -> bool {
    let (at_an_end, between) = PAIRED;
    let ends = at == 0 || at + digits == bytes.len();
    let enough = digits >= if ends { at_an_end } else { between } || (digits == 2 && bytes.len() == 2);
    enough && (at == 0 || digits.is_multiple_of(2))
}

fn switch(start: bool, pairs: bool) -> u8 {
    match (start, pairs) {
        (true, true) => START_C,
        (true, false) => START_B,
        (false, true) => TO_C,
        (false, false) => TO_B,
    }
}

/// The start plus every symbol times its place, modulo 103.
fn check(symbols: &[u8]) -> u8 {
    let sum: usize = symbols.iter().zip(0_usize..).map(|(symbol, place)| usize::from(*symbol) * place.max(1)).sum();
    (sum % 103) as u8
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_symbol_is_eleven_modules_wide_with_an_even_share_of_bars_and_no_two_are_the_same() {
        for symbol in &SYMBOLS[..106] {
            let widths: Vec<u8> = symbol.bytes().map(|width| width - b'0').collect();
            assert_eq!(widths.iter().sum::<u8>(), 11, "{symbol}");
            assert_eq!(widths.iter().step_by(2).sum::<u8>() % 2, 0, "{symbol}");
        }
        assert_eq!(SYMBOLS.iter().collect::<BTreeSet<_>>().len(), SYMBOLS.len());
    }

    #[test]
    fn known_texts_have_their_known_symbols() {
        assert_eq!(symbols("PJJ123C").unwrap(), [104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
        assert_eq!(symbols("123456").unwrap(), [105, 12, 34, 56, 44, 106]);
        assert_eq!(symbols("Wikipedia").unwrap(), [104, 55, 73, 75, 73, 80, 69, 68, 73, 65, 88, 106]);
        assert_eq!(widths("123456").unwrap(), digits("2112321122321311233311211321312331112"));
    }

    #[test]
    fn an_order_id_is_written_in_pairs_and_odd_digits_and_letters_find_their_place() {
        assert_eq!(symbols("576618402217359921").unwrap().len(), 1 + 9 + 2);
        assert_eq!(symbols("1234567").unwrap()[..6], [105, 12, 34, 56, 100, 23]);
        assert_eq!(symbols("A12345").unwrap()[..5], [104, 33, 17, 99, 23]);
        assert_eq!(symbols("A12345B").unwrap()[..4], [104, 33, 17, 18], "five digits between letters are not worth it");
    }

    #[test]
    fn what_no_scanner_could_read_back_has_no_barcode() {
        assert_eq!(["", "订单", "a\nb", "é"].map(widths), [None, None, None, None]);
    }

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().map(|digit| digit - b'0').collect()
    }
}
