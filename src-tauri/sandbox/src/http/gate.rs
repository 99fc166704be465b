//! The documented contract's endpoints: token, scope, and only then the work.

use jiff::Timestamp;

use super::{course::Call, orders, products, stocks, token};
use crate::{
    answer::{Done, Refusal, code},
    faults::Plan,
    grants::NotGood,
    settings::Settings,
    shopfront::World,
};

/// The six endpoints of the contract and its two token calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    OrdersSearch,
    OrderDetail,
    OrderUpdate,
    ProductsSearch,
    ProductDetails,
    ProductStocks,
    TokenGet,
    TokenRefresh,
}

impl Endpoint {
    pub(crate) const ALL: [Self; 8] = [
        Self::OrdersSearch,
        Self::OrderDetail,
        Self::OrderUpdate,
        Self::ProductsSearch,
        Self::ProductDetails,
        Self::ProductStocks,
        Self::TokenGet,
        Self::TokenRefresh,
    ];

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::OrdersSearch => "/api/orders/search",
            Self::OrderDetail => "/api/orders/detail/query",
            Self::OrderUpdate => "/api/orders/update",
            Self::ProductsSearch => "/api/products/search",
            Self::ProductDetails => "/api/products/details",
            Self::ProductStocks => "/api/products/stocks",
            Self::TokenGet => "/api/v2/token/get",
            Self::TokenRefresh => "/api/v2/token/refresh",
        }
    }

    pub(crate) const fn is_write(self) -> bool {
        matches!(self, Self::OrderUpdate | Self::ProductStocks)
    }

    /// The scope the call needs; none for token calls, which need no token and count in no limit.
    pub(crate) const fn scope(self) -> Option<&'static str> {
        match self {
            Self::OrdersSearch | Self::OrderDetail => Some("seller.order.info"),
            Self::OrderUpdate => Some("seller.fulfillment.basic"),
            Self::ProductsSearch | Self::ProductDetails => Some("seller.product.basic"),
            Self::ProductStocks => Some("seller.product.write"),
            Self::TokenGet | Self::TokenRefresh => None,
        }
    }

    /// What the endpoint answers, once token and scope are in order.
    pub(crate) fn answer(
        self,
        settings: &Settings,
        world: &mut World,
        call: &Call,
        plan: &Plan,
        now: Timestamp,
    ) -> Result<Done, Refusal> {
        if let Some(scope) = self.scope() {
            check_token(world, call, plan, now)?;
            if !world.kept.grants.has_scope(scope) {
                return Err(Refusal::new(code::PERMISSION_DENIED, format!("the scope {scope} has not been granted")));
            }
        }
        self.work(settings, world, call, now)
    }

    fn work(self, settings: &Settings, world: &mut World, call: &Call, now: Timestamp) -> Result<Done, Refusal> {
        match self {
            Self::OrdersSearch => orders::search(settings, world, call),
            Self::OrderDetail => orders::detail(settings, world, call),
            Self::OrderUpdate => orders::update(world, call, now),
            Self::ProductsSearch => products::search(settings, world, call),
            Self::ProductDetails => products::details(settings, world, call),
            Self::ProductStocks => stocks::update(world, call, now),
            Self::TokenGet => token::get(settings, world, call, now),
            Self::TokenRefresh => token::refresh(settings, world, call, now),
        }
    }
}

fn check_token(world: &mut World, call: &Call, plan: &Plan, now: Timestamp) -> Result<(), Refusal> {
    let invalid = |reason: &str| Refusal::new(code::INVALID_TOKEN, format!("x-tts-access-token: {reason}"));
    let token = call.access_token.as_deref().ok_or_else(|| invalid("the header is missing"))?;
    let grants = &mut world.kept.grants;
    if plan.expire_token {
        grants.expire(token, now);
    }
    grants.check(token, now).map_err(|not_good| match not_good {
        NotGood::Expired => Refusal::new(code::TOKEN_EXPIRED, "x-tts-access-token: expired; refresh it"),
        _ => invalid("unknown, replaced or revoked"),
    })
}
