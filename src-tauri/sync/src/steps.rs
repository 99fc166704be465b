//! The engine one step at a time, for simulations that decide what happens next.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use store::StoreError;
use tiktok_shop::Lane;
use tokio::sync::watch;

use crate::{
    Hint, Parts, Rhythm, SyncError, SyncStatus, engine::Signals, hints::HintReader, pull::Puller, push::Pusher,
};

/// The code that the loops of an [`Engine`](crate::Engine) run, without the loops: nothing
/// happens by itself, and nothing waits for its time.
#[doc(hidden)]
pub struct Steps {
    puller: Puller,
    pusher: Pusher,
    hints: HintReader,
    signals: Arc<Signals>,
    status: watch::Receiver<SyncStatus>,
}

impl Steps {
    /// Takes the parts as [`Engine::start`](crate::Engine::start) does.
    pub fn new(parts: Parts) -> Self {
        let (sender, status) = watch::channel(SyncStatus::default());
        let (sender, signals) = (Arc::new(sender), Arc::new(Signals::default()));
        let puller = Puller::new(parts.clone(), Arc::clone(&sender), Arc::clone(&signals));
        let pusher = Pusher::new(parts.clone(), sender, Arc::clone(&signals));
        let hints = HintReader::new(parts, Arc::clone(&signals));
        Self { puller, pusher, hints, signals, status }
    }

    /// One round of the pull; a full one reads everything that is ever read again.
    ///
    /// # Errors
    /// [`SyncError`]: what ended the round early.
    pub async fn pull_round(&self, full: bool) -> Result<(), SyncError> {
        self.puller.round(full).await?;
        // The loops tell it as a state; a simulation wants to know whether everything was read.
        self.signals.standstills.reason(self.puller.clock.now()).map_or(Ok(()), |refused| Err(refused.into()))
    }

    /// The rest of the first pull, and the look for what is new alone.
    ///
    /// # Errors
    /// [`SyncError`]: what ended it early.
    pub async fn look(&self) -> Result<(), SyncError> {
        self.puller.first_orders().await?;
        self.puller.look(false).await
    }

    /// How far apart the loop would make its looks just now, and why.
    pub fn rhythm(&self) -> (Rhythm, Duration) {
        self.puller.rhythm()
    }

    /// Tells whether somebody can see the window, as
    /// [`Engine::set_in_view`](crate::Engine::set_in_view) does.
    pub fn set_in_view(&self, in_view: bool) {
        self.signals.in_view.store(in_view, Ordering::Relaxed);
    }

    /// One turn of the push: one shipment, one chunk of them, or the edits of one product. False
    /// when nothing is due.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn push_turn(&self) -> Result<bool, StoreError> {
        Ok(self.pusher.turn().await?.is_some())
    }

    /// Follows one hint.
    ///
    /// # Errors
    /// [`SyncError`]
    pub async fn read_hint(&self, hint: Hint) -> Result<(), SyncError> {
        self.hints.read(hint, Lane::Hint).await
    }

    /// The state as the engine would show it.
    pub fn status(&self) -> SyncStatus {
        self.status.borrow().clone()
    }
}
