//! The engine's life: three loops, their signals, and how they end.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::{OrderId, ShopId};
use store::Store;
use tiktok_shop::{Budget, Client, Clock, Lane};
use tokio::sync::{Notify, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Hint, Pace, SyncError, SyncStatus,
    hints::{HintReader, Hints},
    pull::Puller,
    push::Pusher,
    standstill::Standstills,
};

/// What an engine is made of.
#[derive(Clone)]
pub struct Parts {
    /// The cache.
    pub store: Store,
    /// The shop.
    pub client: Client,
    /// Which shop's rows are meant.
    pub shop: ShopId,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The rhythm.
    pub pace: Pace,
    /// What the rhythm goes by: the budget that the client spends from.
    pub budget: Arc<Budget>,
}

/// Wakes the loops.
pub(crate) struct Signals {
    /// The person asked for a round now.
    pub(crate) pull: Notify,
    /// The outbox has work, or what held it up may be over.
    pub(crate) push: Notify,
    /// The rhythm may be another one now.
    pub(crate) rhythm: Notify,
    /// Whether somebody can see the window.
    pub(crate) in_view: AtomicBool,
    /// What the shop hinted at.
    pub(crate) hints: Hints,
    /// What the shop refuses until a person helps.
    pub(crate) standstills: Standstills,
}

impl Default for Signals {
    /// An engine starts because somebody has opened the app, or has just connected a shop.
    fn default() -> Self {
        let (pull, push, rhythm) = (Notify::new(), Notify::new(), Notify::new());
        let (hints, standstills) = Default::default();
        Self { pull, push, rhythm, in_view: AtomicBool::new(true), hints, standstills }
    }
}

/// A running engine. Dropping it leaves the loops running; [`Engine::stop`] ends them.
pub struct Engine {
    signals: Arc<Signals>,
    hints: Arc<HintReader>,
    status: watch::Receiver<SyncStatus>,
    cancel: CancellationToken,
    tasks: TaskTracker,
}

impl Engine {
    /// Starts the loops on the current runtime. What an earlier process left as *sending*
    /// must have been recovered before ([`Store::recover_outbox`]).
    pub fn start(parts: Parts) -> Self {
        let (sender, status) = watch::channel(SyncStatus::default());
        let sender = Arc::new(sender);
        let signals = Arc::new(Signals::default());
        let (cancel, tasks) = (CancellationToken::new(), TaskTracker::new());
        let puller = Arc::new(Puller::new(parts.clone(), Arc::clone(&sender), Arc::clone(&signals)));
        let pusher = Arc::new(Pusher::new(parts.clone(), sender, Arc::clone(&signals)));
        let hints = Arc::new(HintReader::new(parts.clone(), Arc::clone(&signals)));
        let reader = Arc::clone(&hints);
        let keeper = Keeper { clock: parts.clock, pace: parts.pace, cancel: cancel.clone(), tasks: tasks.clone() };
        tasks.spawn(keeper.clone().keep_running("pull", move || Arc::clone(&puller).run()));
        tasks.spawn(keeper.clone().keep_running("push", move || Arc::clone(&pusher).run()));
        tasks.spawn(keeper.keep_running("hints", move || Arc::clone(&hints).run()));
        tasks.close();
        Self { signals, hints: reader, status, cancel, tasks }
    }

    /// The engine's state, now and whenever it changes.
    pub fn status(&self) -> watch::Receiver<SyncStatus> {
        self.status.clone()
    }

    /// Tells the push that the outbox has work.
    pub fn outbox_changed(&self) {
        self.signals.push.notify_one();
    }

    /// Reads everything now, whatever the rhythm says, and tries waiting wishes again.
    pub fn sync_now(&self) {
        self.signals.pull.notify_one();
        self.signals.push.notify_one();
    }

    /// The shop says that something may have changed: it is read soon. Where too many wait, this
    /// one is left to the regular look.
    pub fn hint(&self, hint: Hint) {
        self.signals.hints.add(hint);
    }

    /// Asks the shop how an order stands, ahead of everything else, and takes the answer in like any
    /// other: for a person who is about to act on it.
    ///
    /// # Errors
    /// [`SyncError`]; the cache holds what it held.
    pub async fn look_at(&self, order: &OrderId) -> Result<(), SyncError> {
        self.hints.read(Hint::Order(order.clone()), Lane::Person).await
    }

    /// Tells whether somebody can see the window, which the rhythm goes by. Until told, somebody
    /// can.
    pub fn set_in_view(&self, in_view: bool) {
        if self.signals.in_view.swap(in_view, Ordering::Relaxed) != in_view {
            self.signals.rhythm.notify_one();
        }
    }

    /// Ends the loops. A request under way is dropped: its wish stays *sending*, which the
    /// next start treats as an unknown outcome.
    pub async fn stop(&self) {
        self.cancel.cancel();
        self.tasks.wait().await;
    }
}

/// What keeps a loop alive, and lets it end.
#[derive(Clone)]
struct Keeper {
    clock: Arc<dyn Clock>,
    pace: Pace,
    cancel: CancellationToken,
    tasks: TaskTracker,
}

impl Keeper {
    /// Runs a loop in a task of its own and starts it again should it panic: a bug that one record
    /// wakes must not end the others' service. The task is tracked too, so that [`Engine::stop`]
    /// returns only when the loop itself has let go of everything.
    async fn keep_running<F>(self, name: &'static str, start: impl Fn() -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let mut failures = 0;
        loop {
            let run = self.tasks.spawn(self.cancel.clone().run_until_cancelled_owned(start()));
            if run.await.is_ok() {
                return;
            }
            failures += 1;
            tracing::error!(name, failures, "a loop of the engine broke off and is started again");
            if self.cancel.run_until_cancelled(self.clock.sleep(self.pace.backoff(failures))).await.is_none() {
                return;
            }
        }
    }
}
