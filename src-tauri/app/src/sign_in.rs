//! A sign-in: what a seller approved once. One shop goes by it or several, and it is renewed once for all of them.

use std::{
    collections::BTreeMap,
    sync::{Arc, MutexGuard, PoisonError},
};

use domain::ShopId;
use tiktok_shop::{AuthorizedShop, Client, Config, Contract, Lane, RetryPolicy, ShopError, Tokens, oauth::ShopAccess};

use crate::{
    App,
    boundary::{AppError, ErrorCode},
    connection::Connection,
    kept_tokens::KeptTokens,
    vault::tokens_of,
};

/// The sign-ins that are in use, by the numbers that they are kept under.
pub(crate) type SignIns = BTreeMap<ShopId, Arc<SignIn>>;

pub(crate) struct SignIn {
    client: Client,
    kept: Arc<KeptTokens>,
}

impl SignIn {
    /// A client for one of its shops.
    pub(crate) fn client_of(&self, access: Option<ShopAccess>) -> Client {
        self.client.beside(access)
    }

    /// The shops that it opens; `None` where the contract has one shop to a sign-in.
    pub(crate) async fn shops(&self) -> Result<Option<Vec<AuthorizedShop>>, ShopError> {
        self.client.authorized_shops(Lane::Person).await
    }

    pub(crate) fn tokens(&self) -> Arc<Tokens> {
        self.kept.latest()
    }

    pub(crate) async fn keep_under(&self, number: ShopId) {
        self.kept.keep_under(number).await;
    }

    /// What it still renews is kept no more: said late, it would be taken for what comes after.
    pub(crate) async fn close(&self) {
        self.kept.close().await;
    }
}

impl App {
    /// A sign-in that was just completed: in memory, until a shop goes by it.
    pub(crate) async fn fresh_sign_in(&self, way: &Connection, tokens: Tokens) -> Result<Arc<SignIn>, AppError> {
        let kept = KeptTokens::new(self.vault.clone(), tokens.clone());
        self.sign_in_with(way, tokens, kept).await
    }

    /// The sign-in that is kept under this number, in use already or not; `None` where it is lost.
    pub(crate) async fn kept_sign_in(&self, number: ShopId, way: &Connection) -> Result<Option<Arc<SignIn>>, AppError> {
        let known = self.sign_ins().get(&number).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let Some(tokens) = self.tokens_in_vault(number).await else { return Ok(None) };
        let kept = KeptTokens::found(self.vault.clone(), number, tokens.clone());
        let found = self.sign_in_with(way, tokens, kept).await?;
        self.sign_ins().insert(number, Arc::clone(&found));
        Ok(Some(found))
    }

    pub(crate) async fn tokens_in_vault(&self, number: ShopId) -> Option<Tokens> {
        let bytes = self.vault.read(&tokens_of(number)).await?;
        Tokens::from_bytes(&bytes).ok()
    }

    async fn sign_in_with(&self, way: &Connection, tokens: Tokens, kept: KeptTokens) -> Result<Arc<SignIn>, AppError> {
        let kept = Arc::new(kept);
        let client = Client::new(Config {
            endpoints: way.endpoints.clone(),
            credentials: way.credentials(),
            tokens,
            shop: None,
            token_store: Arc::<KeptTokens>::clone(&kept),
            budget: self.budgets.of(&way.key).await?,
            clock: Arc::clone(&self.ports.clock),
            jitter: Arc::new(jitter),
            retry: RetryPolicy::default(),
        })
        .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string()))?;
        Ok(Arc::new(SignIn { client, kept }))
    }

    /// Forgets a shop's keys, and its sign-in where no other shop goes by it.
    pub(crate) async fn forget_keys(&self, shop: ShopId) {
        let number = self.sign_in_number(shop).await;
        self.vault.remove_shop(shop).await;
        for number in [number, shop] {
            self.end_unused_sign_in(number).await;
        }
    }

    /// Takes a sign-in by which no shop goes out of use and out of the vault.
    pub(crate) async fn end_unused_sign_in(&self, number: ShopId) {
        if !self.shops_of_sign_in(number).await.is_empty() {
            return;
        }
        let ended = self.sign_ins().remove(&number);
        if let Some(ended) = ended {
            ended.close().await;
        }
        self.vault.remove(&tokens_of(number)).await;
    }

    async fn sign_in_number(&self, shop: ShopId) -> ShopId {
        self.kept_connection(shop).await.map_or(shop, |way| way.sign_in_of(shop))
    }

    /// The shops that go by the sign-in of this number, with the ways to them.
    pub(crate) async fn shops_of_sign_in(&self, number: ShopId) -> Vec<(ShopId, Connection)> {
        let mut shops = Vec::new();
        for shop in self.vault.shops().await {
            if let Some(way) = self.kept_connection(shop).await.filter(|way| way.sign_in_of(shop) == number) {
                shops.push((shop, way));
            }
        }
        shops
    }

    pub(crate) fn sign_ins(&self) -> MutexGuard<'_, SignIns> {
        self.sign_ins.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether two shops of one seller go by one sign-in where this is spoken.
pub(crate) fn has_several_shops(way: &Connection) -> bool {
    way.endpoints.contract == Contract::Partner && !way.practice
}

/// A random number from 0 to 1. Without randomness it is one half: delays then lose their
/// jitter and nothing else.
fn jitter() -> f64 {
    let mut bytes = [0_u8; 4];
    getrandom::fill(&mut bytes).map_or(0.5, |()| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
}
