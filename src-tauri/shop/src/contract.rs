//! The wire contracts that a shop may speak. Nothing above this room asks which one it is.

use async_trait::async_trait;
use domain::{
    CancelAnswer, CancelId, CancelRequest, LabelSheet, Order, OrderId, PackageId, Parcel, Product, ProductId,
    RejectReason, SharedParcel, ShippingService, Split, SplitTerms, StockShares, Warehouse,
};
use reqwest::RequestBuilder;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    Arrangement, AuthorizedShop, CancelQuery, Client, HandoverWays, LabelPurchase, Lane, OrderQuery, Page,
    ProductQuery, RightNumber, ShipAnswer, Shipment, ShippingLabel, ShopError, StockAnswer, StockWrite, Told,
    client::Call, documented::Documented, http::Answer, oauth::ShopAccess, partner::Partner, session::Transport,
};

/// Which document a shop answers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contract {
    /// The project's own document: pages by number, times in ISO 8601, no signature.
    #[default]
    Documented,
    /// TikTok Shop's Partner API, versions 202309 to 202610: every request is signed.
    Partner,
}

impl Contract {
    pub(crate) fn wire(self) -> &'static dyn Wire {
        match self {
            Self::Documented => &Documented,
            Self::Partner => &Partner,
        }
    }

    /// Whether it has a call that puts a shipped order's tracking number right.
    pub fn corrects_tracking(self) -> bool {
        self == Self::Partner
    }
}

/// What an answer says, before anybody looks into its data.
pub(crate) enum Verdict {
    /// It was done, and this came with it.
    Data(Box<RawValue>),
    /// Too many requests: nothing was done.
    Limited { code: i64 },
    /// The access token has ended: nothing was done.
    TokenExpired { code: i64 },
    /// The shop doesn't know the access token: nothing was done.
    TokenUnknown { code: i64, message: String },
    /// By the shop's clock the request was signed too early or too late: nothing was done.
    ClockApart { code: i64, message: String },
    /// A definite no: nothing was done.
    Refused { code: i64, message: String },
    /// Nothing definite: the shop's own trouble, no JSON, no data.
    Trouble { code: Option<i64>, why: String },
}

impl Verdict {
    /// The envelope's code, for the log; -1 where there is none.
    pub(crate) fn code(&self) -> i64 {
        match self {
            Self::Data(_) => 0,
            Self::Limited { code }
            | Self::TokenExpired { code }
            | Self::TokenUnknown { code, .. }
            | Self::ClockApart { code, .. }
            | Self::Refused { code, .. } => *code,
            Self::Trouble { code, .. } => code.unwrap_or(-1),
        }
    }
}

/// How calls are worded and answers are read. The calls' errors are those of [`Client`]'s methods of the same names.
#[async_trait]
pub(crate) trait Wire: Send + Sync {
    /// The request for a call about a shop, but for its token, which all contracts send in one header.
    fn request(&self, transport: &Transport, call: &Call, shop: Option<&ShopAccess>) -> RequestBuilder;

    /// What the answer to any call means.
    fn verdict(&self, answer: &Answer) -> Verdict;

    async fn shops(&self, shop: &Client, lane: Lane) -> Result<Option<Vec<AuthorizedShop>>, ShopError>;

    async fn search_orders(&self, shop: &Client, query: &OrderQuery, lane: Lane) -> Result<Page<Order>, ShopError>;

    async fn order(&self, shop: &Client, id: &OrderId, lane: Lane) -> Result<Order, ShopError>;

    fn filters_by_update(&self) -> bool;

    fn ids_at_once(&self) -> usize;

    async fn orders(&self, shop: &Client, ids: &[OrderId], lane: Lane) -> Result<Vec<(OrderId, Told)>, ShopError>;

    async fn ship_order(&self, shop: &Client, shipment: &Shipment<'_>, lane: Lane) -> Result<ShipAnswer, ShopError>;

    async fn correct_tracking(&self, shop: &Client, right: &RightNumber<'_>, lane: Lane) -> Result<String, ShopError>;

    /// Each order's outcome, in the orders' places.
    async fn arrange(
        &self,
        shop: &Client,
        orders: &[Arrangement<'_>],
        lane: Lane,
    ) -> Vec<Result<ShipAnswer, ShopError>>;

    async fn handover_ways(&self, shop: &Client, package: &PackageId, lane: Lane) -> Result<HandoverWays, ShopError>;

    async fn shipping_label(
        &self,
        shop: &Client,
        package: &PackageId,
        sheet: LabelSheet,
        lane: Lane,
    ) -> Result<ShippingLabel, ShopError>;

    async fn shipping_services(
        &self,
        shop: &Client,
        order: &OrderId,
        parcel: &Parcel,
        lane: Lane,
    ) -> Result<Vec<ShippingService>, ShopError>;

    async fn buy_label(&self, shop: &Client, purchase: &LabelPurchase<'_>, lane: Lane)
    -> Result<ShipAnswer, ShopError>;

    async fn search_products(
        &self,
        shop: &Client,
        query: &ProductQuery,
        lane: Lane,
    ) -> Result<Page<Product>, ShopError>;

    async fn product(&self, shop: &Client, id: &ProductId, lane: Lane) -> Result<Product, ShopError>;

    async fn stock_shares(
        &self,
        shop: &Client,
        products: &[ProductId],
        lane: Lane,
    ) -> Result<Option<Vec<StockShares>>, ShopError>;

    async fn warehouses(&self, shop: &Client, lane: Lane) -> Result<Option<Vec<Warehouse>>, ShopError>;

    /// Levels that have been checked: some, in range, each place once.
    async fn set_stock(&self, shop: &Client, write: &StockWrite<'_>, lane: Lane) -> Result<StockAnswer, ShopError>;

    async fn cancel_requests(
        &self,
        shop: &Client,
        query: &CancelQuery,
        lane: Lane,
    ) -> Result<Option<Page<CancelRequest>>, ShopError>;

    async fn reject_reasons(
        &self,
        shop: &Client,
        request: &CancelId,
        lane: Lane,
    ) -> Result<Vec<RejectReason>, ShopError>;

    async fn shareable_parcels(
        &self,
        shop: &Client,
        token: Option<&String>,
        lane: Lane,
    ) -> Result<Option<Page<SharedParcel>>, ShopError>;

    async fn share_parcel(&self, shop: &Client, wanted: &SharedParcel, lane: Lane) -> Result<(), ShopError>;

    async fn split_terms(&self, shop: &Client, order: &OrderId, lane: Lane) -> Result<Option<SplitTerms>, ShopError>;

    async fn split_order(&self, shop: &Client, order: &OrderId, wanted: &Split, lane: Lane) -> Result<(), ShopError>;

    async fn answer_cancel(
        &self,
        shop: &Client,
        request: &CancelId,
        answer: &CancelAnswer,
        lane: Lane,
    ) -> Result<(), ShopError>;
}
