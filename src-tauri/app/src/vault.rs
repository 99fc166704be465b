//! Keys and tokens: in the system's keychain, or in memory until the app is closed. Never in a
//! file of ours.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::ShopId;

use crate::{
    boundary::KeychainKind,
    ports::{Keychain, KeychainError},
};

/// Names of secrets.
pub(crate) const PENDING: &str = "pending sign-in";
pub(crate) const CACHE_KEY: &str = "cache key";
/// Which shops have a connection here: a keychain can't be asked what it holds.
const SHOPS: &str = "shops";

/// The name of something that each shop has one of. The first shop's bears no number: so it was
/// called when there was but one.
fn of_shop(what: &str, shop: ShopId) -> String {
    match shop.0 {
        1 => what.to_owned(),
        number => format!("{what} {number}"),
    }
}

/// What the vault calls the way to a shop.
pub(crate) fn connection_of(shop: ShopId) -> String {
    of_shop("connection", shop)
}

/// What the vault calls the tokens of a sign-in, by the number that it is kept under.
pub(crate) fn tokens_of(number: ShopId) -> String {
    of_shop("tokens", number)
}

#[derive(Clone)]
pub(crate) struct Vault(Arc<Inside>);

struct Inside {
    keychain: Option<Arc<dyn Keychain>>,
    /// What the keychain didn't take.
    held: Mutex<HashMap<String, Vec<u8>>>,
    trouble: Mutex<Option<String>>,
}

impl Vault {
    pub(crate) fn new(keychain: Option<Arc<dyn Keychain>>) -> Self {
        let missing = keychain.is_none().then(|| "this system has no keychain".to_owned());
        Self(Arc::new(Inside { keychain, held: Mutex::default(), trouble: Mutex::new(missing) }))
    }

    pub(crate) async fn read(&self, name: &str) -> Option<Vec<u8>> {
        if let Some(held) = self.held().get(name) {
            return Some(held.clone());
        }
        self.look_up(name).await.ok().flatten()
    }

    /// What the keychain itself holds. Unlike [`Vault::read`] it tells a secret that isn't there from a keychain that
    /// doesn't say.
    ///
    /// # Errors
    /// [`KeychainError`]
    pub(crate) async fn look_up(&self, name: &str) -> Result<Option<Vec<u8>>, KeychainError> {
        let name = name.to_owned();
        self.ask(move |keychain| keychain.read(&name)).await
    }

    /// Keeps a secret, in memory where the keychain fails: the person goes on working and is
    /// told that it won't outlive the app.
    pub(crate) async fn write(&self, name: &str, secret: Vec<u8>) {
        match self.keep(name, secret.clone()).await {
            Ok(()) => self.held().remove(name),
            Err(_) => self.held().insert(name.to_owned(), secret),
        };
    }

    /// Keeps a secret over a restart, or not at all.
    ///
    /// # Errors
    /// [`KeychainError`]
    pub(crate) async fn keep(&self, name: &str, secret: Vec<u8>) -> Result<(), KeychainError> {
        let name = name.to_owned();
        self.ask(move |keychain| keychain.write(&name, &secret)).await
    }

    pub(crate) async fn remove(&self, name: &str) {
        self.held().remove(name);
        let name = name.to_owned();
        // A keychain that fails to forget has said so in `trouble`.
        let _ = self.ask(move |keychain| keychain.remove(&name)).await;
    }

    /// The shops that have a connection here, lowest number first. The first is always asked for:
    /// a keychain from the time of one shop has no list.
    pub(crate) async fn shops(&self) -> BTreeSet<ShopId> {
        let listed = self.read(SHOPS).await.and_then(|bytes| serde_json::from_slice::<Vec<i64>>(&bytes).ok());
        listed.unwrap_or_default().into_iter().chain([1]).map(ShopId).collect()
    }

    pub(crate) async fn add_shop(&self, shop: ShopId) {
        let mut shops = self.shops().await;
        shops.insert(shop);
        self.list(shops).await;
    }

    /// Forgets the way to a shop. Its sign-in may be others' as well.
    pub(crate) async fn remove_shop(&self, shop: ShopId) {
        self.remove(&connection_of(shop)).await;
        let mut shops = self.shops().await;
        shops.remove(&shop);
        self.list(shops).await;
    }

    async fn list(&self, shops: BTreeSet<ShopId>) {
        let numbers: Vec<i64> = shops.into_iter().map(|shop| shop.0).filter(|number| *number != 1).collect();
        if numbers.is_empty() {
            return self.remove(SHOPS).await;
        }
        self.write(SHOPS, serde_json::to_vec(&numbers).unwrap_or_default()).await;
    }

    pub(crate) fn kind(&self) -> KeychainKind {
        if self.why_in_memory().is_some() { KeychainKind::Session } else { KeychainKind::System }
    }

    /// Why keys are kept in memory only: a sentence.
    pub(crate) fn note(&self) -> Option<String> {
        let trouble = self.why_in_memory()?;
        Some(format!(
            "The system’s keychain can’t be used ({trouble}). Keys are kept in memory until TikTokFlow is closed, and nowhere else; connect again after the next start."
        ))
    }

    /// A keychain that works again has not thereby got what it failed to take.
    fn why_in_memory(&self) -> Option<String> {
        let trouble = self.trouble().clone();
        trouble.or_else(|| (!self.held().is_empty()).then(|| "it did not take everything".to_owned()))
    }

    async fn ask<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Keychain) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let Some(keychain) = self.0.keychain.clone() else {
            return Err(KeychainError::Unavailable("this system has no keychain".into()));
        };
        let answer = tokio::task::spawn_blocking(move || call(keychain.as_ref())).await;
        let answer = answer.unwrap_or_else(|_| Err(KeychainError::Unavailable("it broke off".into())));
        *self.trouble() = answer.as_ref().err().map(ToString::to_string);
        answer
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, Vec<u8>>> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trouble(&self) -> MutexGuard<'_, Option<String>> {
        self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
