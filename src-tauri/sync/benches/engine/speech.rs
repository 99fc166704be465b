//! The two contracts that the engine is measured over.

use sandbox::{Entry, Settings};
use serde_json::{Value, json};
use tiktok_shop::{
    Endpoints, Secret, Tokens,
    oauth::{REDIRECT_URI, ShopAccess},
};

/// What desk and shop speak.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speech {
    /// The plain contract.
    Documented,
    /// The signed Partner API.
    Signed,
}

/// What a request is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Look,
    Sweep,
    OneOrder,
    Catalogue,
    OneProduct,
    Levels,
    Other,
}

pub(crate) const BOTH: [Speech; 2] = [Speech::Documented, Speech::Signed];

impl Speech {
    /// Behind the name of a figure.
    pub(crate) fn named(self, figure: &str) -> String {
        match self {
            Self::Documented => figure.to_owned(),
            Self::Signed => format!("{figure}, signed"),
        }
    }

    pub(crate) fn endpoints(self, base_url: &str) -> Endpoints {
        let endpoints = match self {
            Self::Documented => Endpoints::below(base_url),
            Self::Signed => Endpoints::partner_below(base_url, &Settings::default().service_id),
        };
        endpoints.expect("a loopback address")
    }

    /// What the sandbox is told so that it consents without its page.
    pub(crate) fn consent(self, app_key: &str) -> Value {
        match self {
            Self::Documented => json!({ "client_id": app_key, "redirect_uri": REDIRECT_URI, "state": "bench" }),
            Self::Signed => json!({ "service_id": Settings::default().service_id, "state": "bench" }),
        }
    }

    /// Tokens that name the shop, where the contract has that.
    pub(crate) fn of_its_shop(self, tokens: Tokens) -> Tokens {
        let Settings { shop_id: id, shop_cipher, .. } = Settings::default();
        let access = (self == Self::Signed).then(|| ShopAccess { id, cipher: Secret::new(shop_cipher) });
        Tokens { shop: access.or(tokens.shop.clone()), ..tokens }
    }

    /// The largest page of orders.
    pub(crate) fn page(self) -> u32 {
        match self {
            Self::Documented => 500,
            Self::Signed => 100,
        }
    }
}

/// What a call of either contract is for.
pub(crate) fn purpose(call: &Entry) -> Purpose {
    let by_status = call.query.contains("order_status=") || call.body.contains("order_status");
    match call.path.as_str() {
        "/api/orders/search" | "/order/202309/orders/search" if by_status => Purpose::Sweep,
        "/api/orders/search" | "/order/202309/orders/search" => Purpose::Look,
        "/api/orders/detail/query" | "/order/202507/orders" => Purpose::OneOrder,
        "/api/products/search" | "/product/202502/products/search" => Purpose::Catalogue,
        "/api/products/details" => Purpose::OneProduct,
        "/api/products/stocks" => Purpose::Levels,
        path => match path.strip_prefix("/product/202309/products/") {
            Some(rest) if rest.ends_with("/inventory/update") => Purpose::Levels,
            Some(id) if !id.contains('/') => Purpose::OneProduct,
            _ => Purpose::Other,
        },
    }
}
