//! A connected shop at work: its engine, and the way it takes.

use std::sync::{Arc, PoisonError};

use domain::ShopId;
use store::Shop;
use sync::{Engine, Parts};
use tiktok_shop::{Client, Config, Endpoints, RetryPolicy, Tokens};
use tokio::task::JoinHandle;

use crate::{
    App,
    boundary::{AppError, ChangedTable, ErrorCode, NoticeAction, NoticeTone},
    connection::Connection,
    notices::notice,
    vault::{CONNECTION, TOKENS},
};

/// The one shop of this version.
pub(crate) const SHOP: ShopId = ShopId(1);

pub(crate) struct Session {
    pub(crate) connection: Connection,
    pub(crate) engine: Engine,
    follower: JoinHandle<()>,
}

impl Session {
    /// Ends the engine. What it had to say last is of no interest any more: said late, it would
    /// be taken for the news of what comes after it.
    pub(crate) async fn end(&self) {
        self.follower.abort();
        self.engine.stop().await;
    }
}

impl App {
    /// Goes on with the shop that was connected when the app was last closed, if there is one.
    /// Reads the keychain, which may take a while and may ask the person.
    pub async fn resume(self: &Arc<Self>) {
        let _gate = self.connecting.lock().await;
        let stored = self.vault.read(CONNECTION).await.as_deref().and_then(Connection::from_bytes);
        let tokens = self.vault.read(TOKENS).await.and_then(|bytes| Tokens::from_bytes(&bytes).ok());
        let known = self.store.shop().await.ok().flatten();
        self.changed(ChangedTable::Shop);
        match (stored, tokens) {
            (Some(connection), Some(tokens)) => {
                if let Err(error) = self.go_on(connection, tokens).await {
                    self.tell(notice(
                        "connection",
                        NoticeTone::Bad,
                        "The shop is not connected",
                        error.message,
                        Some(NoticeAction::Connect),
                    ));
                }
            }
            _ if known.is_some() => self.ask_to_connect(),
            _ => {}
        }
        self.tell_about_keychain();
    }

    async fn go_on(self: &Arc<Self>, mut connection: Connection, tokens: Tokens) -> Result<(), AppError> {
        if connection.practice {
            let door = self.ports.practice.open().await.map_err(|why| AppError::new(ErrorCode::Offline, why))?;
            connection.endpoints = Endpoints::below(&door.base_url)
                .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
        }
        self.remember_shop(&connection).await?;
        self.start_engine(connection, tokens).await
    }

    /// Takes a shop that has just signed in: keys to the vault first, then the shop, then the
    /// engine.
    ///
    /// # Errors
    /// [`ErrorCode::Busy`] where another shop's data is here; then nothing is changed.
    pub(crate) async fn adopt(self: &Arc<Self>, mut connection: Connection, tokens: Tokens) -> Result<(), AppError> {
        let name = tokens.seller_name.clone().unwrap_or_else(|| "TikTok Shop".to_owned());
        let region = tokens.region.clone().unwrap_or_default();
        self.refuse_another_shop(&name, connection.practice).await?;
        connection.shop = Some((name, region));
        self.vault.write(TOKENS, tokens.to_bytes()).await;
        self.vault.write(CONNECTION, connection.to_bytes()).await;
        self.remember_shop(&connection).await?;
        self.start_engine(connection, tokens).await?;
        self.untell("connection");
        self.untell("link");
        self.tell_about_keychain();
        Ok(())
    }

    /// Two shops' orders in one list would be worse than none.
    async fn refuse_another_shop(&self, name: &str, practice: bool) -> Result<(), AppError> {
        match self.store.shop().await? {
            Some(known) if known.practice != practice || known.name != name => Err(AppError::new(
                ErrorCode::Busy,
                format!(
                    "This computer holds the data of “{}”, and you signed in to “{name}”. Nothing was changed. Disconnect “{}” in Settings first.",
                    known.name, known.name
                ),
            )),
            _ => Ok(()),
        }
    }

    async fn remember_shop(&self, connection: &Connection) -> Result<(), AppError> {
        let (name, region) = connection.shop.clone().unwrap_or_else(|| ("TikTok Shop".to_owned(), String::new()));
        let (practice, currency) = (connection.practice, connection.currency.clone());
        Ok(self.store.put_shop(&Shop { id: SHOP, name, region, practice, currency }).await?)
    }

    async fn start_engine(self: &Arc<Self>, connection: Connection, tokens: Tokens) -> Result<(), AppError> {
        if let Some(old) = self.take_session() {
            old.end().await;
        }
        self.store.recover_outbox(SHOP, self.ports.clock.now()).await?;
        let client = Client::new(Config {
            endpoints: connection.endpoints.clone(),
            credentials: connection.credentials(),
            tokens,
            token_store: Arc::new(self.vault.clone()),
            budget: Arc::clone(&self.budget),
            clock: Arc::clone(&self.ports.clock),
            jitter: Arc::new(jitter),
            retry: RetryPolicy::default(),
        })
        .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
        let engine = Engine::start(Parts {
            store: self.store.clone(),
            client,
            shop: SHOP,
            clock: Arc::clone(&self.ports.clock),
            pace: self.ports.pace,
            budget: Arc::clone(&self.budget),
        });
        let follower = self.follow(&engine);
        let session = Arc::new(Session { connection, engine, follower });
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = Some(session);
        self.changed(ChangedTable::Shop);
        Ok(())
    }

    /// Copies the engine's state to where the screens look, for as long as it lives.
    fn follow(self: &Arc<Self>, engine: &Engine) -> JoinHandle<()> {
        let app = Arc::downgrade(self);
        let mut status = engine.status();
        tokio::spawn(async move {
            loop {
                let now = status.borrow_and_update().clone();
                let Some(app) = app.upgrade() else { return };
                if now.phase == sync::Phase::NeedsConnect {
                    app.ask_to_connect();
                }
                app.sync.send_replace(now);
                drop(app);
                if status.changed().await.is_err() {
                    return;
                }
            }
        })
    }

    pub(crate) fn ask_to_connect(&self) {
        self.sync.send_modify(|status| status.phase = sync::Phase::NeedsConnect);
        let body = "TikTok Shop needs your approval again. Everything already here stays, and edits wait until you have connected.";
        self.tell(notice("connection", NoticeTone::Bad, "Connect again", body.to_owned(), Some(NoticeAction::Connect)));
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
}

/// A random number from 0 to 1. Without randomness it is one half: delays then lose their
/// jitter and nothing else.
fn jitter() -> f64 {
    let mut bytes = [0_u8; 4];
    getrandom::fill(&mut bytes).map_or(0.5, |()| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}
