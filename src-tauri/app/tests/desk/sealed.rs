//! An encrypted cache whose key is lost: nothing happens by itself, and each of the ways leads on.

use std::{fs, path::PathBuf, time::Duration};

use app::{
    App, NotOpened,
    boundary::{AppError, CacheForm, ErrorCode, Phase, SealReason, Theme},
};
use sandbox::Sandbox;

use crate::{
    cache::{locked, patient, unlock},
    desk::{Desk, Drawer, SHOP},
    fakes::CACHE_KEY,
};

/// A desk that was closed with a wish in its cache.
struct Closed {
    drawer: Drawer,
    shop: Sandbox,
    wish: String,
    code: String,
}

async fn closed() -> Closed {
    let desk = Desk::connected_with(patient()).await;
    let wish = desk.queued().await;
    let code = desk.app.recovery_code().unwrap().code;
    let (drawer, shop) = desk.closed().await;
    Closed { drawer, shop, wish, code }
}

impl Closed {
    fn file(&self) -> PathBuf {
        self.drawer.folder.path().join("tiktokflow.db")
    }

    fn loses_its_key(&self) {
        self.drawer.keychain.secrets.lock().unwrap().remove(CACHE_KEY).unwrap();
    }

    fn has_key(&self, key: &str) {
        self.drawer.keychain.secrets.lock().unwrap().insert(CACHE_KEY.into(), key.as_bytes().to_vec());
    }

    /// That the start stops before the cache, and for this reason.
    async fn is_sealed(&self, reason: SealReason) {
        let Err(blocked) = self.drawer.open_in(self.drawer.folder.path()).await else { panic!("it was opened") };
        let state = app::blocked_state(&blocked, Theme::Dark, "1.0.0");
        assert_eq!((state.phase, state.sealed.unwrap().reason), (Phase::Sealed, reason));
    }

    async fn typed(&self, code: &str) -> Result<std::sync::Arc<App>, NotOpened> {
        App::open_with_code(self.drawer.folder.path(), self.drawer.ports(), code).await
    }

    async fn refused(&self, code: &str) -> AppError {
        match self.typed(code).await {
            Err(NotOpened::Code(error)) => error,
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("it was opened"),
        }
    }

    async fn opens(self) -> (Desk, String) {
        (self.drawer.opened(self.shop).await, self.wish)
    }

    async fn opens_with_its_code(self) -> (Desk, String) {
        let app = self.typed(&self.code).await.unwrap();
        (Desk { app, shop: self.shop, drawer: self.drawer }, self.wish)
    }
}

#[tokio::test]
async fn without_its_key_the_cache_is_left_alone_and_no_other_key_is_made() {
    let closed = closed().await;
    closed.loses_its_key();
    let before = fs::read(closed.file()).unwrap();
    closed.is_sealed(SealReason::NoKey).await;
    assert_eq!(fs::read(closed.file()).unwrap(), before);
    assert_eq!(closed.drawer.keychain.cache_key(), None);
}

#[tokio::test]
async fn the_code_brings_everything_back_and_the_key_into_the_keychain() {
    let closed = closed().await;
    let key = closed.drawer.keychain.cache_key();
    closed.loses_its_key();
    let (desk, wish) = closed.opens_with_its_code().await;
    desk.still_queues(&wish).await;
    assert_eq!(desk.key(), key);
    let desk = desk.reopened().await;
    desk.still_queues(&wish).await;
}

#[tokio::test]
async fn a_code_with_a_typo_and_a_code_of_another_cache_are_told_apart_and_change_nothing() {
    let (one, other) = (closed().await, closed().await);
    one.loses_its_key();
    let mut typo: Vec<char> = one.code.to_lowercase().chars().collect();
    typo[13] = if typo[13] == '7' { '8' } else { '7' };
    let error = one.refused(&typo.into_iter().collect::<String>()).await;
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("code")));
    assert!(error.message.contains("typo in group 3"), "{}", error.message);
    let error = one.refused(&other.code).await;
    assert!(error.message.contains("whole") && error.message.contains("another one"), "{}", error.message);
    assert_eq!(one.drawer.keychain.cache_key(), None);
    let (desk, wish) = one.opens_with_its_code().await;
    desk.still_queues(&wish).await;
}

#[tokio::test]
async fn another_key_in_the_keychain_gives_way_to_the_right_one_alone() {
    let closed = closed().await;
    let (key, other) = (closed.drawer.keychain.cache_key(), "0f".repeat(32));
    closed.has_key(&other);
    closed.is_sealed(SealReason::OtherKey).await;
    closed.refused("").await;
    assert_eq!(closed.drawer.keychain.cache_key(), Some(other));
    let (desk, wish) = closed.opens_with_its_code().await;
    desk.still_queues(&wish).await;
    assert_eq!(desk.key(), key);
}

#[tokio::test]
async fn what_is_no_key_in_the_keychain_is_as_none() {
    let closed = closed().await;
    closed.has_key("not a key");
    closed.is_sealed(SealReason::NoKey).await;
}

