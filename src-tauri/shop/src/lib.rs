//! A client for the TikTok Shop API: signing in, the calls, the shop's limits, and errors that a person can read. It
//! speaks two contracts, the project's own document and the signed Partner API ([`Contract`]), and knows nothing of
//! windows or databases.
//!
//! ```no_run
//! # use std::sync::Arc;
//! # use tiktok_shop::{oauth::*, *};
//! # struct Nowhere;
//! # #[async_trait::async_trait]
//! # impl TokenStore for Nowhere {
//! #     async fn save(&self, _: &Tokens) -> Result<(), String> { Ok(()) }
//! # }
//! # #[async_trait::async_trait]
//! # impl SpendLog for Nowhere {
//! #     async fn spent(&self, _: i64, _: u32) -> Result<(), String> { Ok(()) }
//! # }
//! # async fn example(pasted: &str) -> Result<(), Box<dyn std::error::Error>> {
//! let endpoints = Endpoints::default();
//! let credentials = AppCredentials { key: "my-key".into(), secret: Secret::new("my-secret") };
//!
//! // Sign in: open the consent page, and read the link that it sends back.
//! let now = SystemClock.now();
//! let pending = PendingLogin::begin_now(now)?;
//! let consent_page = authorize_url(&endpoints, &credentials.key, REDIRECT_URI, pending.state());
//! let code = pending.accept(&parse_callback(pasted)?, now)?;
//! let tokens = exchange_code(&http_client(&endpoints)?, &endpoints, &credentials, &code, now).await?;
//!
//! // Ask for orders.
//! let clock = Arc::new(SystemClock);
//! let client = Client::new(Config {
//!     endpoints,
//!     credentials,
//!     tokens,
//!     shop: None,
//!     token_store: Arc::new(Nowhere),
//!     budget: Arc::new(Budget::new(Limits::default(), vec![], Arc::new(Nowhere), clock.clone())),
//!     clock,
//!     jitter: Arc::new(|| 0.5),
//!     retry: RetryPolicy::default(),
//! })?;
//! let page = client.search_orders(&OrderQuery::default(), Lane::Person).await?;
//! println!("{} of {:?} orders", page.items.len(), page.total);
//! # Ok(())
//! # }
//! ```
//!
//! # Where the documented contract is silent
//! It doesn't say how a request carries its token, or what the token calls take and give. There
//! this crate follows the real service: header `x-tts-access-token`; token calls as in
//! [`oauth::exchange_code`]; an answer is judged by its envelope's code first and its HTTP status
//! second; a retry never comes before the moment that `Retry-After` names.
//!
//! # Secrets
//! Keys, tokens and codes are [`Secret`]s, a buyer's data is [`domain::Private`]: neither prints.
//! Requests are logged (by `tracing`) with method, path, lane, duration, status, code and number
//! of the retry, and nothing else; an address is never logged with its query.

mod budget;
mod calls;
mod client;
mod clock;
mod contract;
mod documented;
mod endpoints;
mod error;
mod http;
mod mark;
pub mod oauth;
mod partner;
mod reading;
mod retry;
mod secret;
mod session;
mod shop_clock;
mod standstill;

pub use budget::{Budget, BudgetError, Lane, Limits, SpendLog};
pub use calls::{
    Arrangement, CancelQuery, HandoverWays, LabelPurchase, OrderQuery, ProductQuery, RightNumber, SHARES_AT_ONCE,
    ShipAnswer, Shipment, ShippingLabel, StockAnswer, StockWrite, Told,
};
pub use client::{Client, ClientError, Config};
pub use clock::{Clock, SystemClock, later, until};
pub use contract::Contract;
pub use endpoints::{EndpointError, Endpoints, PartnerCenter};
pub use error::ShopError;
pub use http::{MAX_ANSWER_BYTES, http_client};
pub use mark::mark;
pub use oauth::Tokens;
pub use partner::AuthorizedShop;
pub use reading::{MAX_RAW_BYTES, Onward, Page, SetAside};
pub use retry::RetryPolicy;
pub use secret::{AppCredentials, Secret};
pub use session::TokenStore;
pub use standstill::Standstill;
