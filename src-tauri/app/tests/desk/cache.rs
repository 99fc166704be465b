//! How the cache lies on the disk: encrypted wherever the keychain keeps its key, and plain, and said to be, where
//! it doesn't.

use std::{path::Path, sync::atomic::Ordering, time::Duration};

use app::boundary::{CacheForm, CacheProtection, OrderTab, OutboxState, Theme};
use store::{CacheKey, HeldFolder, Store};

use crate::{
    desk::{Desk, Drawer, SHOP, bytes_in, holds},
    fakes::CACHE_KEY,
};

/// Longer than any test: what is saved waits.
const GRACE: Duration = Duration::from_secs(86_400);

pub(crate) fn patient() -> Drawer {
    Drawer { grace: GRACE, ..Drawer::empty() }
}

pub(crate) fn locked(drawer: Drawer) -> Drawer {
    drawer.keychain.locked.store(true, Ordering::SeqCst);
    drawer
}

pub(crate) fn unlock(drawer: &Drawer) {
    drawer.keychain.locked.store(false, Ordering::SeqCst);
}

/// What the closed cache is.
pub(crate) fn form_in(folder: &Path) -> store::CacheForm {
    HeldFolder::hold(folder).unwrap().form().unwrap()
}

impl Desk {
    pub(crate) async fn protection(&self) -> CacheProtection {
        self.app.settings(Theme::System, "1.0.0").await.unwrap().cache
    }

    /// A shipment that is saved and doesn't leave.
    pub(crate) async fn queued(&self) -> String {
        let order = self.order_to_ship().await;
        self.app.ship_order(SHOP, &order, "TK1").await.unwrap().id
    }

    pub(crate) async fn still_queues(&self, wish: &str) {
        assert_eq!(self.wish(wish).await.state, OutboxState::Queued);
        assert_eq!(self.orders(OrderTab::All, "").await.len(), 60);
    }

    pub(crate) fn key(&self) -> Option<String> {
        self.drawer.keychain.cache_key()
    }
}

#[tokio::test]
async fn a_fresh_cache_is_encrypted_and_its_key_is_in_the_keychain() {
    let desk = Desk::connected().await;
    let protection = CacheProtection { form: CacheForm::Encrypted, note: None, at_next_start: false };
    assert_eq!(desk.protection().await, protection);
    let buyer = desk.orders(OrderTab::All, "").await[0].buyer.clone();
    let open = bytes_in(desk.drawer.folder.path());
    let (drawer, _shop) = desk.closed().await;
    let key = drawer.keychain.cache_key().unwrap();
    for bytes in [open, bytes_in(drawer.folder.path())] {
        assert!(!holds(&bytes, &buyer) && !holds(&bytes, &key));
    }
    // It is there nevertheless.
    let key = CacheKey::from_text(&key).unwrap();
    HeldFolder::hold(drawer.folder.path()).unwrap().convert(Some(&key), None).await.unwrap();
    assert!(holds(&bytes_in(drawer.folder.path()), &buyer));
}

#[tokio::test]
async fn each_cache_has_a_key_of_its_own() {
    let (one, other) = (Desk::new().await, Desk::new().await);
    assert_ne!(one.key(), other.key());
    assert!(one.key().is_some());
}

#[tokio::test]
async fn where_there_is_no_keychain_the_cache_stays_plain_and_says_why() {
    for (drawer, why) in [
        (Drawer { has_keychain: false, ..Drawer::empty() }, "this system has no keychain"),
        (locked(Drawer::empty()), "it is locked"),
    ] {
        let desk = Desk::with(drawer).await;
        let CacheProtection { form, note, at_next_start } = desk.protection().await;
        assert_eq!((form, at_next_start), (CacheForm::Plain, false));
        let note = note.unwrap();
        assert!(note.starts_with("Not encrypted, because") && note.contains(why), "{note}");
        assert!(desk.app.recovery_code().is_err());
        let (drawer, _shop) = desk.closed().await;
        assert_eq!(form_in(drawer.folder.path()), store::CacheForm::Plain);
    }
}

#[tokio::test]
async fn a_keychain_that_forgets_or_does_not_take_the_key_gets_no_cache() {
    for forgets in [true, false] {
        let drawer = Drawer::empty();
        *(if forgets { &drawer.keychain.forgets } else { &drawer.keychain.too_small_for }).lock().unwrap() =
            Some(CACHE_KEY);
        let desk = Desk::with(drawer).await;
        assert_eq!(desk.protection().await.form, CacheForm::Plain);
        let (drawer, _shop) = desk.closed().await;
        assert_eq!(form_in(drawer.folder.path()), store::CacheForm::Plain);
    }
}

