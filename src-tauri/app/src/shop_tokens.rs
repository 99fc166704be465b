//! One shop's tokens, on their way from its session to the vault.

use async_trait::async_trait;
use domain::ShopId;
use tiktok_shop::{TokenStore, Tokens};
use tokio::sync::Mutex;

use crate::vault::{Vault, tokens_of};

/// Keeps what a session renews, until it is closed: a renewal outlives the engine that began it,
/// and must neither bring back the keys of a shop that was removed nor replace those of a newer
/// sign-in.
pub(crate) struct ShopTokens {
    vault: Vault,
    shop: ShopId,
    /// Held while writing, so that nothing is written any more once it was closed.
    open: Mutex<bool>,
}

impl ShopTokens {
    pub(crate) fn new(vault: Vault, shop: ShopId) -> Self {
        Self { vault, shop, open: Mutex::new(true) }
    }

    /// Takes no more tokens from now on.
    pub(crate) async fn close(&self) {
        *self.open.lock().await = false;
    }
}

#[async_trait]
impl TokenStore for ShopTokens {
    async fn save(&self, tokens: &Tokens) -> Result<(), String> {
        let open = self.open.lock().await;
        if !*open {
            return Ok(());
        }
        self.vault.write(&tokens_of(self.shop), tokens.to_bytes()).await;
        self.vault.note().map_or(Ok(()), Err)
    }
}
