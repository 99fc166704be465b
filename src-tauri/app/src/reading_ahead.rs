//! What is read while nobody waits for it.

use std::sync::{Mutex, PoisonError};

use domain::ShopId;
use tokio::task::JoinHandle;

/// The reading that was begun last, and of which shop. It ends where it is when another one takes its place, and
/// with the app.
#[derive(Default)]
pub(crate) struct ReadingAhead(Mutex<Option<(ShopId, JoinHandle<()>)>>);

impl Drop for ReadingAhead {
    fn drop(&mut self) {
        self.replace(None);
    }
}

impl ReadingAhead {
    /// Begins one, unless the last one was of this shop, too.
    pub(crate) fn begin_once(&self, shop: ShopId, begin: impl FnOnce() -> JoinHandle<()>) {
        self.begin_unless(shop, |_| true, begin);
    }

    /// Begins one, unless one of this shop is under way.
    pub(crate) fn begin(&self, shop: ShopId, begin: impl FnOnce() -> JoinHandle<()>) {
        self.begin_unless(shop, |last| !last.is_finished(), begin);
    }

    /// Nothing is being read any more when this returns.
    pub(crate) async fn end(&self) {
        if let Some(reading) = self.replace(None) {
            // That it was given up is what was asked for.
            let _ = reading.await;
        }
    }

    fn begin_unless(
        &self,
        shop: ShopId,
        is_enough: impl FnOnce(&JoinHandle<()>) -> bool,
        begin: impl FnOnce() -> JoinHandle<()>,
    ) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !last.as_ref().is_some_and(|(of, reading)| *of == shop && is_enough(reading)) {
            put(&mut last, Some((shop, begin())));
        }
    }

    fn replace(&self, next: Option<(ShopId, JoinHandle<()>)>) -> Option<JoinHandle<()>> {
        put(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner), next)
    }
}

/// Puts another reading in the place of the last one, which ends where it is.
fn put(place: &mut Option<(ShopId, JoinHandle<()>)>, next: Option<(ShopId, JoinHandle<()>)>) -> Option<JoinHandle<()>> {
    std::mem::replace(place, next).map(|(_, last)| {
        last.abort();
        last
    })
}
