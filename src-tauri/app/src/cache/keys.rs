//! The cache's key in the keychain: found, made, and put back.

use std::{future::Future, time::Duration};

use store::CacheKey;
use tiktok_shop::Clock;

use crate::{
    ports::KeychainError,
    vault::{CACHE_KEY, Vault},
};

/// How long the app's beginning waits for a keychain, which may ask the person first.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct CacheKeys<'a> {
    pub(crate) vault: &'a Vault,
    pub(crate) clock: &'a dyn Clock,
}

impl CacheKeys<'_> {
    /// The key that the keychain holds; `None` where it holds none, or something that is no key.
    ///
    /// # Errors
    /// [`KeychainError`], which says nothing about whether there is one.
    pub(crate) async fn find(&self) -> Result<Option<CacheKey>, KeychainError> {
        let kept = self.in_time(self.vault.look_up(CACHE_KEY)).await?;
        Ok(kept.and_then(|bytes| CacheKey::from_text(std::str::from_utf8(&bytes).ok()?)))
    }

    /// The key that the keychain holds, or else a new one that it has taken. One that is there is never replaced: it
    /// may be that of a cache which was set aside, or of a conversion that was cut off.
    ///
    /// # Errors
    /// [`KeychainError`]; then nothing may be encrypted.
    pub(crate) async fn find_or_make(&self) -> Result<CacheKey, KeychainError> {
        if let Some(key) = self.find().await? {
            return Ok(key);
        }
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| unavailable("this system gave no random numbers"))?;
        let key = CacheKey::new(bytes);
        self.put(&key).await?;
        Ok(key)
    }

    /// Puts a key into the keychain, and reads it back: what a keychain says that it took isn't always there.
    ///
    /// # Errors
    /// [`KeychainError`]
    pub(crate) async fn put(&self, key: &CacheKey) -> Result<(), KeychainError> {
        self.in_time(self.vault.keep(CACHE_KEY, key.reveal().as_bytes().to_vec())).await?;
        match self.find().await? {
            Some(kept) if kept.reveal() == key.reveal() => Ok(()),
            _ => Err(unavailable("it did not keep what it was given")),
        }
    }

    async fn in_time<T>(&self, answer: impl Future<Output = Result<T, KeychainError>>) -> Result<T, KeychainError> {
        tokio::select! {
            biased;
            answer = answer => answer,
            () = self.clock.sleep(PATIENCE) => Err(unavailable("it has not answered yet")),
        }
    }
}

fn unavailable(why: &str) -> KeychainError {
    KeychainError::Unavailable(why.to_owned())
}
