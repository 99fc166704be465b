//! Whether the cache on the disk is plain or encrypted, told from its bytes alone: a mark beside it could be
//! lost, or be of another moment than the file.

use std::{
    fs::File,
    io::{ErrorKind, Read as _, Result},
    path::Path,
};

/// What every plain SQLite file begins with.
const HEADER: &[u8] = b"SQLite format 3\0";
/// The size of a page, of a plain file and of an encrypted one.
pub(crate) const PAGE: usize = 4_096;

/// What the cache's file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheForm {
    /// There is none yet.
    Absent,
    /// Anyone who can read the file can read what is in it.
    Plain,
    /// It takes a key.
    Encrypted,
    /// Neither: a plain file that has lost its beginning, or something else altogether.
    Garbled,
}

/// What a file is.
///
/// # Errors
/// Whatever keeps it from being read.
pub(crate) fn form_of(path: &Path) -> Result<CacheForm> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(CacheForm::Absent),
        Err(error) => return Err(error),
    };
    let mut first = true;
    let mut page = Vec::with_capacity(PAGE);
    loop {
        page.clear();
        (&mut file).take(PAGE as u64).read_to_end(&mut page)?;
        if first && page.is_empty() {
            return Ok(CacheForm::Absent);
        }
        if first && page.starts_with(HEADER) {
            return Ok(CacheForm::Plain);
        }
        if page.len() < PAGE {
            return Ok(CacheForm::Garbled);
        }
        // One is enough: an encrypted file that lost other pages still has wishes in it that a key can bring back.
        if is_random(&page) {
            return Ok(CacheForm::Encrypted);
        }
        first = false;
    }
}

/// Whether each byte comes about as often as any other, as it does in a page that is encrypted. The sum is 255 there,
/// give or take 23, and many thousands for text, numbers and empty space.
fn is_random(page: &[u8]) -> bool {
    let mut times = [0_i64; 256];
    page.iter().for_each(|byte| times[usize::from(*byte)] += 1);
    let usual = (PAGE / times.len()) as i64;
    times.iter().map(|times| (times - usual).pow(2)).sum::<i64>() / usual < 512
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(bytes: &[u8]) -> CacheForm {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, bytes).unwrap();
        form_of(&file).unwrap()
    }

    #[test]
    fn what_is_not_there_or_empty_is_absent() {
        assert_eq!(form_of(Path::new("nowhere/at/all")).unwrap(), CacheForm::Absent);
        assert_eq!(form(b""), CacheForm::Absent);
    }

    #[test]
    fn a_plain_file_without_its_beginning_is_not_taken_for_an_encrypted_one() {
        let text = "{\"recipient\":\"Nguyễn Thị Hoa\",\"id\":\"576618402217359921\"}".repeat(300);
        assert_eq!(form(&[HEADER, text.as_bytes()].concat()), CacheForm::Plain);
        assert_eq!(form(text.as_bytes()), CacheForm::Garbled);
        assert_eq!(form(&[0xAA; 3 * PAGE]), CacheForm::Garbled);
        assert_eq!(form(b"this was a database once"), CacheForm::Garbled);
    }

    proptest! {
        /// Whatever pages it lost.
        #[test]
        fn an_encrypted_file_is_known_by_any_page_that_is_left(
            page in prop::collection::vec(any::<u8>(), PAGE),
            lost in 0_usize..4,
            behind in 0_usize..2 * PAGE,
        ) {
            prop_assert_eq!(form(&[vec![0; lost * PAGE], page, vec![0; behind]].concat()), CacheForm::Encrypted);
        }
    }
}
