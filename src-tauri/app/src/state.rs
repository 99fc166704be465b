//! The whole app at a glance.

use crate::{
    App, Blocked,
    boundary::{
        AppError, AppState, KeychainKind, OutboxCounts, Phase, ShopView, SyncRhythm, SyncState, SyncStep, SyncView,
        Theme,
    },
    connect::pending_view,
    session::SHOP,
    wording::{count, iso},
};

impl App {
    /// What the shell shows. `theme` is kept by the window's own preferences.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn state(&self, theme: Theme, version: &str) -> Result<AppState, AppError> {
        let shop = self.shop_view().await?;
        Ok(AppState {
            phase: if shop.is_some() { Phase::Ready } else { Phase::Connect },
            blocked: None,
            shop,
            shops: Vec::new(),
            sync: self.sync_view().await,
            outbox: self.outbox_counts().await?,
            notices: self.notices.list(),
            keychain: self.vault.kind(),
            theme,
            connecting: self.pending().as_ref().map(pending_view),
            version: version.to_owned(),
        })
    }

    /// Reads everything now.
    pub fn sync_now(&self) {
        if let Some(session) = self.session() {
            session.engine.sync_now();
        }
    }

    pub(crate) async fn shop_view(&self) -> Result<Option<ShopView>, AppError> {
        let shop = self.store.shop().await?;
        Ok(shop.map(|shop| ShopView {
            id: count(shop.id.0),
            name: shop.name,
            region: shop.region,
            practice: shop.practice,
            currency: shop.currency,
        }))
    }

    pub(crate) async fn sync_view(&self) -> SyncView {
        let status = self.sync.borrow().clone();
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
            every_seconds: count(self.ports.pace.between_rounds.as_secs().cast_signed()),
            rhythm: SyncRhythm::InView,
            requests_left_today: self.budget.left_today(),
            requests_per_day: self.limits.per_day,
            set_aside: self.store.set_aside_count(SHOP).await.map_or(0, count),
        }
    }

    async fn outbox_counts(&self) -> Result<OutboxCounts, AppError> {
        let counts = self.store.outbox_counts(SHOP).await?;
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
        phase: Phase::Blocked,
        blocked: Some(blocked.0.clone()),
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
            problem: Some(blocked.0.body.clone()),
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
        version: version.to_owned(),
    }
}

fn sync_state(phase: sync::Phase) -> SyncState {
    match phase {
        sync::Phase::Idle => SyncState::Idle,
        sync::Phase::Pulling => SyncState::Pulling,
        sync::Phase::Waiting => SyncState::Waiting,
        sync::Phase::Offline => SyncState::Offline,
        sync::Phase::Limited => SyncState::Limited,
        sync::Phase::NeedsConnect => SyncState::NeedsConnect,
        sync::Phase::Paused => SyncState::Paused,
    }
}

fn sync_step(step: sync::Step) -> SyncStep {
    match step {
        sync::Step::Orders => SyncStep::Orders,
        sync::Step::Products => SyncStep::Products,
    }
}
