//! A connected shop at work: its engine, and the way it takes.

use std::sync::{Arc, MutexGuard, PoisonError, atomic::Ordering};

use domain::ShopId;
use store::Shop;
use sync::{Engine, Parts, SyncStatus};
use tiktok_shop::{Budget, Client, Config, RetryPolicy, TokenStore, Tokens};
use tokio::task::JoinHandle;

use crate::{
    App,
    boundary::{AppError, ChangedTable, ErrorCode, NoticeAction, NoticeTone},
    connection::Connection,
    notices::notice,
    open::Sessions,
    practise::practice_endpoints,
    shop_tokens::ShopTokens,
    shops::introduce,
    vault::{connection_of, tokens_of},
};

pub(crate) struct Session {
    pub(crate) connection: Connection,
    pub(crate) engine: Engine,
    pub(crate) shop: ShopId,
    /// What isn't the engine's: a person asks, and the answer is for them alone.
    pub(crate) client: Client,
    pub(crate) budget: Arc<Budget>,
    tokens: Arc<ShopTokens>,
    follower: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Session {
    /// Ends the engine. What it had to say last is of no interest any more, and neither are
    /// tokens that it still renews: said late, they would be taken for those of what comes after.
    pub(crate) async fn end(&self) {
        if let Some(follower) = self.follower.lock().await.take() {
            follower.abort();
            // Only its end is waited for: an aborted task has no outcome.
            let _ = follower.await;
        }
        self.engine.stop().await;
        self.tokens.close().await;
    }
}

impl App {
    /// Goes on with the shops that were connected when the app was last closed. Reads the
    /// keychain, which may take a while and may ask the person. A shop that can't go on says so;
    /// the others do.
    pub async fn resume(self: &Arc<Self>) {
        let _gate = self.connecting.lock().await;
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
        self.tell_about_keychain();
        self.open_door().await;
    }

    async fn resume_shop(self: &Arc<Self>, shop: &Shop) {
        let tokens = self.vault.read(&tokens_of(shop.id)).await.and_then(|bytes| Tokens::from_bytes(&bytes).ok());
        match (self.kept_connection(shop.id).await, tokens) {
            (Some(connection), Some(tokens)) => {
                let learnt = self.learn_seller(shop, &tokens).await;
                if let Err(error) = learnt.and(self.go_on(shop.id, connection, tokens).await) {
                    let title = format!("“{}” is not connected", shop.name);
                    self.tell_unconnected(&notice_of(shop.id), &title, error);
                }
            }
            _ => self.ask_to_connect(shop),
        }
    }

    /// A shop that was connected before sellers were told apart may have said who it is since,
    /// with renewed tokens: from then on no other of its name is taken for it.
    async fn learn_seller(&self, shop: &Shop, tokens: &Tokens) -> Result<(), AppError> {
        match tokens.shop_id() {
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

    async fn go_on(self: &Arc<Self>, shop: ShopId, mut connection: Connection, tokens: Tokens) -> Result<(), AppError> {
        if connection.practice {
            let door = self.ports.practice.open().await.map_err(|why| AppError::new(ErrorCode::Offline, why))?;
            connection.endpoints = practice_endpoints(&door, Some(connection.endpoints.contract))?;
        }
        self.start_engine(shop, connection, tokens).await
    }

    /// Takes a shop that has just signed in, a new one or one that is here: its place in the
    /// cache first, then its keys to the vault, then its engine. It comes into view.
    ///
    /// # Errors
    /// [`ErrorCode::Storage`] where the cache can't be written.
    pub(crate) async fn adopt(self: &Arc<Self>, mut connection: Connection, tokens: Tokens) -> Result<(), AppError> {
        introduce(&mut connection, &tokens);
        self.recall_shops().await?;
        let shop = self.place_of(&connection).await?;
        if let Some(old) = self.take_session(shop) {
            old.end().await;
        }
        self.vault.write(&tokens_of(shop), tokens.to_bytes()).await;
        self.vault.write(&connection_of(shop), connection.to_bytes()).await;
        self.vault.add_shop(shop).await;
        self.start_engine(shop, connection, tokens).await?;
        self.untell(&notice_of(shop));
        self.untell("link");
        self.tell_about_keychain();
        self.put_into_view(shop).await
    }

    async fn start_engine(
        self: &Arc<Self>,
        shop: ShopId,
        connection: Connection,
        tokens: Tokens,
    ) -> Result<(), AppError> {
        self.store.recover_outbox(shop, self.ports.clock.now()).await?;
        let budget = self.budgets.of(&connection.key).await?;
        let drawer = Arc::new(ShopTokens::new(self.vault.clone(), shop));
        let client = self.client(&connection, tokens, Arc::<ShopTokens>::clone(&drawer)).await?;
        let engine = Engine::start(Parts {
            store: self.store.clone(),
            client: client.clone(),
            shop,
            clock: Arc::clone(&self.ports.clock),
            pace: self.ports.pace,
            budget: Arc::clone(&budget),
        });
        let follower = tokio::sync::Mutex::new(Some(self.follow(shop, &engine)));
        let session = Arc::new(Session { connection, engine, shop, client, budget, tokens: drawer, follower });
        self.sessions().insert(shop, Arc::clone(&session));
        session.engine.set_in_view(self.window_in_view.load(Ordering::SeqCst));
        self.changed(ChangedTable::Shop);
        Ok(())
    }

    /// A client of a shop, on the budget of its app key.
    pub(crate) async fn client(
        &self,
        connection: &Connection,
        tokens: Tokens,
        token_store: Arc<dyn TokenStore>,
    ) -> Result<Client, AppError> {
        Client::new(Config {
            endpoints: connection.endpoints.clone(),
            credentials: connection.credentials(),
            tokens,
            token_store,
            budget: self.budgets.of(&connection.key).await?,
            clock: Arc::clone(&self.ports.clock),
            jitter: Arc::new(jitter),
            retry: RetryPolicy::default(),
        })
        .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))
    }

    /// Copies the engine's state to where the screens look, for as long as it lives.
    fn follow(self: &Arc<Self>, shop: ShopId, engine: &Engine) -> JoinHandle<()> {
        let app = Arc::downgrade(self);
        let mut status = engine.status();
        tokio::spawn(async move {
            loop {
                let now = status.borrow_and_update().clone();
                let Some(app) = app.upgrade() else { return };
                if now.phase == sync::Phase::NeedsConnect
                    && let Ok(Some(shop)) = app.store.shop_of(shop).await
                {
                    app.ask_to_connect(&shop);
                }
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

/// A random number from 0 to 1. Without randomness it is one half: delays then lose their
/// jitter and nothing else.
fn jitter() -> f64 {
    let mut bytes = [0_u8; 4];
    getrandom::fill(&mut bytes).map_or(0.5, |()| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}
