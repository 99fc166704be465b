//! The whole app at a glance.

use std::time::Duration;

use store::Shop;

use crate::{
    App, Blocked,
    boundary::{
        AppError, AppState, KeychainKind, OutboxCounts, Phase, SyncRhythm, SyncState, SyncStep, SyncView, Theme,
    },
    connect::pending_view,
    wording::{count, iso},
};

impl App {
    /// What the shell shows. `theme` is kept by the window's own preferences.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn state(&self, theme: Theme, version: &str) -> Result<AppState, AppError> {
        let shop = self.shop_in_view().await?;
        Ok(AppState {
            phase: if shop.is_some() { Phase::Ready } else { Phase::Connect },
            blocked: None,
            sealed: None,
            shops: self.healths().await?,
            sync: self.sync_view(shop.as_ref()).await,
            outbox: self.outbox_counts(shop.as_ref()).await?,
            shop: shop.map(|shop| self.shop_view(shop)),
            notices: self.notices.list(),
            keychain: self.vault.kind(),
            theme,
            connecting: self.pending().as_ref().map(pending_view),
            offered: self.offered().await?,
            may_offer_shops: self.may_offer_shops(),
            unbidden: self.unbidden_view(),
            version: version.to_owned(),
        })
    }

    /// Reads everything of every shop now.
    pub fn sync_now(&self) {
        for session in self.all_sessions() {
            session.engine.sync_now();
        }
    }

    /// What the engine of this shop does.
    pub(crate) async fn sync_view(&self, shop: Option<&Shop>) -> SyncView {
        let status = shop.map(|shop| self.status_of(shop.id)).unwrap_or_default();
        let set_aside = match shop {
            Some(shop) => self.store.set_aside_count(shop.id).await.map_or(0, count),
            None => 0,
        };
        let size = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        SyncView {
            state: sync_state(status.phase),
            step: status.step.map(sync_step),
            done: size(status.done),
            total: status.total.map(size),
            first_pull: status.first_pull,
            last_ok_at: status.last_ok.map(iso),
            next_at: status.next_at.map(iso),
            problem: status.problem,
            every_seconds: seconds(status.every),
            rhythm: rhythm(status.rhythm),
            requests_left_today: self.requests_left(shop),
            requests_per_day: self.budgets.limits.per_day,
            set_aside,
        }
    }

    /// What is left of the day for the app that this shop is connected with.
    pub(crate) fn requests_left(&self, shop: Option<&Shop>) -> u32 {
        let session = shop.and_then(|shop| self.session(shop.id));
        session.map_or(self.budgets.limits.per_day, |session| session.budget.left_today())
    }

    async fn outbox_counts(&self, shop: Option<&Shop>) -> Result<OutboxCounts, AppError> {
        let Some(shop) = shop else { return Ok(OutboxCounts::default()) };
        let counts = self.store.outbox_counts(shop.id).await?;
        Ok(OutboxCounts {
            queued: count(counts.queued),
            sending: count(counts.sending),
            checking: count(counts.checking),
            refused: count(counts.refused),
            conflict: count(counts.conflict),
            held: count(counts.held),
        })
    }
}

/// What the shell shows when the cache can't be opened.
pub fn blocked_state(blocked: &Blocked, theme: Theme, version: &str) -> AppState {
    AppState {
        phase: if blocked.sealed.is_some() { Phase::Sealed } else { Phase::Blocked },
        blocked: Some(blocked.notice.clone()),
        sealed: blocked.sealed.clone(),
        ..opening_state(theme, version)
    }
}

/// What the shell shows while the cache is being opened.
pub fn opening_state(theme: Theme, version: &str) -> AppState {
    AppState {
        phase: Phase::Opening,
        blocked: None,
        sealed: None,
        shop: None,
        shops: Vec::new(),
        sync: SyncView {
            state: SyncState::Paused,
            step: None,
            done: 0,
            total: None,
            first_pull: false,
            last_ok_at: None,
            next_at: None,
            problem: None,
            every_seconds: 0,
            rhythm: SyncRhythm::Quiet,
            requests_left_today: 0,
            requests_per_day: 0,
            set_aside: 0,
        },
        outbox: OutboxCounts::default(),
        notices: Vec::new(),
        keychain: KeychainKind::System,
        theme,
        connecting: None,
        offered: None,
        may_offer_shops: false,
        unbidden: None,
        version: version.to_owned(),
    }
}

pub(crate) fn sync_state(phase: sync::Phase) -> SyncState {
    match phase {
        sync::Phase::Idle => SyncState::Idle,
        sync::Phase::Pulling => SyncState::Pulling,
        sync::Phase::Waiting => SyncState::Waiting,
        sync::Phase::Offline => SyncState::Offline,
        sync::Phase::Limited => SyncState::Limited,
        sync::Phase::NeedsConnect => SyncState::NeedsConnect,
        sync::Phase::Refused => SyncState::Refused,
        sync::Phase::Paused => SyncState::Paused,
    }
}

fn rhythm(rhythm: sync::Rhythm) -> SyncRhythm {
    match rhythm {
        sync::Rhythm::InView => SyncRhythm::InView,
        sync::Rhythm::Busy => SyncRhythm::Busy,
        sync::Rhythm::Quiet => SyncRhythm::Quiet,
        sync::Rhythm::Saving => SyncRhythm::Saving,
        sync::Rhythm::Slowed => SyncRhythm::Slowed,
    }
}

/// Whole seconds; more than any clock shows are as many as fit.
pub(crate) fn seconds(time: Duration) -> u32 {
    u32::try_from(time.as_secs()).unwrap_or(u32::MAX)
}

fn sync_step(step: sync::Step) -> SyncStep {
    match step {
        sync::Step::Orders => SyncStep::Orders,
        sync::Step::Products => SyncStep::Products,
    }
}
