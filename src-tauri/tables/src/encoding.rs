//! The text in bytes, whatever a spreadsheet wrote it in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::TableError;

/// How much is looked at to tell a legacy encoding.
const LOOKED_AT: usize = 1 << 20;

/// The text, and the name of its encoding.
///
/// # Errors
/// [`TableError::NotATable`] for what holds NULs: no text does.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, &'static str), TableError> {
    let encoding = encoding_of(bytes);
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    if text.contains('\0') {
        return Err(TableError::NotATable("a file that holds no text"));
    }
    Ok((text.into_owned(), encoding.name()))
}

fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return encoding;
    }
    // Cut off in the middle of a character it is still UTF-8.
    match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        Err(error) if error.error_len().is_none() => UTF_8,
        Err(error) => legacy(bytes.get(error.valid_up_to()..).unwrap_or_default()),
    }
}

/// Ids and delimiters are ASCII, so every other byte of such a text is mostly 0.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let begin = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let zeros = |from: usize| begin.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, most) = (zeros(0), zeros(1), begin.len() / 4);
    match begin.len() {
        0..4 => None,
        _ if odd > most && even == 0 => Some(UTF_16LE),
        _ if even > most && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Guessed from what isn't ASCII. A wrong guess garbles names; ids are the same in all of them.
fn legacy(from_first_odd_byte: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(from_first_odd_byte.get(..LOOKED_AT).unwrap_or(from_first_odd_byte), true);
    detector.guess(None, Utf8Detection::Deny)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn unicode_is_read_with_and_without_its_mark() {
        let text = "Mã đơn hàng\tMã vận đơn\n576618402217359921\tSPXVN0123456789";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [b"\xff\xfe", &little[..]].concat(),
            [b"\xfe\xff", &big[..]].concat(),
            little,
            big,
        ] {
            assert_eq!(decode(&bytes).unwrap().0, text);
        }
    }

    #[test]
    fn the_legacy_encodings_of_the_markets_are_told() {
        for (name, text) in [
            ("windows-1252", "Número de pedido;Número de seguimiento;Señor Muñoz;São Paulo;Größe"),
            ("windows-874", "หมายเลขคำสั่งซื้อ,หมายเลขพัสดุ,สมชาย ใจดี,กรุงเทพมหานคร"),
            ("windows-1258", "Mã đơn hàng,Mã vận đơn,Thành phố Hồ Chí Minh,Nguyễn Thị Hoa"),
            ("gbk", "订单号,运单号,收件人,上海市浦东新区,快递公司名称"),
            ("big5", "訂單編號,運單號碼,收件人姓名,台北市信義區"),
            ("shift_jis", "注文番号,追跡番号,お問い合わせ番号,東京都渋谷区"),
            ("euc-kr", "주문번호,운송장번호,받는 사람,서울특별시 강남구"),
        ] {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            let (bytes, _, unmappable) = encoding.encode(text);
            // Vietnamese letters in windows-1258 are written with marks of their own.
            if unmappable {
                continue;
            }
            assert_eq!(decode(&bytes).unwrap().0, text, "{name}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_no_table() {
        assert!(decode(&[1, 0, 0, 0, 7, 9, 0, 3, 1, 0, 0, 0]).is_err());
    }
}
