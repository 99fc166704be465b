//! What a file is by its first bytes: its name is not asked.

use crate::TableError;

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Zip,
}

const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// What else lies about under a table's name.
const OTHERS: [(&[u8], &str); 13] = [
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"BM", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"SQLite format 3", "a database"),
];

/// # Errors
/// [`TableError`] for what can't be read.
pub(crate) fn kind_of(bytes: &[u8]) -> Result<Kind, TableError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Zip);
    }
    if bytes.starts_with(OLE) {
        return Err(if is_locked(bytes) {
            TableError::Locked
        } else {
            TableError::OtherForm("an old Excel file (.xls)")
        });
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(TableError::NotATable("a picture or a video"));
    }
    let other = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic) && !is_plain(bytes, magic.len()));
    other.map_or(Ok(Kind::Text), |(_, what)| Err(TableError::NotATable(what)))
}

/// A text may begin with the letters `BM` or `RIFF`.
fn is_plain(bytes: &[u8], magic: usize) -> bool {
    let begin = bytes.get(..64.max(magic).min(bytes.len())).unwrap_or_default();
    !bytes.starts_with(b"%PDF")
        && !bytes.starts_with(b"{\\rtf")
        && begin.iter().all(|byte| matches!(byte, 9 | 10 | 13 | 32..127))
}

/// A workbook with a password is a container of the old kind with this stream in it.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_under_a_tables_name_is_told_as_one() {
        assert_eq!(kind_of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(TableError::NotATable("a picture")));
        assert_eq!(kind_of(b"\0\0\0\x18ftypheic"), Err(TableError::NotATable("a picture or a video")));
        assert_eq!(kind_of(b"%PDF-1.7\n"), Err(TableError::NotATable("a PDF")));
    }

    #[test]
    fn a_text_that_begins_like_a_picture_is_a_text() {
        assert_eq!(kind_of(b"BMW order,tracking\n1,2\n"), Ok(Kind::Text));
        assert_eq!(kind_of(b""), Ok(Kind::Text));
    }

    #[test]
    fn a_locked_workbook_is_told_apart_from_an_old_one() {
        let old = [OLE, &[0; 600]].concat();
        assert_eq!(kind_of(&old), Err(TableError::OtherForm("an old Excel file (.xls)")));
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(kind_of(&[&old[..], &name].concat()), Err(TableError::Locked));
    }
}
