//! The keychain, the browser and the practice shop's keeper, as a test wants them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::Receiver,
    },
};

use app::{Browser, Keychain, KeychainError, PracticeDoor, PracticeShop, Viewer};
use async_trait::async_trait;
use sandbox::{Sandbox, Settings};
use url::Url;

/// What the keychain calls the cache's key.
pub(crate) const CACHE_KEY: &str = "cache key";

/// A keychain that can be locked, that can keep whoever asks waiting, and that can be too small for one secret.
#[derive(Default)]
pub(crate) struct TestKeychain {
    pub(crate) secrets: Mutex<BTreeMap<String, Vec<u8>>>,
    pub(crate) locked: AtomicBool,
    /// Whoever asks next waits until the other end of it is gone.
    pub(crate) silence: Mutex<Option<Receiver<()>>>,
    pub(crate) too_small_for: Mutex<Option<&'static str>>,
    /// How many changes it still takes, where the computer breaks off behind them.
    changes_left: Mutex<Option<u32>>,
    /// What it takes and forgets.
    pub(crate) forgets: Mutex<Option<&'static str>>,
}

impl TestKeychain {
    /// What it keeps of shops: the cache's key stays for as long as the cache does.
    pub(crate) fn names(&self) -> Vec<String> {
        self.secrets.lock().unwrap().keys().filter(|name| *name != CACHE_KEY).cloned().collect()
    }

    /// The cache's key, as it is kept.
    pub(crate) fn cache_key(&self) -> Option<String> {
        self.secrets.lock().unwrap().get(CACHE_KEY).map(|key| String::from_utf8(key.clone()).unwrap())
    }

    /// Nothing of what it is told behind so many changes is there after a restart.
    pub(crate) fn break_after(&self, changes: u32) {
        *self.changes_left.lock().unwrap() = Some(changes);
    }

    pub(crate) fn mend(&self) {
        *self.changes_left.lock().unwrap() = None;
    }

    fn takes_another(&self) -> bool {
        let mut left = self.changes_left.lock().unwrap();
        let takes = *left != Some(0);
        *left = left.map(|left| left.saturating_sub(1));
        takes
    }

    /// All secrets in one text.
    pub(crate) fn everything(&self) -> String {
        let secrets = self.secrets.lock().unwrap();
        secrets.values().map(|secret| String::from_utf8_lossy(secret).into_owned()).collect()
    }

    fn open(&self) -> Result<(), KeychainError> {
        let silence = self.silence.lock().unwrap().take();
        if let Some(silence) = silence {
            // Nothing is ever sent.
            let _ = silence.recv();
        }
        match self.locked.load(Ordering::SeqCst) {
            true => Err(KeychainError::Unavailable("it is locked".into())),
            false => Ok(()),
        }
    }
}

impl Keychain for TestKeychain {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, KeychainError> {
        self.open()?;
        Ok(self.secrets.lock().unwrap().get(name).cloned())
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), KeychainError> {
        self.open()?;
        if *self.too_small_for.lock().unwrap() == Some(name) {
            return Err(KeychainError::TooLarge);
        }
        if self.takes_another() && *self.forgets.lock().unwrap() != Some(name) {
            self.secrets.lock().unwrap().insert(name.to_owned(), secret.to_owned());
        }
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), KeychainError> {
        self.open()?;
        if self.takes_another() {
            self.secrets.lock().unwrap().remove(name);
        }
        Ok(())
    }
}

/// A browser that only remembers where it was sent.
#[derive(Default)]
pub(crate) struct TestBrowser {
    pub(crate) opened: Mutex<Vec<Url>>,
    pub(crate) missing: AtomicBool,
}

#[async_trait]
impl Browser for TestBrowser {
    async fn open(&self, address: &Url) -> Result<(), String> {
        if self.missing.load(Ordering::SeqCst) {
            return Err("there is no browser".into());
        }
        self.opened.lock().unwrap().push(address.clone());
        Ok(())
    }
}

/// A viewer that only remembers what it was given.
#[derive(Default)]
pub(crate) struct TestViewer {
    pub(crate) opened: Mutex<Vec<PathBuf>>,
    pub(crate) missing: AtomicBool,
}

impl TestViewer {
    pub(crate) fn opened(&self) -> Vec<PathBuf> {
        self.opened.lock().unwrap().clone()
    }
}

#[async_trait]
impl Viewer for TestViewer {
    async fn open(&self, file: &Path) -> Result<(), String> {
        if self.missing.load(Ordering::SeqCst) {
            return Err("there is no viewer".into());
        }
        self.opened.lock().unwrap().push(file.to_owned());
        Ok(())
    }
}

/// Keeps a practice shop, as the desktop does.
pub(crate) struct TestPractice {
    settings: Settings,
    running: tokio::sync::Mutex<Option<Sandbox>>,
    pub(crate) forgotten: AtomicBool,
    /// Whether it is spoken to by the signed Partner API.
    pub(crate) signed: AtomicBool,
}

impl TestPractice {
    pub(crate) fn new(settings: Settings) -> Self {
        let (forgotten, signed) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { settings, running: tokio::sync::Mutex::default(), forgotten, signed }
    }
}

#[async_trait]
impl PracticeShop for TestPractice {
    async fn open(&self) -> Result<PracticeDoor, String> {
        let mut running = self.running.lock().await;
        if running.is_none() {
            *running = Some(sandbox::start(self.settings.clone()).await.map_err(|error| error.to_string())?);
        }
        let base_url = running.as_ref().map(Sandbox::base_url).ok_or("closed")?;
        let Settings { app_key, app_secret, service_id, .. } = self.settings.clone();
        let service_id = self.signed.load(Ordering::SeqCst).then_some(service_id);
        Ok(PracticeDoor { base_url, app_key, app_secret, service_id })
    }

    async fn approve(&self, redirect_uri: &str, client_id: &str, state: &str) -> Result<String, String> {
        let running = self.running.lock().await;
        let shop = running.as_ref().ok_or("closed")?;
        if self.signed.load(Ordering::SeqCst) {
            return shop.approve_service(Some(state)).map_err(|error| error.to_string());
        }
        Ok(shop.approve(redirect_uri, client_id, state))
    }

    async fn forget(&self) {
        self.forgotten.store(true, Ordering::SeqCst);
        if let Some(sandbox) = self.running.lock().await.take() {
            sandbox.stop().await;
        }
    }
}
