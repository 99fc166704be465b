//! What the shop of every world is spoken to with: the plain contract, or the signed Partner API where
//! `TIKTOKFLOW_WINDOW_SPEAKS` says `signed`.

use serde_json::Value;

use super::Asked;

/// The contract of this run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spoken {
    /// The plain one.
    Documented,
    /// The signed Partner API.
    Signed,
}

/// A call that tests count and look into.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    /// An order is shipped.
    Ship,
    /// Levels of a product are set.
    Stock,
    /// Orders are listed.
    Orders,
    /// An order is read by itself.
    Order,
    /// A code becomes tokens.
    Token,
}

/// The contract that this run is about.
pub(crate) fn spoken() -> Spoken {
    match std::env::var("TIKTOKFLOW_WINDOW_SPEAKS").as_deref() {
        Ok("signed") => Spoken::Signed,
        Ok("documented") | Err(_) => Spoken::Documented,
        Ok(other) => panic!("TIKTOKFLOW_WINDOW_SPEAKS is documented or signed, not {other}"),
    }
}

impl Call {
    /// Its path, with an id in braces.
    pub(crate) fn path(self) -> &'static str {
        match (spoken(), self) {
            (_, Self::Token) => "/api/v2/token/get",
            (Spoken::Documented, Self::Ship) => "/api/orders/update",
            (Spoken::Documented, Self::Stock) => "/api/products/stocks",
            (Spoken::Documented, Self::Orders) => "/api/orders/search",
            (Spoken::Documented, Self::Order) => "/api/orders/detail/query",
            (Spoken::Signed, Self::Ship) => "/fulfillment/202309/orders/{order_id}/packages",
            (Spoken::Signed, Self::Stock) => "/product/202309/products/{product_id}/inventory/update",
            (Spoken::Signed, Self::Orders) => "/order/202309/orders/search",
            (Spoken::Signed, Self::Order) => "/order/202507/orders",
        }
    }

    /// The one id in the path of a call of this kind, empty where it has none; `None` of any other call.
    fn id_in(self, path: &str) -> Option<String> {
        let Some((before, rest)) = self.path().split_once('{') else { return (path == self.path()).then(String::new) };
        let after = rest.split_once('}').unwrap().1;
        path.strip_prefix(before)?.strip_suffix(after).map(ToOwned::to_owned)
    }

    /// Whether a request is one of this kind.
    pub(crate) fn is(self, asked: &Asked) -> bool {
        self.id_in(&asked.path).is_some_and(|id| !id.contains('/'))
    }
}

impl Asked {
    /// Order and tracking number of a request that ships one.
    pub(crate) fn shipment(&self) -> (String, String) {
        let text = |field: &str| self.sent()[field].as_str().unwrap().to_owned();
        let order = match spoken() {
            Spoken::Documented => text("order_id"),
            Spoken::Signed => Call::Ship.id_in(&self.path).unwrap(),
        };
        (order, text("tracking_number"))
    }

    /// The product whose levels a request sets.
    pub(crate) fn product(&self) -> Value {
        match spoken() {
            Spoken::Documented => self.sent()["product_id"].clone(),
            Spoken::Signed => Value::String(Call::Stock.id_in(&self.path).unwrap()),
        }
    }

    /// SKU, warehouse and level, of each that a request sets. The signed contract names a SKU's other warehouses
    /// behind those that were edited.
    pub(crate) fn levels(&self) -> Vec<(Value, Value, Value)> {
        let (list, level) = match spoken() {
            Spoken::Documented => ("stock_infos", "available_stock"),
            Spoken::Signed => ("inventory", "quantity"),
        };
        let sent = self.sent();
        let of_sku = |sku: &Value| {
            let id = sku["id"].clone();
            let places = sku[list].as_array().unwrap().clone();
            places.into_iter().map(move |place| (id.clone(), place["warehouse_id"].clone(), place[level].clone()))
        };
        sent["skus"].as_array().unwrap().iter().flat_map(of_sku).collect()
    }

    /// The first level that a request sets.
    pub(crate) fn level(&self) -> Value {
        self.levels().remove(0).2
    }
}
