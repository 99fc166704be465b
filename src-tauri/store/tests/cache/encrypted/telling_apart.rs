//! A wrong key and a damaged file, told apart as well as can be.

use store::OpenError;

use super::filled::{closed, database, files, key, other_key, refused};

/// The size of a page.
const PAGE: usize = 4_096;

/// What opening says after these bytes were overwritten, and that the file stayed as it was then.
async fn said_of(damage: impl Fn(&mut Vec<u8>), key_given: store::CacheKey) -> OpenError {
    let folder = closed(Some(&key())).await;
    let mut bytes = std::fs::read(database(folder.path())).unwrap();
    damage(&mut bytes);
    std::fs::write(database(folder.path()), bytes).unwrap();
    let before = files(folder.path());
    let error = refused(folder.path(), Some(&key_given)).await;
    assert_eq!(files(folder.path()), before, "{error:?}");
    error
}

#[tokio::test]
async fn a_damaged_page_is_damage_whichever_it_is() {
    for from in [100, PAGE, 20 * PAGE + 7] {
        let error = said_of(|bytes| bytes[from..from + 64].fill(0xAA), key()).await;
        assert!(matches!(error, OpenError::DamagedEncrypted), "{from}: {error:?}");
    }
}

#[tokio::test]
async fn pages_that_were_lost_are_damage_and_nothing_plain() {
    let error = said_of(|bytes| bytes[..3 * PAGE].fill(0), key()).await;
    assert!(matches!(error, OpenError::WrongKey), "with its beginning it lost what the seals are made from: {error:?}");
    let error = said_of(|bytes| bytes[16..3 * PAGE].fill(0), key()).await;
    assert!(matches!(error, OpenError::DamagedEncrypted), "{error:?}");
    let error = said_of(|bytes| bytes.fill(0), key()).await;
    assert!(matches!(error, OpenError::DamagedEncrypted), "{error:?}");
}

#[tokio::test]
async fn a_file_that_was_cut_off_is_damage() {
    let error = said_of(|bytes| bytes.truncate(bytes.len() - PAGE / 2), key()).await;
    assert!(matches!(error, OpenError::DamagedEncrypted), "{error:?}");
}

#[tokio::test]
async fn a_wrong_key_stays_one_whatever_is_damaged_besides() {
    for from in [0, 100, 20 * PAGE] {
        let error = said_of(|bytes| bytes[from..from + 64].fill(0xAA), other_key()).await;
        assert!(matches!(error, OpenError::WrongKey), "{from}: {error:?}");
    }
}
