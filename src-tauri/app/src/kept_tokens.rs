//! A sign-in's tokens, on their way from its session to the vault.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use domain::ShopId;
use tiktok_shop::{TokenStore, Tokens};

use crate::vault::{Vault, tokens_of};

/// Keeps what a session renews, from the moment at which a shop goes by it until it is closed: a renewal outlives the
/// engine that began it, and must neither bring back the keys of a shop that was removed nor replace those of a newer
/// sign-in.
pub(crate) struct KeptTokens {
    vault: Vault,
    /// Held while writing, so that nothing is written any more once it was closed.
    place: tokio::sync::Mutex<Place>,
    latest: Mutex<Arc<Tokens>>,
}

/// Where they are kept.
enum Place {
    /// In memory, while the person chooses what to do with the sign-in.
    Nowhere,
    /// In the vault, under a shop's number.
    Under(ShopId),
    /// Nowhere any more.
    Closed,
}

impl KeptTokens {
    pub(crate) fn new(vault: Vault, tokens: Tokens) -> Self {
        Self { vault, place: tokio::sync::Mutex::new(Place::Nowhere), latest: Mutex::new(Arc::new(tokens)) }
    }

    /// Tokens that lie in the vault already.
    pub(crate) fn found(vault: Vault, number: ShopId, tokens: Tokens) -> Self {
        Self { place: tokio::sync::Mutex::new(Place::Under(number)), ..Self::new(vault, tokens) }
    }

    /// Keeps them under this number from now on.
    pub(crate) async fn keep_under(&self, number: ShopId) {
        let mut place = self.place.lock().await;
        *place = Place::Under(number);
        self.vault.write(&tokens_of(number), self.latest().to_bytes()).await;
    }

    /// Takes no more tokens from now on.
    pub(crate) async fn close(&self) {
        *self.place.lock().await = Place::Closed;
    }

    /// Those that count now.
    pub(crate) fn latest(&self) -> Arc<Tokens> {
        Arc::clone(&self.held())
    }

    fn held(&self) -> MutexGuard<'_, Arc<Tokens>> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl TokenStore for KeptTokens {
    async fn save(&self, tokens: &Tokens) -> Result<(), String> {
        let place = self.place.lock().await;
        *self.held() = Arc::new(tokens.clone());
        let Place::Under(number) = &*place else { return Ok(()) };
        self.vault.write(&tokens_of(*number), tokens.to_bytes()).await;
        self.vault.note().map_or(Ok(()), Err)
    }
}
