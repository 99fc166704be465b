//! Opening the app: the cache, the vault, and the shop as it was left.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, atomic::AtomicBool},
};

use domain::{ShopId, WarehouseId};
use store::{OpenError, Store};
use sync::SyncStatus;
use thiserror::Error;
use tokio::sync::{broadcast, watch};

use crate::{
    boundary::{ChangedTable, Notice, NoticeAction, NoticeTone},
    browse_stock::StockView,
    budgets::Budgets,
    connection::Pending,
    feed::AppEvent,
    landing::Landing,
    level_import::LevelImports,
    notices::{Notices, notice},
    offered_shops::Offer,
    ports::Ports,
    private_files::{self, PAPERS},
    reading_ahead::ReadingAhead,
    selection::Selections,
    session::Session,
    sign_in::SignIns,
    unbidden::Unbidden,
    vault::Vault,
    views::Views,
    webhooks::Webhooks,
};

/// The running sessions, by their shops.
pub(crate) type Sessions = BTreeMap<ShopId, Arc<Session>>;

/// The app without its window.
pub struct App {
    pub(crate) ports: Ports,
    pub(crate) folder: PathBuf,
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) budgets: Budgets,
    /// Held while connecting or disconnecting, so that two answers of the browser can't connect
    /// twice. Only those answers wait for it: the network is asked while it is held.
    pub(crate) connecting: tokio::sync::Mutex<()>,
    /// Held while a paper is made, so that a second press finds the first one's.
    pub(crate) printing: tokio::sync::Mutex<()>,
    /// Held while a file of orders or levels is written: what an export left that was cut off is removed by
    /// the next one.
    pub(crate) exporting: tokio::sync::Mutex<()>,
    pub(crate) sessions: Mutex<Sessions>,
    pub(crate) sign_ins: Mutex<SignIns>,
    /// Shops that the person may choose from.
    pub(crate) offer: Mutex<Option<Offer>>,
    /// A sign-in that was not begun here.
    pub(crate) unbidden: Mutex<Option<Unbidden>>,
    pub(crate) webhooks: Webhooks,
    pub(crate) landing: Landing,
    pub(crate) window_in_view: AtomicBool,
    pub(crate) pending: Mutex<Option<Pending>>,
    pub(crate) notices: Notices,
    pub(crate) order_views: Views<ShopId>,
    pub(crate) orders_ahead: ReadingAhead,
    pub(crate) sales_ahead: ReadingAhead,
    pub(crate) selections: Selections,
    pub(crate) stock_views: Views<StockView>,
    pub(crate) count_views: Views<(i64, WarehouseId)>,
    pub(crate) level_imports: LevelImports,
    /// What each shop's engine does.
    pub(crate) statuses: watch::Sender<BTreeMap<ShopId, SyncStatus>>,
    pub(crate) events: broadcast::Sender<AppEvent>,
    pub(crate) news: watch::Sender<Vec<ChangedTable>>,
}

/// The cache can't be opened, so nothing can be shown. Holds what to tell the person.
#[derive(Debug, Error)]
#[error("{}", .0.body)]
pub struct Blocked(pub Notice);

impl App {
    /// Opens the cache in `folder`. Reads no key and sends nothing: see [`App::resume`].
    ///
    /// # Errors
    /// [`Blocked`]
    pub async fn open(folder: &Path, ports: Ports) -> Result<Arc<Self>, Blocked> {
        let opened = Store::open(folder, ports.clock.now()).await.map_err(|error| blocked(&error))?;
        let store = opened.store;
        let app = Arc::new(Self {
            vault: Vault::new(ports.keychain.clone()),
            folder: folder.to_owned(),
            budgets: Budgets::new(store.clone(), Arc::clone(&ports.clock)),
            store,
            connecting: tokio::sync::Mutex::default(),
            printing: tokio::sync::Mutex::default(),
            exporting: tokio::sync::Mutex::default(),
            sessions: Mutex::default(),
            sign_ins: Mutex::default(),
            offer: Mutex::default(),
            unbidden: Mutex::default(),
            webhooks: Webhooks::default(),
            landing: Landing::default(),
            window_in_view: AtomicBool::new(true),
            pending: Mutex::default(),
            notices: Notices::default(),
            order_views: Views::default(),
            orders_ahead: ReadingAhead::default(),
            sales_ahead: ReadingAhead::default(),
            selections: Selections::default(),
            stock_views: Views::default(),
            count_views: Views::default(),
            level_imports: LevelImports::default(),
            statuses: watch::channel(BTreeMap::new()).0,
            events: broadcast::channel(64).0,
            news: watch::channel(Vec::new()).0,
            ports,
        });
        if let Some(file) = opened.set_aside {
            app.tell(damaged(&file));
        }
        app.remove_old_papers();
        app.forward_news();
        app.watch_for_runs();
        app.forget_daily();
        if let Ok(Some(shop)) = app.shop_in_view().await {
            app.read_orders_ahead(shop.id);
        }
        Ok(app)
    }

    /// What the screens should hear about, from now on.
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.events.subscribe()
    }

    pub(crate) fn pending(&self) -> Option<Pending> {
        let pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner).clone();
        pending.filter(|pending| pending.login.expires() > self.ports.clock.now())
    }

    pub(crate) fn set_pending(&self, pending: Option<Pending>) {
        *self.pending.lock().unwrap_or_else(PoisonError::into_inner) = pending;
    }

    pub(crate) fn tell(&self, notice: Notice) {
        self.notices.put(notice);
        self.changed(ChangedTable::Notices);
    }

    pub(crate) fn untell(&self, id: &str) {
        if self.notices.take(id) {
            self.changed(ChangedTable::Notices);
        }
    }

    /// Takes a notice away.
    pub fn dismiss_notice(&self, id: &str) {
        self.untell(id);
    }

    /// Papers of an earlier run hold buyers' data that nobody looks at any more. One that is still open
    /// in a viewer may refuse to go; then it goes at the next start.
    fn remove_old_papers(&self) {
        if let Err(error) = private_files::remove(&PAPERS.folder(&self.folder)) {
            tracing::warn!(kind = %error.kind(), "papers of an earlier run could not be removed");
        }
    }

    /// Ends the engines and closes the cache in good order.
    pub async fn close(&self) {
        self.close_door().await;
        self.orders_ahead.end().await;
        self.sales_ahead.end().await;
        let sessions = std::mem::take(&mut *self.sessions());
        for session in sessions.into_values() {
            session.end().await;
        }
        self.store.close().await;
    }
}

fn blocked(error: &OpenError) -> Blocked {
    let title = match error {
        OpenError::Newer { .. } => "Made by a newer TikTokFlow",
        OpenError::InUse(_) => "Already open",
        _ => "The data folder can’t be used",
    };
    Blocked(notice("database", NoticeTone::Bad, title, error.to_string(), Some(NoticeAction::OpenFolder)))
}

fn damaged(file: &Path) -> Notice {
    let body = format!(
        "It was set aside as {} and everything is fetched anew from the shop. Edits that were still waiting are only in that file: look through your last ones.",
        file.display()
    );
    notice("damaged", NoticeTone::Warn, "The database was damaged", body, Some(NoticeAction::OpenFolder))
}
