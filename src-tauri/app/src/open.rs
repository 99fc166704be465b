//! Opening the app: the cache, the vault, and the shop as it was left.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, atomic::AtomicBool},
};

use domain::ShopId;
use store::{CacheKey, OpenError, Store};
use sync::SyncStatus;
use thiserror::Error;
use tokio::sync::{broadcast, watch};

use crate::{
    boundary::{AppError, ChangedTable, Notice, NoticeAction, NoticeTone, SealedCache},
    browse_stock::StockView,
    budgets::Budgets,
    cache::{self, CacheKeys, CodeError, OpenCache, Protection, Shut},
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
    pub(crate) protection: Arc<Protection>,
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
    pub(crate) count_views: Views<i64>,
    pub(crate) level_imports: LevelImports,
    /// What each shop's engine does.
    pub(crate) statuses: watch::Sender<BTreeMap<ShopId, SyncStatus>>,
    pub(crate) events: broadcast::Sender<AppEvent>,
    pub(crate) news: watch::Sender<Vec<ChangedTable>>,
}

/// The cache can't be opened, so nothing can be shown.
#[derive(Debug, Error)]
#[error("{}", notice.body)]
pub struct Blocked {
    /// What to tell the person.
    pub notice: Notice,
    /// Where it is encrypted and has to be opened by the person.
    pub sealed: Option<SealedCache>,
}

/// Why a recovery code opened nothing.
#[derive(Debug, Error)]
pub enum NotOpened {
    /// It is the code's matter: it can be typed again.
    #[error("{}", .0.message)]
    Code(AppError),
    /// It is not.
    #[error(transparent)]
    Blocked(#[from] Blocked),
}

impl App {
    /// Opens the cache in `folder`, and asks the keychain for its key alone. Sends nothing: see [`App::resume`].
    ///
    /// # Errors
    /// [`Blocked`]
    pub async fn open(folder: &Path, ports: Ports) -> Result<Arc<Self>, Blocked> {
        let vault = Vault::new(ports.keychain.clone());
        let opened = cache::open(folder, &CacheKeys { vault: &vault, clock: &*ports.clock }).await?;
        let set_aside = opened.set_aside.clone();
        let app = Self::with(folder, ports, vault, opened).await;
        if let Some(file) = set_aside {
            app.tell(damaged(&file, app.cache_protection().at_next_start));
        }
        Ok(app)
    }

    /// Opens the encrypted cache in `folder` with its recovery code, and puts the key back into the keychain.
    ///
    /// # Errors
    /// [`NotOpened`]
    pub async fn open_with_code(folder: &Path, ports: Ports, code: &str) -> Result<Arc<Self>, NotOpened> {
        let key = cache::key_of(code).map_err(|why| not_read(&why))?;
        let vault = Vault::new(ports.keychain.clone());
        let opened = with_key(folder, key, &CacheKeys { vault: &vault, clock: &*ports.clock }).await?;
        Ok(Self::with(folder, ports, vault, opened).await)
    }

    /// Sets the encrypted cache in `folder` aside, because the person asked for it, and begins anew. It stays as a
    /// file, encrypted as it is.
    ///
    /// # Errors
    /// [`Blocked`]
    pub async fn begin_anew(folder: &Path, ports: Ports) -> Result<Arc<Self>, Blocked> {
        let vault = Vault::new(ports.keychain.clone());
        let opened = cache::begin_anew(folder, &CacheKeys { vault: &vault, clock: &*ports.clock }).await?;
        let set_aside = opened.set_aside.clone();
        let app = Self::with(folder, ports, vault, opened).await;
        if let Some(file) = set_aside {
            app.tell(put_aside(&file));
        }
        Ok(app)
    }

    async fn with(folder: &Path, ports: Ports, vault: Vault, cache: OpenCache) -> Arc<Self> {
        let OpenCache { store, protection, .. } = cache;
        let app = Arc::new(Self {
            vault,
            folder: folder.to_owned(),
            budgets: Budgets::new(store.clone(), Arc::clone(&ports.clock)),
            store,
            protection,
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
        app.remove_old_papers();
        app.forward_news();
        app.watch_for_runs();
        app.forget_daily();
        if let Ok(Some(shop)) = app.shop_in_view().await {
            app.read_orders_ahead(shop.id);
        }
        app
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

async fn with_key(folder: &Path, key: CacheKey, keys: &CacheKeys<'_>) -> Result<OpenCache, NotOpened> {
    match cache::open_with(folder, key, keys).await {
        Ok(opened) => Ok(opened),
        Err(Shut::Sealed(cache::Seal::OtherKey)) => Err(NotOpened::Code(AppError::input(
            "code",
            "This code is whole, but it is not that of this database: it belongs to another one. Nothing was changed.",
        ))),
        Err(other) => Err(NotOpened::Blocked(other.into())),
    }
}

fn not_read(why: &CodeError) -> NotOpened {
    NotOpened::Code(AppError::input("code", why.to_string()))
}

impl From<Shut> for Blocked {
    fn from(shut: Shut) -> Self {
        match shut {
            Shut::Sealed(seal) => seal.blocked(),
            Shut::Unusable(error) => unusable(&error),
        }
    }
}

fn unusable(error: &OpenError) -> Blocked {
    let title = match error {
        OpenError::Newer { .. } => "Made by a newer TikTokFlow",
        OpenError::InUse(_) => "Already open",
        _ => "The data folder can’t be used",
    };
    let notice = notice("database", NoticeTone::Bad, title, error.to_string(), Some(NoticeAction::OpenFolder));
    Blocked { notice, sealed: None }
}

/// Beside an encrypted cache nothing plain stays, and a damaged database can't be encrypted.
fn damaged(file: &Path, goes_at_next_start: bool) -> Notice {
    let goes = if goes_at_next_start {
        " It is not encrypted and goes when the new one is, at the next start: copy it elsewhere if it is still to be looked into."
    } else {
        ""
    };
    let body = format!(
        "It was set aside as {} and everything is fetched anew from the shop. Edits that were still waiting are only in that file: look through your last ones.{goes}",
        file.display()
    );
    notice("damaged", NoticeTone::Warn, "The database was damaged", body, Some(NoticeAction::OpenFolder))
}

fn put_aside(file: &Path) -> Notice {
    let body = format!(
        "It lies in {}, encrypted as it was, and its recovery code still opens it. Everything is fetched anew from the shop; edits that were still waiting are only in that file: look through your last ones.",
        file.display()
    );
    notice("damaged", NoticeTone::Warn, "The locked database was set aside", body, Some(NoticeAction::OpenFolder))
}
