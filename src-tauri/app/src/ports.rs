//! What the use cases need of the world. The desktop gives the real ones, tests give fakes.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use jiff::tz::TimeZone;
use sync::Pace;
use thiserror::Error;
use tiktok_shop::Clock;
use url::Url;

/// The world as the use cases see it.
#[derive(Clone)]
pub struct Ports {
    /// The system's keychain; `None` where there is none at all.
    pub keychain: Option<Arc<dyn Keychain>>,
    /// The person's browser.
    pub browser: Arc<dyn Browser>,
    /// The person's viewer for documents.
    pub viewer: Arc<dyn Viewer>,
    /// The shop that runs inside the app.
    pub practice: Arc<dyn PracticeShop>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The seller's time zone, in which days begin.
    pub zone: TimeZone,
    /// The engine's rhythm.
    pub pace: Pace,
    /// Where the browser lands on this computer: [`crate::LANDING_PORT`].
    pub landing_port: u16,
    /// Where the log is written, and where diagnostics go.
    pub log_folder: PathBuf,
}

/// The computer's own clock, for [`Ports::clock`].
pub fn system_clock() -> Arc<dyn Clock> {
    Arc::new(tiktok_shop::SystemClock)
}

/// The computer's own time zone, for [`Ports::zone`].
pub fn system_zone() -> TimeZone {
    TimeZone::system()
}

/// The system's keychain. Calls may block and may ask the person; they are made on a thread of
/// their own.
pub trait Keychain: Send + Sync {
    /// The secret called `name`; `None` where there is none.
    ///
    /// # Errors
    /// [`KeychainError`]
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, KeychainError>;

    /// Keeps `secret` as `name`, in place of what was there.
    ///
    /// # Errors
    /// [`KeychainError`]
    fn write(&self, name: &str, secret: &[u8]) -> Result<(), KeychainError>;

    /// Forgets `name`; forgetting what isn't there is fine.
    ///
    /// # Errors
    /// [`KeychainError`]
    fn remove(&self, name: &str) -> Result<(), KeychainError>;
}

/// Why the keychain didn't do it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum KeychainError {
    /// There is none, it is locked, or it doesn't answer.
    #[error("{0}")]
    Unavailable(String),
    /// Windows takes 2,560 bytes for one secret.
    #[error("the secret is longer than this keychain takes")]
    TooLarge,
}

/// The person's browser.
#[async_trait]
pub trait Browser: Send + Sync {
    /// Opens `address`.
    ///
    /// # Errors
    /// What the system said.
    async fn open(&self, address: &Url) -> Result<(), String>;
}

/// The person's viewer for documents, in which they look at papers and print them.
#[async_trait]
pub trait Viewer: Send + Sync {
    /// Opens a PDF.
    ///
    /// # Errors
    /// What the system said.
    async fn open(&self, file: &Path) -> Result<(), String>;
}

/// The practice shop: a TikTok Shop inside the app, with a memory of its own.
#[async_trait]
pub trait PracticeShop: Send + Sync {
    /// Starts it, or finds it running.
    ///
    /// # Errors
    /// A sentence: no free port, or its memory can't be read.
    async fn open(&self) -> Result<PracticeDoor, String>;

    /// The address that the consent page would send the browser to after *Approve*: who
    /// practises has consented already.
    ///
    /// # Errors
    /// A sentence, where it isn't open.
    async fn approve(&self, redirect_uri: &str, client_id: &str, state: &str) -> Result<String, String>;

    /// Ends it and forgets all that happened in it.
    async fn forget(&self);
}

/// How to get into the practice shop.
#[derive(Clone, Debug)]
pub struct PracticeDoor {
    /// Its address on this machine.
    pub base_url: String,
    /// Its app key.
    pub app_key: String,
    /// Its app secret: no secret at all, it opens nothing else.
    pub app_secret: String,
    /// The app's service, where consent is given as the signed Partner API has it; without one the shop is spoken to
    /// by the documented contract.
    pub service_id: Option<String>,
}
