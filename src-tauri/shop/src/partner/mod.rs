//! TikTok Shop's Partner API, versions 202309 to 202610: one file per endpoint family. What its documents leave open is
//! handled both ways, and said where it is.

mod advice;
mod cancellations;
mod carriers;
mod clocks;
mod documents;
mod envelope;
mod fulfilment;
mod inventory;
mod lines;
mod orders;
mod packages;
mod paged;
mod paths;
mod products;
mod purchases;
mod recipient;
mod scope;
mod shares;
mod sharing;
mod shops;
mod signature;
mod splitting;
mod warehouses;

use async_trait::async_trait;
use domain::{
    CancelAnswer, CancelId, CancelRequest, LabelSheet, Order, OrderId, PackageId, Parcel, Product, ProductId,
    RejectReason, SharedParcel, ShippingService, Split, SplitTerms, StockShares, Warehouse,
};
use reqwest::{RequestBuilder, header::CONTENT_TYPE};

pub(crate) use advice::advice;
pub(crate) use carriers::CarrierLists;
pub use shops::AuthorizedShop;

use crate::{
    Arrangement, CancelQuery, Client, HandoverWays, LabelPurchase, Lane, OrderQuery, Page, ProductQuery, RightNumber,
    ShipAnswer, Shipment, ShippingLabel, ShopError, StockAnswer, StockWrite, Told,
    client::Call,
    contract::{Verdict, Wire},
    http::Answer,
    oauth::ShopAccess,
    session::Transport,
};

/// Speaks the signed Partner API.
pub(crate) struct Partner;

#[async_trait]
impl Wire for Partner {
    fn request(&self, transport: &Transport, call: &Call, shop: Option<&ShopAccess>) -> RequestBuilder {
        let url = transport.endpoints.api_at(&call.path);
        // What is signed is what is sent, byte by byte. A value can always be written.
        let body = call.body.as_ref().map(|body| serde_json::to_vec(body).unwrap_or_default()).unwrap_or_default();
        let mut query = call.query.clone();
        query.push(("app_key", transport.credentials.key.clone()));
        query.push(("timestamp", transport.shop_now().as_second().to_string()));
        if paths::names_shop(&call.path) {
            query.extend(shop.map(|shop| ("shop_cipher", shop.cipher.reveal().to_owned())));
        }
        query.push(("sign", signature::sign(&transport.credentials.secret, url.path(), &query, &body)));
        transport.http.request(call.method(), url).query(&query).header(CONTENT_TYPE, "application/json").body(body)
    }

    fn verdict(&self, answer: &Answer) -> Verdict {
        envelope::verdict(answer)
    }

    async fn shops(&self, shop: &Client, lane: Lane) -> Result<Option<Vec<AuthorizedShop>>, ShopError> {
        shops::authorized(shop, lane).await.map(Some)
    }

    async fn search_orders(&self, shop: &Client, query: &OrderQuery, lane: Lane) -> Result<Page<Order>, ShopError> {
        orders::search(shop, query, lane).await
    }

    async fn order(&self, shop: &Client, id: &OrderId, lane: Lane) -> Result<Order, ShopError> {
        orders::detail(shop, id, lane).await
    }

    fn filters_by_update(&self) -> bool {
        true
    }

    fn ids_at_once(&self) -> usize {
        orders::MOST_IDS
    }

    async fn orders(&self, shop: &Client, ids: &[OrderId], lane: Lane) -> Result<Vec<(OrderId, Told)>, ShopError> {
        orders::details(shop, ids, lane).await
    }

    async fn ship_order(&self, shop: &Client, shipment: &Shipment<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
        fulfilment::ship(shop, shipment, lane).await
    }

    async fn correct_tracking(&self, shop: &Client, right: &RightNumber<'_>, lane: Lane) -> Result<String, ShopError> {
        fulfilment::correct(shop, right, lane).await
    }

    async fn arrange(
        &self,
        shop: &Client,
        orders: &[Arrangement<'_>],
        lane: Lane,
    ) -> Vec<Result<ShipAnswer, ShopError>> {
        packages::arrange(shop, orders, lane).await
    }

    async fn handover_ways(&self, shop: &Client, package: &PackageId, lane: Lane) -> Result<HandoverWays, ShopError> {
        documents::ways(shop, package, lane).await
    }

    async fn shipping_label(
        &self,
        shop: &Client,
        package: &PackageId,
        sheet: LabelSheet,
        lane: Lane,
    ) -> Result<ShippingLabel, ShopError> {
        documents::label(shop, package, sheet, lane).await
    }

    async fn shipping_services(
        &self,
        shop: &Client,
        order: &OrderId,
        parcel: &Parcel,
        lane: Lane,
    ) -> Result<Vec<ShippingService>, ShopError> {
        purchases::services(shop, order, parcel, lane).await
    }

    async fn buy_label(
        &self,
        shop: &Client,
        purchase: &LabelPurchase<'_>,
        lane: Lane,
    ) -> Result<ShipAnswer, ShopError> {
        purchases::buy(shop, purchase, lane).await
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

    async fn stock_shares(
        &self,
        shop: &Client,
        products: &[ProductId],
        lane: Lane,
    ) -> Result<Option<Vec<StockShares>>, ShopError> {
        shares::search(shop, products, lane).await.map(Some)
    }

    async fn warehouses(&self, shop: &Client, lane: Lane) -> Result<Option<Vec<Warehouse>>, ShopError> {
        warehouses::list(shop, lane).await.map(Some)
    }

    async fn set_stock(&self, shop: &Client, write: &StockWrite<'_>, lane: Lane) -> Result<StockAnswer, ShopError> {
        inventory::set(shop, write, lane).await
    }

    async fn cancel_requests(
        &self,
        shop: &Client,
        query: &CancelQuery,
        lane: Lane,
    ) -> Result<Option<Page<CancelRequest>>, ShopError> {
        cancellations::search(shop, query, lane).await.map(Some)
    }

    async fn reject_reasons(
        &self,
        shop: &Client,
        request: &CancelId,
        lane: Lane,
    ) -> Result<Vec<RejectReason>, ShopError> {
        cancellations::reject_reasons(shop, request, lane).await
    }

    async fn shareable_parcels(
        &self,
        shop: &Client,
        token: Option<&String>,
        lane: Lane,
    ) -> Result<Option<Page<SharedParcel>>, ShopError> {
        sharing::search(shop, token, lane).await.map(Some)
    }

    async fn share_parcel(&self, shop: &Client, wanted: &SharedParcel, lane: Lane) -> Result<(), ShopError> {
        sharing::combine(shop, wanted, lane).await
    }

    async fn split_terms(&self, shop: &Client, order: &OrderId, lane: Lane) -> Result<Option<SplitTerms>, ShopError> {
        splitting::terms(shop, order, lane).await.map(Some)
    }

    async fn split_order(&self, shop: &Client, order: &OrderId, wanted: &Split, lane: Lane) -> Result<(), ShopError> {
        splitting::split(shop, order, wanted, lane).await
    }

    async fn answer_cancel(
        &self,
        shop: &Client,
        request: &CancelId,
        answer: &CancelAnswer,
        lane: Lane,
    ) -> Result<(), ShopError> {
        cancellations::answer(shop, request, answer, lane).await
    }
}
