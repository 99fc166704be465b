//! A connected shop at work: its engine, the way it takes, and the sign-in that it goes by.

use std::sync::{Arc, MutexGuard, PoisonError, atomic::Ordering};

use domain::ShopId;
use store::Shop;
use sync::{Engine, Parts, SyncStatus};
use tiktok_shop::{Budget, Client, Tokens};
use tokio::task::JoinHandle;

use crate::{
    App,
    boundary::{AppError, ChangedTable, ErrorCode, NoticeAction, NoticeTone},
    connection::Connection,
    notices::notice,
    open::Sessions,
    practise::practice_endpoints,
    sign_in::SignIn,
};

pub(crate) struct Session {
    pub(crate) connection: Connection,
    pub(crate) engine: Engine,
    pub(crate) shop: ShopId,
    /// What isn't the engine's: a person asks, and the answer is for them alone.
    pub(crate) client: Client,
    pub(crate) budget: Arc<Budget>,
    pub(crate) sign_in: Arc<SignIn>,
    follower: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Session {
    /// Ends the engine. What it had to say last is of no interest any more.
    pub(crate) async fn end(&self) {
        if let Some(follower) = self.follower.lock().await.take() {
            follower.abort();
            // Only its end is waited for: an aborted task has no outcome.
            let _ = follower.await;
        }
        self.engine.stop().await;
    }
}

impl App {
    /// Goes on with the shops that were connected when the app was last closed. Reads the
    /// keychain, which may take a while and may ask the person. A shop that can't go on says so;
    /// the others do.
    pub async fn resume(self: &Arc<Self>) {
        let _gate = self.connecting.lock().await;
        self.join_sign_ins().await;
        let known = match self.recall_shops().await {
            Ok(()) => self.store.shops().await.map_err(AppError::from),
            Err(error) => Err(error),
        };
        match known {
            Ok(shops) => {
                // A link that started the app may have connected one already.
                for shop in shops.iter().filter(|shop| self.session(shop.id).is_none()) {
                    self.resume_shop(shop).await;
                }
            }
            Err(error) => self.tell_unconnected("connection", "The shop is not connected", error),
        }
        self.wait_for_the_browser_again().await;
        self.tell_about_keychain();
        self.open_door().await;
    }

    async fn resume_shop(self: &Arc<Self>, shop: &Shop) {
        match self.go_on(shop).await {
            Ok(true) => {}
            Ok(false) => self.ask_to_connect(shop),
            Err(error) => {
                let title = format!("“{}” is not connected", shop.name);
                self.tell_unconnected(&notice_of(shop.id), &title, error);
            }
        }
    }

    /// Starts a shop's engine with what the vault has of it; false where that isn't enough.
    async fn go_on(self: &Arc<Self>, shop: &Shop) -> Result<bool, AppError> {
        let Some(mut way) = self.kept_connection(shop.id).await else { return Ok(false) };
        if way.practice {
            let door = self.ports.practice.open().await.map_err(|why| AppError::new(ErrorCode::Offline, why))?;
            way.endpoints = practice_endpoints(&door, Some(way.endpoints.contract))?;
        }
        let Some(sign_in) = self.kept_sign_in(way.sign_in_of(shop.id), &way).await? else { return Ok(false) };
        self.learn_seller(shop, &way, &sign_in.tokens()).await?;
        self.start_engine(shop.id, way, sign_in).await?;
        Ok(true)
    }

    /// A shop that was connected before sellers were told apart may have said who it is since,
    /// with renewed tokens: from then on no other of its name is taken for it.
    async fn learn_seller(&self, shop: &Shop, way: &Connection, tokens: &Tokens) -> Result<(), AppError> {
        match way.access.as_ref().map(|access| &access.id).or(tokens.open_id.as_ref()) {
            Some(id) if shop.seller.is_empty() => {
                let seller = tiktok_shop::mark(id);
                Ok(self.store.put_shop(&Shop { seller, ..shop.clone() }).await?)
            }
            _ => Ok(()),
        }
    }

    fn tell_unconnected(&self, id: &str, title: &str, error: AppError) {
        self.tell(notice(id, NoticeTone::Bad, title, error.message, Some(NoticeAction::Connect)));
    }

