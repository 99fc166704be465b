//! What it takes to talk to the shop: keys, clock and a budget that never ends.

use std::sync::Arc;

use async_trait::async_trait;
use domain::ShopId;
use tiktok_shop::{
    AppCredentials, Budget, Client, Clock as _, Config, Limits, RetryPolicy, SpendLog, SystemClock, TokenStore, Tokens,
    http_client,
    oauth::{Callback, exchange_code, parse_callback},
};

use crate::spoken;

pub(crate) const SHOP: ShopId = ShopId(1);

struct NoKeychain;

#[async_trait]
impl TokenStore for NoKeychain {
    async fn save(&self, _: &Tokens) -> Result<(), String> {
        Ok(())
    }
}

/// Writes nothing down: for whoever isn't the seller's computer.
pub(crate) struct NoLog;

#[async_trait]
impl SpendLog for NoLog {
    async fn spent(&self, _: i64, _: u32) -> Result<(), String> {
        Ok(())
    }
}

/// A client of the shop at `base_url`, signed in by the link that consent ended with.
pub(crate) async fn client(base_url: &str, link: &str, log: Arc<dyn SpendLog>) -> (Client, Arc<Budget>) {
    let (endpoints, clock) = (spoken::endpoints(base_url), Arc::new(SystemClock));
    let credentials = AppCredentials { key: "practice-key".into(), secret: "practice-secret".into() };
    let Ok(Callback::Approved { code, .. }) = parse_callback(link) else { panic!("no code came") };
    let http = http_client(&endpoints).unwrap();
    let tokens = exchange_code(&http, &endpoints, &credentials, &code, clock.now()).await.unwrap();
    let tokens = spoken::of_its_shop(tokens);
    // A thousand rounds are more than a day allows; limits are proven elsewhere.
    let limits = Limits { per_minute: 1_000_000, per_day: 100_000_000 };
    let budget = Arc::new(Budget::new(limits, Vec::new(), log, Arc::clone(&clock) as _));
    let client = Client::new(Config {
        endpoints,
        credentials,
        tokens,
        token_store: Arc::new(NoKeychain),
        budget: Arc::clone(&budget),
        clock,
        jitter: Arc::new(|| 0.5),
        retry: RetryPolicy::default(),
    });
    (client.unwrap(), budget)
}
