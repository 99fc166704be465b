//! Tells the screens what to read again: in batches, never more than about ten a second.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use domain::ShopId;
use jiff::Timestamp;
use store::Tables;
use sync::{Phase, SyncStatus};

use crate::{
    App,
    boundary::{Changed, ChangedTable, SyncView},
};

/// Changes within this time are told together.
const BATCH: Duration = Duration::from_millis(100);
/// Between two tellings of the engine's progress.
const PROGRESS: Duration = Duration::from_millis(200);

/// What a screen hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppEvent {
    /// Read these again.
    Changed(Changed),
    /// The engine got further.
    Sync(SyncView),
}

impl App {
    pub(crate) fn changed(&self, table: ChangedTable) {
        self.news.send_modify(|tables| add(tables, table));
    }

    pub(crate) fn forward_news(self: &Arc<Self>) {
        self.forward_store();
        self.forward_batches();
        self.forward_sync();
    }

    fn forward_store(self: &Arc<Self>) {
        let app = Arc::downgrade(self);
        let mut watch = self.store.watch();
        tokio::spawn(async move {
            while let Some(tables) = watch.next().await {
                let Some(app) = app.upgrade() else { return };
                named(tables).into_iter().for_each(|table| app.changed(table));
            }
        });
    }

    fn forward_batches(self: &Arc<Self>) {
        let app = Arc::downgrade(self);
        let mut news = self.news.subscribe();
        let clock = Arc::clone(&self.ports.clock);
        tokio::spawn(async move {
            while news.changed().await.is_ok() {
                clock.sleep(BATCH).await;
                let Some(app) = app.upgrade() else { return };
                let mut tables = Vec::new();
                app.news.send_if_modified(|waiting| {
                    std::mem::swap(&mut tables, waiting);
                    false
                });
                news.mark_unchanged();
                if !tables.is_empty() {
                    // No window listening is fine.
                    let _ = app.events.send(AppEvent::Changed(Changed { tables }));
                }
            }
        });
    }

    /// Tells what the engine in view does, and of the others what changes how they are: each of
    /// their steps would be too much.
    fn forward_sync(self: &Arc<Self>) {
        let app = Arc::downgrade(self);
        let mut statuses = self.statuses.subscribe();
        let clock = Arc::clone(&self.ports.clock);
        tokio::spawn(async move {
            let mut told = Vec::new();
            while statuses.changed().await.is_ok() {
                let Some(app) = app.upgrade() else { return };
                let in_view = app.shop_in_view().await.ok().flatten();
                let _ = app.events.send(AppEvent::Sync(app.sync_view(in_view.as_ref()).await));
                let others = in_short(&statuses.borrow_and_update(), in_view.map(|shop| shop.id));
                if others != told {
                    told = others;
                    app.changed(ChangedTable::Shop);
                }
                drop(app);
                clock.sleep(PROGRESS).await;
            }
        });
    }
}

/// How the shops out of view are: reading is nothing to tell, its outcome is.
fn in_short(
    statuses: &BTreeMap<ShopId, SyncStatus>,
    in_view: Option<ShopId>,
) -> Vec<(ShopId, Option<Timestamp>, Option<String>, bool)> {
    let others = statuses.iter().filter(|(shop, _)| Some(**shop) != in_view);
    let short = |(shop, status): (&ShopId, &SyncStatus)| {
        (*shop, status.last_ok, status.problem.clone(), status.phase == Phase::NeedsConnect)
    };
    others.map(short).collect()
}

pub(crate) fn add(tables: &mut Vec<ChangedTable>, table: ChangedTable) {
    if !tables.contains(&table) {
        tables.push(table);
    }
}

fn named(tables: Tables) -> Vec<ChangedTable> {
    [
        (Tables::ORDERS, ChangedTable::Orders),
        (Tables::STOCK, ChangedTable::Stock),
        (Tables::OUTBOX, ChangedTable::Outbox),
        (Tables::SHOP, ChangedTable::Shop),
    ]
    .into_iter()
    .filter(|(table, _)| tables.touches(*table))
    .map(|(_, name)| name)
    .collect()
}
