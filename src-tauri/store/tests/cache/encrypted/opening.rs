//! What opening says to each kind of file with and without a key, and that it leaves each as it was.

use jiff::Timestamp;
use store::{CacheForm, HeldFolder, OpenError, Store};

use super::filled::{closed, database, files, filled, holds_everything, key, open, other_key, refused};
use crate::shelf::at;

#[tokio::test]
async fn what_was_made_with_a_key_opens_with_it_and_has_everything() {
    let folder = closed(Some(&key())).await;
    assert_eq!(HeldFolder::hold(folder.path()).unwrap().form().unwrap(), CacheForm::Encrypted);
    holds_everything(&open(folder.path(), Some(&key())).await).await;
}

#[tokio::test]
async fn another_key_is_told_so_and_changes_nothing() {
    let folder = closed(Some(&key())).await;
    let before = files(folder.path());
    let error = refused(folder.path(), Some(&other_key())).await;
    assert!(matches!(error, OpenError::WrongKey), "{error:?}");
    assert_eq!(files(folder.path()), before);
}

#[tokio::test]
async fn without_its_key_an_encrypted_database_is_not_set_aside() {
    let folder = closed(Some(&key())).await;
    let before = files(folder.path());
    let error = refused(folder.path(), None).await;
    assert!(matches!(error, OpenError::NeedsKey), "{error:?}");
    assert_eq!(files(folder.path()), before);
}

#[tokio::test]
async fn a_plain_database_is_not_opened_with_a_key() {
    let folder = closed(None).await;
    let before = files(folder.path());
    let error = refused(folder.path(), Some(&key())).await;
    assert!(matches!(error, OpenError::NotEncrypted), "{error:?}");
    assert_eq!(files(folder.path()), before);
    holds_everything(&open(folder.path(), None).await).await;
}

#[tokio::test]
async fn a_log_that_a_killed_process_left_survives_every_wrong_way_to_open_it() {
    for right in [None, Some(key())] {
        let (folder, store) = filled(right.as_ref()).await;
        let killed = tempfile::tempdir().unwrap();
        for (name, bytes) in files(folder.path()) {
            std::fs::write(killed.path().join(name), bytes).unwrap();
        }
        store.close().await;
        let log = std::fs::metadata(killed.path().join("tiktokflow.db-wal")).unwrap().len();
        assert!(log > 100_000, "the log holds nearly everything: {log}");
        for wrong in [None, Some(key()), Some(other_key())] {
            if wrong.as_ref().map(store::CacheKey::reveal) != right.as_ref().map(store::CacheKey::reveal) {
                refused(killed.path(), wrong.as_ref()).await;
            }
        }
        holds_everything(&open(killed.path(), right.as_ref()).await).await;
    }
}

#[tokio::test]
async fn each_way_in_which_a_key_can_fail_says_what_happened_what_was_kept_and_what_to_do() {
    for error in [OpenError::NeedsKey, OpenError::WrongKey, OpenError::NotEncrypted, OpenError::DamagedEncrypted] {
        let sentence = error.to_string();
        assert_eq!(sentence.matches(". ").count(), 2, "{sentence}");
        assert!(sentence.contains(" left "), "{sentence}");
        assert!(!sentence.contains(key().reveal()));
    }
}

#[tokio::test]
async fn an_encrypted_database_is_set_aside_where_the_person_asks_for_it_and_stays_encrypted() {
    let folder = closed(Some(&key())).await;
    let bytes = std::fs::read(database(folder.path())).unwrap();
    let aside = HeldFolder::hold(folder.path()).unwrap().set_aside(at(9)).unwrap();
    assert_eq!(std::fs::read(&aside).unwrap(), bytes);
    let fresh = Store::open_with(folder.path(), Some(&key()), Timestamp::UNIX_EPOCH).await.unwrap();
    assert_eq!(fresh.store.shops().await.unwrap(), []);
    assert_eq!(std::fs::read(&aside).unwrap(), bytes, "what is encrypted is kept beside what is encrypted");
}

#[tokio::test]
async fn two_that_are_set_aside_in_one_second_are_both_kept() {
    let folder = closed(Some(&key())).await;
    let mut kept = Vec::new();
    for _ in 0..2 {
        kept.push(HeldFolder::hold(folder.path()).unwrap().set_aside(at(9)).unwrap());
        open(folder.path(), Some(&other_key())).await.close().await;
    }
    assert_ne!(kept[0], kept[1]);
    assert!(kept.iter().all(|aside| aside.exists()), "{kept:?}");
}

#[tokio::test]
async fn a_log_whose_database_is_gone_is_set_aside_and_not_removed() {
    let (folder, store) = filled(Some(&key())).await;
    let left = tempfile::tempdir().unwrap();
    let log = std::fs::read(folder.path().join("tiktokflow.db-wal")).unwrap();
    std::fs::write(left.path().join("tiktokflow.db-wal"), &log).unwrap();
    store.close().await;
    // Without a key nobody knows what it was.
    let opened = Store::open(left.path(), at(9)).await.unwrap();
    opened.store.close().await;
    let kept = opened.set_aside.unwrap().with_extension("db-wal");
    assert_eq!(std::fs::read(&kept).unwrap(), log);
    drop(opened.store);
    HeldFolder::hold(left.path()).unwrap().convert(None, Some(&key())).await.unwrap();
    assert_eq!(std::fs::read(&kept).unwrap(), log, "what is encrypted stays beside an encrypted one");
}
