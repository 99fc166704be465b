//! The wire contract as the project's document gives it: one file per endpoint family.

mod envelope;
mod orders;
mod paths;
mod products;

use async_trait::async_trait;
use domain::{
    CancelAnswer, CancelId, CancelRequest, LabelSheet, Order, OrderId, PackageId, Parcel, Product, ProductId,
    RejectReason, SharedParcel, ShippingService, Split, SplitTerms, StockShares, Warehouse,
};
use reqwest::RequestBuilder;

use crate::{
    Arrangement, AuthorizedShop, CancelQuery, Client, HandoverWays, LabelPurchase, Lane, OrderQuery, Page,
    ProductQuery, RightNumber, ShipAnswer, Shipment, ShippingLabel, ShopError, StockAnswer, StockWrite, Told,
    client::Call,
    contract::{Verdict, Wire},
    error::no_such_call,
    http::Answer,
    oauth::ShopAccess,
    session::Transport,
};

/// Speaks the project's own document.
pub(crate) struct Documented;

#[async_trait]
impl Wire for Documented {
    fn request(&self, transport: &Transport, call: &Call, _: Option<&ShopAccess>) -> RequestBuilder {
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

    fn filters_by_update(&self) -> bool {
        false
    }

    fn ids_at_once(&self) -> usize {
        1
    }

    async fn orders(&self, shop: &Client, ids: &[OrderId], lane: Lane) -> Result<Vec<(OrderId, Told)>, ShopError> {
        let mut told = Vec::with_capacity(ids.len());
        for id in ids {
            told.push((id.clone(), orders::told(orders::detail(shop, id, lane).await)?));
        }
        Ok(told)
    }

    async fn ship_order(&self, shop: &Client, shipment: &Shipment<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
        orders::ship(shop, shipment, lane).await
    }

    async fn correct_tracking(&self, _: &Client, _: &RightNumber<'_>, _: Lane) -> Result<String, ShopError> {
        Err(no_such_call())
    }

    async fn arrange(&self, _: &Client, orders: &[Arrangement<'_>], _: Lane) -> Vec<Result<ShipAnswer, ShopError>> {
        orders.iter().map(|_| Err(no_labels())).collect()
    }

    async fn handover_ways(&self, _: &Client, _: &PackageId, _: Lane) -> Result<HandoverWays, ShopError> {
        Err(no_labels())
    }

    async fn shipping_label(
        &self,
        _: &Client,
        _: &PackageId,
        _: LabelSheet,
        _: Lane,
    ) -> Result<ShippingLabel, ShopError> {
        Err(no_labels())
    }

    async fn shipping_services(
        &self,
        _: &Client,
        _: &OrderId,
        _: &Parcel,
        _: Lane,
    ) -> Result<Vec<ShippingService>, ShopError> {
        Err(no_labels())
    }

    async fn buy_label(&self, _: &Client, _: &LabelPurchase<'_>, _: Lane) -> Result<ShipAnswer, ShopError> {
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

    /// The document has none.
    async fn stock_shares(&self, _: &Client, _: &[ProductId], _: Lane) -> Result<Option<Vec<StockShares>>, ShopError> {
        Ok(None)
    }

    /// The document has ids alone.
    async fn warehouses(&self, _: &Client, _: Lane) -> Result<Option<Vec<Warehouse>>, ShopError> {
        Ok(None)
    }

    async fn set_stock(&self, shop: &Client, write: &StockWrite<'_>, lane: Lane) -> Result<StockAnswer, ShopError> {
        products::set_stock(shop, write, lane).await
    }

    async fn cancel_requests(
        &self,
        _: &Client,
        _: &CancelQuery,
        _: Lane,
    ) -> Result<Option<Page<CancelRequest>>, ShopError> {
        Ok(None)
    }

    async fn reject_reasons(&self, _: &Client, _: &CancelId, _: Lane) -> Result<Vec<RejectReason>, ShopError> {
        Ok(Vec::new())
    }

    async fn shareable_parcels(
        &self,
        _: &Client,
        _: Option<&String>,
        _: Lane,
    ) -> Result<Option<Page<SharedParcel>>, ShopError> {
        Ok(None)
    }

    async fn share_parcel(&self, _: &Client, _: &SharedParcel, _: Lane) -> Result<(), ShopError> {
        Err(no_such_call())
    }

    async fn split_terms(&self, _: &Client, _: &OrderId, _: Lane) -> Result<Option<SplitTerms>, ShopError> {
        Ok(None)
    }

    async fn split_order(&self, _: &Client, _: &OrderId, _: &Split, _: Lane) -> Result<(), ShopError> {
        Err(no_such_call())
    }

    async fn answer_cancel(&self, _: &Client, _: &CancelId, _: &CancelAnswer, _: Lane) -> Result<(), ShopError> {
        Err(no_such_call())
    }
}

fn no_labels() -> ShopError {
    ShopError::Unsendable { why: "this shop gives no labels, so the order leaves with a tracking number".to_owned() }
}