    pub(crate) async fn start_engine(
        self: &Arc<Self>,
        shop: ShopId,
        connection: Connection,
        sign_in: Arc<SignIn>,
    ) -> Result<(), AppError> {
        self.store.recover_outbox(shop, self.ports.clock.now()).await?;
        let budget = self.budgets.of(&connection.key).await?;
        let client = sign_in.client_of(connection.access.clone());
        let engine = Engine::start(Parts {
            store: self.store.clone(),
            client: client.clone(),
            shop,
            clock: Arc::clone(&self.ports.clock),
            pace: self.ports.pace,
            budget: Arc::clone(&budget),
        });
        let follower = tokio::sync::Mutex::new(Some(self.follow(shop, &engine)));
        let session = Arc::new(Session { connection, engine, shop, client, budget, sign_in, follower });
        self.sessions().insert(shop, Arc::clone(&session));
        session.engine.set_in_view(self.window_in_view.load(Ordering::SeqCst));
        self.changed(ChangedTable::Shop);
        Ok(())
    }

    /// Copies the engine's state to where the screens look, for as long as it lives.
    fn follow(self: &Arc<Self>, shop: ShopId, engine: &Engine) -> JoinHandle<()> {
        let app = Arc::downgrade(self);
        let mut status = engine.status();
        let mut last_ok = None;
        tokio::spawn(async move {
            loop {
                let now = status.borrow_and_update().clone();
                let Some(app) = app.upgrade() else { return };
                if now.phase == sync::Phase::NeedsConnect
                    && let Ok(Some(shop)) = app.store.shop_of(shop).await
                {
                    app.ask_to_connect(&shop);
                }
                app.tell_standstill(shop, now.standstill.as_ref()).await;
                // After each round; who looks seldom may see only that another has begun.
                if now.phase != sync::Phase::Pulling || now.last_ok != last_ok {
                    app.tell_end_of_approval(shop).await;
                }
                last_ok = now.last_ok;
                app.statuses.send_modify(|all| drop(all.insert(shop, now)));
                drop(app);
                if status.changed().await.is_err() {
                    return;
                }
            }
        })
    }

    fn ask_to_connect(&self, shop: &Shop) {
        self.statuses.send_modify(|all| all.entry(shop.id).or_default().phase = sync::Phase::NeedsConnect);
        let body = format!(
            "TikTok Shop needs your approval for “{}” again. Everything already here stays, and edits wait until you have connected.",
            shop.name
        );
        let id = notice_of(shop.id);
        let title = format!("Connect “{}” again", shop.name);
        self.tell(notice(&id, NoticeTone::Bad, &title, body, Some(NoticeAction::Connect)));
    }

    pub(crate) fn tell_about_keychain(&self) {
        match self.vault.note() {
            Some(note) => {
                self.tell(notice(
                    "keychain",
                    NoticeTone::Warn,
                    "Keys are kept for this run only",
                    note,
                    Some(NoticeAction::Dismiss),
                ));
            }
            None => self.untell("keychain"),
        }
        self.changed(ChangedTable::Shop);
    }

    /// What a shop's engine does; nothing is known of one that doesn't run.
    pub(crate) fn status_of(&self, shop: ShopId) -> SyncStatus {
        self.statuses.borrow().get(&shop).cloned().unwrap_or_default()
    }

    pub(crate) fn session(&self, shop: ShopId) -> Option<Arc<Session>> {
        self.sessions().get(&shop).cloned()
    }

    /// Every running session.
    pub(crate) fn all_sessions(&self) -> Vec<Arc<Session>> {
        self.sessions().values().cloned().collect()
    }

    pub(crate) fn take_session(&self, shop: ShopId) -> Option<Arc<Session>> {
        self.sessions().remove(&shop)
    }

    pub(crate) fn sessions(&self) -> MutexGuard<'_, Sessions> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether somebody can see the window: every engine looks at its shop oftener then.
    pub fn set_in_view(&self, in_view: bool) {
        self.window_in_view.store(in_view, Ordering::SeqCst);
        for session in self.all_sessions() {
            session.engine.set_in_view(in_view);
        }
    }

    /// Tells every engine that there may be something to send: a wish's number doesn't tell
    /// whose it is, and an engine without work goes back to sleep.
    pub(crate) fn wake_push(&self) {
        for session in self.all_sessions() {
            session.engine.outbox_changed();
        }
    }
}

/// The notice about a shop's connection: the screen finds the shop by its number.
pub(crate) fn notice_of(shop: ShopId) -> String {
    format!("connection {}", shop.0)
}