#[tokio::test]
async fn a_locked_keychain_is_told_and_another_try_opens_once_it_is_not() {
    let mut closed = closed().await;
    closed.drawer = locked(closed.drawer);
    let Err(blocked) = closed.drawer.open_in(closed.drawer.folder.path()).await else { panic!("it was opened") };
    let sealed = blocked.sealed.unwrap();
    assert_eq!((sealed.reason, sealed.keychain.as_deref()), (SealReason::NoAnswer, Some("it is locked")));
    unlock(&closed.drawer);
    let (desk, wish) = closed.opens().await;
    desk.still_queues(&wish).await;
}

#[tokio::test]
async fn a_keychain_that_does_not_answer_is_not_waited_for_without_end() {
    let closed = closed().await;
    let clock = closed.drawer.clock.clone();
    let (silence, until_it_ends) = std::sync::mpsc::channel();
    *closed.drawer.keychain.silence.lock().unwrap() = Some(until_it_ends);
    let mut opening = Box::pin(closed.drawer.open_in(closed.drawer.folder.path()));
    let opened = loop {
        tokio::select! {
            biased;
            opened = &mut opening => break opened,
            () = tokio::task::yield_now() => clock.pass(Duration::from_secs(1)),
        }
    };
    drop(opening);
    let Err(blocked) = opened else { panic!("it was opened") };
    let sealed = blocked.sealed.unwrap();
    assert_eq!((sealed.reason, sealed.keychain.as_deref()), (SealReason::NoAnswer, Some("it has not answered yet")));
    drop(silence);
    let (desk, wish) = closed.opens().await;
    desk.still_queues(&wish).await;
}

#[tokio::test]
async fn where_the_keychain_does_not_take_the_key_back_the_code_opens_for_this_run_and_that_is_said() {
    let mut closed = closed().await;
    closed.drawer = locked(closed.drawer);
    let (desk, wish) = closed.opens_with_its_code().await;
    desk.still_queues(&wish).await;
    let protection = desk.protection().await;
    assert_eq!(protection.form, CacheForm::Encrypted);
    let note = protection.note.unwrap();
    assert!(note.contains("it is locked") && note.contains("recovery code"), "{note}");
}

#[tokio::test]
async fn begun_anew_the_old_cache_stays_a_file_that_its_code_still_opens() {
    let closed = closed().await;
    let (before, file, code) = (fs::read(closed.file()).unwrap(), closed.file(), closed.code.clone());
    closed.loses_its_key();
    let Closed { drawer, shop, wish, .. } = closed;
    let desk = drawer.begun_anew(shop).await;
    let notice = desk.notice("damaged").await.unwrap();
    let aside = drawer_file(&desk.drawer, "tiktokflow.damaged-20260310");
    assert!(notice.body.contains(&aside.display().to_string()), "{}", notice.body);
    assert_eq!(fs::read(&aside).unwrap(), before);
    assert_eq!(desk.protection().await.form, CacheForm::Encrypted);
    assert_ne!(desk.app.recovery_code().unwrap().code, code);
    desk.app.resume().await;
    desk.synced().await;
    // Another shop's end is no reason to remove it.
    desk.app.disconnect(SHOP).await.unwrap();
    assert_eq!(fs::read(&aside).unwrap(), before);

    let (drawer, shop) = desk.closed().await;
    fs::rename(&aside, &file).unwrap();
    let closed = Closed { drawer, shop, wish, code };
    closed.is_sealed(SealReason::OtherKey).await;
    let (desk, wish) = closed.opens_with_its_code().await;
    desk.still_queues(&wish).await;
}

#[tokio::test]
async fn a_reset_removes_what_was_set_aside() {
    let closed = closed().await;
    closed.loses_its_key();
    let desk = closed.drawer.begun_anew(closed.shop).await;
    let aside = drawer_file(&desk.drawer, "tiktokflow.damaged-20260310");
    desk.app.reset_everything().await.unwrap();
    assert!(!aside.exists());
}

#[tokio::test]
async fn a_damaged_cache_that_was_encrypted_is_never_set_aside_unasked() {
    for damage in [b"this was a database once".to_vec(), vec![0x5a; 80_000]] {
        let closed = closed().await;
        fs::write(closed.file(), &damage).unwrap();
        closed.is_sealed(SealReason::Damaged).await;
        assert_eq!(fs::read(closed.file()).unwrap(), damage);
        let key = closed.drawer.keychain.cache_key();
        let desk = closed.drawer.begun_anew(closed.shop).await;
        let aside = drawer_file(&desk.drawer, "tiktokflow.damaged-20260310");
        assert_eq!(fs::read(aside).unwrap(), damage, "it is kept");
        assert_eq!(desk.key(), key, "the key still is that of what was set aside");
        desk.app.resume().await;
        desk.synced().await;
        assert_eq!(desk.state().await.shop.unwrap().name, "Linh Kay Studio");
    }
}

/// The one file in the data folder whose name begins so and that is a database.
fn drawer_file(drawer: &Drawer, begin: &str) -> PathBuf {
    let files = fs::read_dir(drawer.folder.path()).unwrap().map(|file| file.unwrap().path());
    let is_it = |file: &PathBuf| {
        file.file_name().unwrap().to_string_lossy().starts_with(begin) && file.extension().unwrap() == "db"
    };
    files.into_iter().find(is_it).unwrap()
}