#[tokio::test]
async fn a_plain_cache_is_encrypted_at_the_start_at_which_the_keychain_works_with_every_wish_in_it() {
    let desk = Desk::connected_with(locked(patient())).await;
    let wish = desk.queued().await;
    let buyer = desk.orders(OrderTab::All, "").await[0].buyer.clone();
    assert!(holds(&bytes_in(desk.drawer.folder.path()), &buyer), "the search looks for the right thing");
    unlock(&desk.drawer);
    // Somebody signs in once more, and the keychain takes it.
    desk.connect().await;
    assert!(desk.protection().await.at_next_start);
    assert_eq!(desk.key(), None);

    let desk = desk.reopened().await;
    assert_eq!(desk.protection().await.form, CacheForm::Encrypted);
    desk.still_queues(&wish).await;
    let (drawer, _shop) = desk.closed().await;
    assert!(!holds(&bytes_in(drawer.folder.path()), &buyer));
}

#[tokio::test]
async fn a_key_that_was_kept_before_a_kill_is_taken_and_no_other_is_made() {
    let key = "0f".repeat(32);
    let keep = |drawer: &Drawer| {
        drawer.keychain.secrets.lock().unwrap().insert(CACHE_KEY.into(), key.clone().into_bytes());
    };
    // Killed before there was a cache.
    let drawer = Drawer::empty();
    keep(&drawer);
    let (drawer, _shop) = Desk::with(drawer).await.closed().await;
    assert_eq!(drawer.keychain.cache_key().as_ref(), Some(&key));
    let as_kept = CacheKey::from_text(&key);
    let now = jiff::Timestamp::now();
    assert!(Store::open_with(drawer.folder.path(), as_kept.as_ref(), now).await.is_ok());

    // Killed before the conversion, and in it between the renames.
    for name in ["tiktokflow.db", "tiktokflow.replaced.db"] {
        let desk = Desk::connected_with(locked(patient())).await;
        let wish = desk.queued().await;
        let (drawer, shop) = desk.closed().await;
        let database = drawer.folder.path().join("tiktokflow.db");
        std::fs::rename(&database, drawer.folder.path().join(name)).unwrap();
        unlock(&drawer);
        keep(&drawer);
        let desk = drawer.opened(shop).await;
        desk.still_queues(&wish).await;
        assert_eq!(desk.protection().await.form, CacheForm::Encrypted);
        assert_eq!(desk.key().as_ref(), Some(&key));
    }
}

#[tokio::test]
async fn a_second_start_neither_makes_a_key_nor_converts_anything() {
    let desk = Desk::with(locked(Drawer::empty())).await;
    unlock(&desk.drawer);
    let Err(blocked) = desk.drawer.open_in(desk.drawer.folder.path()).await else { panic!("it was opened") };
    assert!(blocked.notice.body.contains("already open") && blocked.sealed.is_none());
    assert_eq!(desk.key(), None);
}

#[cfg(unix)]
#[tokio::test]
async fn where_it_can_not_be_converted_the_plain_cache_is_opened_and_says_so() {
    let desk = Desk::connected_with(locked(patient())).await;
    let wish = desk.queued().await;
    let (drawer, shop) = desk.closed().await;
    // The copy's name leads to where nothing can be made.
    let nowhere = drawer.folder.path().join("nowhere").join("copy");
    std::os::unix::fs::symlink(nowhere, drawer.folder.path().join("tiktokflow.making.db")).unwrap();
    unlock(&drawer);
    let desk = drawer.opened(shop).await;
    let CacheProtection { form, note, at_next_start } = desk.protection().await;
    assert_eq!((form, at_next_start), (CacheForm::Plain, true));
    assert!(note.unwrap().starts_with("Not encrypted, because it could not be brought into the other form."));
    desk.still_queues(&wish).await;
}

#[tokio::test]
async fn a_reset_keeps_the_key_of_the_cache_that_stays() {
    let desk = Desk::connected().await;
    let key = desk.key();
    desk.app.reset_everything().await.unwrap();
    assert_eq!(desk.key(), key);
    let desk = desk.reopened().await;
    assert_eq!(desk.protection().await.form, CacheForm::Encrypted);
    assert_eq!(desk.state().await.shops, []);
}
