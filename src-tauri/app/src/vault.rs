//! Keys and tokens: in the system's keychain, or in memory until the app is closed. Never in a
//! file of ours.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use tiktok_shop::{TokenStore, Tokens};

use crate::{
    boundary::KeychainKind,
    ports::{Keychain, KeychainError},
};

/// Names of secrets.
pub(crate) const CONNECTION: &str = "connection";
pub(crate) const TOKENS: &str = "tokens";
pub(crate) const PENDING: &str = "pending sign-in";

#[derive(Clone)]
pub(crate) struct Vault(Arc<Inside>);

struct Inside {
    keychain: Option<Arc<dyn Keychain>>,
    /// What the keychain didn't take.
    held: Mutex<HashMap<&'static str, Vec<u8>>>,
    trouble: Mutex<Option<String>>,
}

impl Vault {
    pub(crate) fn new(keychain: Option<Arc<dyn Keychain>>) -> Self {
        let missing = keychain.is_none().then(|| "this system has no keychain".to_owned());
        Self(Arc::new(Inside { keychain, held: Mutex::default(), trouble: Mutex::new(missing) }))
    }

    pub(crate) async fn read(&self, name: &'static str) -> Option<Vec<u8>> {
        if let Some(held) = self.held().get(name) {
            return Some(held.clone());
        }
        self.ask(move |keychain| keychain.read(name)).await.ok().flatten()
    }

    /// Keeps a secret, in memory where the keychain fails: the person goes on working and is
    /// told that it won't outlive the app.
    pub(crate) async fn write(&self, name: &'static str, secret: Vec<u8>) {
        let copy = secret.clone();
        match self.ask(move |keychain| keychain.write(name, &copy)).await {
            Ok(()) => self.held().remove(name),
            Err(_) => self.held().insert(name, secret),
        };
    }

    pub(crate) async fn remove(&self, name: &'static str) {
        self.held().remove(name);
        // A keychain that fails to forget has said so in `trouble`.
        let _ = self.ask(move |keychain| keychain.remove(name)).await;
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

    fn held(&self) -> MutexGuard<'_, HashMap<&'static str, Vec<u8>>> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trouble(&self) -> MutexGuard<'_, Option<String>> {
        self.0.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl TokenStore for Vault {
    async fn save(&self, tokens: &Tokens) -> Result<(), String> {
        self.write(TOKENS, tokens.to_bytes()).await;
        self.note().map_or(Ok(()), Err)
    }
}
