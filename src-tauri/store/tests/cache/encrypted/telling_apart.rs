//! A wrong key and a damaged file, told apart as well as can be.

use domain::OrderId;
use store::{OpenError, StoreError};

use super::filled::{closed, database, files, filled, key, open, other_key, refused};
use crate::shelf::SHOP;

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

#[tokio::test]
async fn a_log_without_its_database_is_not_thrown_away() {
    for empty in [true, false] {
        let (folder, store) = filled(Some(&key())).await;
        let left = tempfile::tempdir().unwrap();
        let log = std::fs::read(folder.path().join("tiktokflow.db-wal")).unwrap();
        std::fs::write(left.path().join("tiktokflow.db-wal"), &log).unwrap();
        if empty {
            std::fs::write(database(left.path()), b"").unwrap();
        }
        let error = refused(left.path(), Some(&key())).await;
        assert!(matches!(error, OpenError::DamagedEncrypted), "{error:?}");
        assert_eq!(files(left.path())["tiktokflow.db-wal"], log);
        store.close().await;
    }
}

#[tokio::test]
async fn what_is_damaged_while_the_cache_is_open_is_called_damaged() {
    let folder = closed(Some(&key())).await;
    let store = open(folder.path(), Some(&key())).await;
    let mut bytes = std::fs::read(database(folder.path())).unwrap();
    bytes[8 * PAGE..].fill(0xAA);
    std::fs::write(database(folder.path()), bytes).unwrap();
    let error = store.order(SHOP, &OrderId::new("7")).await.unwrap_err();
    assert!(matches!(error, StoreError::Damaged(_)), "{error:?}");
}
