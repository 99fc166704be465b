//! The wire contract as the project's document gives it: one file per endpoint family.

mod envelope;
mod orders;
mod paths;
mod products;

use async_trait::async_trait;
use domain::{Order, OrderId, PackageId, Product, ProductId};
use reqwest::RequestBuilder;

use crate::{
    Arrangement, AuthorizedShop, Client, HandoverWays, Lane, OrderQuery, Page, ProductQuery, ShipAnswer, Shipment,
    ShippingLabel, ShopError, StockAnswer, StockWrite, Tokens,
    client::Call,
    contract::{Verdict, Wire},
    http::Answer,
    session::Transport,
};

/// Speaks the project's own document.
pub(crate) struct Documented;

#[async_trait]
impl Wire for Documented {
    fn request(&self, transport: &Transport, call: &Call, _: &Tokens) -> RequestBuilder {
        let request = transport.http.request(call.method(), transport.endpoints.api_at(&call.path));
        let request = if call.query.is_empty() { request } else { request.query(&call.query) };
        match &call.body {
            Some(body) => request.json(body),
            None => request,
        }
    }

    fn verdict(&self, answer: &Answer) -> Verdict {
        envelope::verdict(answer)
    }

    async fn shops(&self, _: &Client, _: Lane) -> Result<Option<Vec<AuthorizedShop>>, ShopError> {
        Ok(None)
    }

    async fn search_orders(&self, shop: &Client, query: &OrderQuery, lane: Lane) -> Result<Page<Order>, ShopError> {
        orders::search(shop, query, lane).await
    }

    async fn order(&self, shop: &Client, id: &OrderId, lane: Lane) -> Result<Order, ShopError> {
        orders::detail(shop, id, lane).await
    }

    async fn ship_order(&self, shop: &Client, shipment: &Shipment<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
        orders::ship(shop, shipment, lane).await
    }

    async fn arrange(&self, _: &Client, orders: &[Arrangement<'_>], _: Lane) -> Vec<Result<ShipAnswer, ShopError>> {
        orders.iter().map(|_| Err(no_labels())).collect()
    }

    async fn handover_ways(&self, _: &Client, _: &PackageId, _: Lane) -> Result<HandoverWays, ShopError> {
        Err(no_labels())
    }

    async fn shipping_label(&self, _: &Client, _: &PackageId, _: Lane) -> Result<ShippingLabel, ShopError> {
        Err(no_labels())
    }

    async fn search_products(
        &self,
        shop: &Client,
        query: &ProductQuery,
        lane: Lane,
    ) -> Result<Page<Product>, ShopError> {
        products::search(shop, query, lane).await
    }

    async fn product(&self, shop: &Client, id: &ProductId, lane: Lane) -> Result<Product, ShopError> {
        products::detail(shop, id, lane).await
    }

    async fn set_stock(&self, shop: &Client, write: &StockWrite<'_>, lane: Lane) -> Result<StockAnswer, ShopError> {
        products::set_stock(shop, write, lane).await
    }
}

fn no_labels() -> ShopError {
    ShopError::Unsendable { why: "this shop gives no labels, so the order leaves with a tracking number".to_owned() }
}
