//! The calls that an app makes, whatever contract the shop speaks.

use domain::{
    CancelAnswer, CancelId, CancelRequest, Handover, LabelSheet, Level, MAX_LEVEL, Order, OrderId, OrderStatus,
    PackageId, Parcel, PickupSlot, PieceId, Private, Product, ProductId, Purchase, RejectReason, SharedParcel,
    ShippingService, SkuId, SkuLevel, Split, SplitTerms, StockShares, TrackingNumber, Warehouse,
};
use jiff::Timestamp;

use crate::{AuthorizedShop, Client, Lane, Page, ShopError, error::no_such_call};

/// Which orders to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderQuery {
    /// Orders on a page. The server sets the highest and says so with a refusal.
    pub page_size: u32,
    /// 1 is the first. Counts where pages are numbered.
    pub page_number: u32,
    /// What the page before said of this one ([`crate::Onward::Token`]); `None` for the first. Counts where pages
    /// aren't numbered.
    pub page_token: Option<String>,
    /// Only orders with this status.
    pub status: Option<OrderStatus>,
    /// Only orders created at this moment or later.
    pub created_from: Option<Timestamp>,
    /// Only orders created before this moment.
    pub created_to: Option<Timestamp>,
    /// Only orders that changed at this moment or later, the longest unchanged first. Counts where lists can be asked
    /// for it ([`Client::filters_by_update`]), here and below.
    pub updated_from: Option<Timestamp>,
    /// Only orders that changed before this moment.
    pub updated_to: Option<Timestamp>,
}

impl Default for OrderQuery {
    /// The documented contract's: the first page of 10, unfiltered.
    fn default() -> Self {
        Self {
            page_size: 10,
            page_number: 1,
            page_token: None,
            status: None,
            created_from: None,
            created_to: None,
            updated_from: None,
            updated_to: None,
        }
    }
}

/// Which products to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductQuery {
    /// Products on a page. The server sets the highest and says so with a refusal.
    pub page_size: u32,
    /// 1 is the first. Counts where pages are numbered.
    pub page_number: u32,
    /// What the page before said of this one; `None` for the first. Counts where pages aren't numbered.
    pub page_token: Option<String>,
    /// Only products created at this second or later. Counts where a list may be too long to be shown whole.
    pub created_from: Option<Timestamp>,
    /// Only products created before this second. Counts there as well.
    pub created_to: Option<Timestamp>,
}

impl Default for ProductQuery {
    /// The documented contract's: the first page of 10.
    fn default() -> Self {
        Self { page_size: 10, page_number: 1, page_token: None, created_from: None, created_to: None }
    }
}

/// What the shop told of an order that was asked for by its id.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The order.
    Order(Box<Order>),
    /// The shop said nothing of it: it has no such order, or no longer shows it.
    Missing,
    /// It told something that can't be read, and why.
    Unreadable(String),
}

impl Told {
    /// The order, where the shop told it.
    pub fn into_order(self) -> Option<Order> {
        match self {
            Self::Order(order) => Some(*order),
            Self::Missing | Self::Unreadable(_) => None,
        }
    }
}

/// The most products whose shares are asked for in one request.
pub const SHARES_AT_ONCE: usize = 100;

/// Which buyers' requests to cancel to list. What is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CancelQuery {
    /// Only those that wait for the seller.
    pub only_open: bool,
    /// Only those about these orders.
    pub orders: Vec<OrderId>,
    /// Only these.
    pub ids: Vec<CancelId>,
    /// What the page before said of this one; `None` for the first.
    pub page_token: Option<String>,
}

/// An order that leaves under a tracking number.
#[derive(Clone, Copy, Debug)]
pub struct Shipment<'a> {
    /// The order, as the shop described it just now.
    pub order: &'a Order,
    /// The parcel's number.
    pub tracking: &'a TrackingNumber,
    /// The carrier of numbers whose form doesn't say whose they are, by its name in the shop's list.
    pub usual_carrier: Option<&'a str>,
    /// The shop's market in two letters; empty where nobody knows it.
    pub market: &'a str,
    /// The pieces that leave; where none is named, all that wait.
    pub pieces: &'a [PieceId],
}

/// The right tracking number of an order that left under a wrong one.
#[derive(Clone, Copy, Debug)]
pub struct RightNumber<'a> {
    /// The order, as the shop described it just now.
    pub order: &'a Order,
    /// The right number.
    pub tracking: &'a TrackingNumber,
    /// Its carrier by its name in the shop's list, where the seller names it.
    pub carrier: Option<&'a str>,
    /// The carrier of numbers whose form doesn't say whose they are, by its name there.
    pub usual_carrier: Option<&'a str>,
    /// Which of the order's parcels it is; none where it has one.
    pub parcel: Option<&'a PackageId>,
}

/// An order that leaves with the platform's label.
#[derive(Clone, Copy, Debug)]
pub struct Arrangement<'a> {
    /// The order, as the shop described it just now.
    pub order: &'a Order,
    /// How it is handed over.
    pub handover: Handover,
}

impl Arrangement<'_> {
    /// How many parcels go into one request at most. How many the shop takes is documented nowhere.
    pub const MOST_PARCELS: usize = 20;
}

/// How a parcel with the platform's label may be handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandoverWays {
    /// The seller may bring it.
    pub can_drop_off: bool,
    /// The carrier may come for it.
    pub can_pick_up: bool,
    /// When the carrier may come; empty where the shop leaves no choice.
    pub slots: Vec<PickupSlot>,
}

/// What is stuck on a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippingLabel {
    /// The document: it tells where the buyer lives.
    pub pdf: Private<Vec<u8>>,
    /// The number that the platform gave the parcel; may be empty.
    pub tracking_number: String,
}

/// A label that is to be paid for.
#[derive(Clone, Copy, Debug)]
pub struct LabelPurchase<'a> {
    /// The order, all of which goes into the parcel.
    pub order: &'a OrderId,
    /// What was decided on.
    pub purchase: &'a Purchase,
    /// It doesn't leave later than this: prices grow old.
    pub leave_by: Timestamp,
}

/// What the shop says after an order was marked as shipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShipAnswer {
    /// The order that was asked for.
    pub order_id: OrderId,
    /// Where it stands now.
    pub status: OrderStatus,
    /// What the shop finds odd about the number, in its own words, though it took it.
    pub warning: Option<String>,
}

/// Levels of one product to be set.
#[derive(Clone, Copy, Debug)]
pub struct StockWrite<'a> {
    /// The product, as the shop described it just now: a contract may want to hear its other levels again.
    pub seen: &'a Product,
    /// The levels, each of one SKU in one warehouse.
    pub levels: &'a [SkuLevel],
    /// It doesn't leave later than this: what it was planned from grows old.
    pub leave_by: Timestamp,
}

/// What became of each level of a write.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StockAnswer {
    /// Levels as the shop says that they are now, which the caller compares with what it sent.
    pub levels: Vec<SkuLevel>,
    /// SKUs of which it set nothing, and why ([`ShopError::Refused`]).
    pub refused: Vec<(SkuId, ShopError)>,
}

impl Client {
    /// The shops that this sign-in opens; `None` where the contract has one shop to a sign-in.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`].
    pub async fn authorized_shops(&self, lane: Lane) -> Result<Option<Vec<AuthorizedShop>>, ShopError> {
        self.wire().shops(self, lane).await
    }

    /// One page of orders.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`]; [`ShopError::PageGone`] where the shop no longer knows
    /// the page's token.
    pub async fn search_orders(&self, query: &OrderQuery, lane: Lane) -> Result<Page<Order>, ShopError> {
        self.wire().search_orders(self, query, lane).await
    }

    /// One order.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`]; [`ShopError::ServerTrouble`] also where
    /// the order can't be read, or another one was sent.
    pub async fn order(&self, id: &OrderId, lane: Lane) -> Result<Order, ShopError> {
        self.wire().order(self, id, lane).await
    }

    /// Whether lists of orders can be asked for what changed in a time.
    pub fn filters_by_update(&self) -> bool {
        self.wire().filters_by_update()
    }

    /// How many orders can be asked for by their ids in one request.
    pub fn ids_at_once(&self) -> usize {
        self.wire().ids_at_once()
    }

    /// These orders, at most [`Self::ids_at_once`], in the order in which they are asked for.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`]: of none of them anything is known then.
    pub async fn orders(&self, ids: &[OrderId], lane: Lane) -> Result<Vec<(OrderId, Told)>, ShopError> {
        self.wire().orders(self, ids, lane).await
    }

    /// Marks an order as shipped, or some of its pieces. Read it first: this call sends, whatever its status.
    ///
    /// # Errors
    /// Any [`ShopError`]; after [`ShopError::UnknownOutcome`] it may have been done.
    pub async fn ship_order(&self, shipment: &Shipment<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
        self.wire().ship_order(self, shipment, lane).await
    }

    /// Arranges that orders leave with the platform's labels, in one request. Read them first: this call sends,
    /// whatever their status. Each order has an outcome of its own, in the same place: any [`ShopError`] as for
    /// [`Client::ship_order`].
    pub async fn arrange(&self, orders: &[Arrangement<'_>], lane: Lane) -> Vec<Result<ShipAnswer, ShopError>> {
        self.wire().arrange(self, orders, lane).await
    }

    /// How a parcel with the platform's label may be handed over now.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`].
    pub async fn handover_ways(&self, package: &PackageId, lane: Lane) -> Result<HandoverWays, ShopError> {
        self.wire().handover_ways(self, package, lane).await
    }

    /// The label of a parcel that is arranged and not picked up, on that sheet.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`]; [`ShopError::ServerTrouble`] also where it is still being
    /// made, lies at an address that isn't safe to use, or is no PDF.
    pub async fn shipping_label(
        &self,
        package: &PackageId,
        sheet: LabelSheet,
        lane: Lane,
    ) -> Result<ShippingLabel, ShopError> {
        self.wire().shipping_label(self, package, sheet, lane).await
    }

    /// What the platform's labels for a parcel of an order cost now; empty where it sells none.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`].
    pub async fn shipping_services(
        &self,
        order: &OrderId,
        parcel: &Parcel,
        lane: Lane,
    ) -> Result<Vec<ShippingService>, ShopError> {
        self.wire().shipping_services(self, order, parcel, lane).await
    }

    /// Buys a label for all of an order. Read the order and the price first: this call pays, whatever they are.
    ///
    /// # Errors
    /// Any [`ShopError`]; after [`ShopError::UnknownOutcome`] it may have been bought.
    pub async fn buy_label(&self, purchase: &LabelPurchase<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
        self.wire().buy_label(self, purchase, lane).await
    }

    /// One page of products.
    ///
    /// # Errors
    /// As for [`Client::search_orders`]; [`ShopError::ListTooLong`] where the shop shows only so much of a list.
    pub async fn search_products(&self, query: &ProductQuery, lane: Lane) -> Result<Page<Product>, ShopError> {
        self.wire().search_products(self, query, lane).await
    }

    /// One product.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`]; [`ShopError::ServerTrouble`] also where
    /// the product can't be read, or another one was sent.
    pub async fn product(&self, id: &ProductId, lane: Lane) -> Result<Product, ShopError> {
        self.wire().product(self, id, lane).await
    }

    /// How the stock of these products, [`SHARES_AT_ONCE`] at most, is shared out; `None` where the contract doesn't tell.
    /// A SKU that the shop says nothing of is left out.
    ///
    /// # Errors
    /// As for [`Client::product`].
    pub async fn stock_shares(
        &self,
        products: &[ProductId],
        lane: Lane,
    ) -> Result<Option<Vec<StockShares>>, ShopError> {
        self.wire().stock_shares(self, products, lane).await
    }

    /// The shop's warehouses, all of them; `None` where the contract doesn't list them.
    ///
    /// # Errors
    /// As for [`Client::product`].
    pub async fn warehouses(&self, lane: Lane) -> Result<Option<Vec<Warehouse>>, ShopError> {
        self.wire().warehouses(self, lane).await
    }

    /// Sets stock levels of one product.
    ///
    /// # Errors
    /// [`ShopError::Refused`] before anything is sent for no level at all, for one outside 0 to
    /// [`MAX_LEVEL`], and for two of one SKU in one warehouse; otherwise any [`ShopError`]. After
    /// [`ShopError::UnknownOutcome`] it may have been done.
    pub async fn set_stock(&self, write: &StockWrite<'_>, lane: Lane) -> Result<StockAnswer, ShopError> {
        check(write.levels)?;
        self.wire().set_stock(self, write, lane).await
    }

    /// One page of buyers' requests to cancel; `None` where the contract has no call for them.
    ///
    /// # Errors
    /// As for [`Client::search_orders`].
    pub async fn cancel_requests(
        &self,
        query: &CancelQuery,
        lane: Lane,
    ) -> Result<Option<Page<CancelRequest>>, ShopError> {
        self.wire().cancel_requests(self, query, lane).await
    }

    /// One request to cancel.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`]; [`ShopError::ServerTrouble`] also where it can't be read, or
    /// the shop doesn't list it.
    pub async fn cancel_request(&self, id: &CancelId, lane: Lane) -> Result<CancelRequest, ShopError> {
        let query = CancelQuery { ids: vec![id.clone()], ..CancelQuery::default() };
        let listed = self.cancel_requests(&query, lane).await?.ok_or_else(no_such_call)?.items;
        let unlisted =
            || ShopError::ServerTrouble { why: "it doesn’t list the request that was asked for".to_owned() };
        listed.into_iter().find(|request| request.id == *id).ok_or_else(unlisted)
    }

    /// For which reasons a request may be rejected; none where the shop tells none.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`].
    pub async fn reject_reasons(&self, request: &CancelId, lane: Lane) -> Result<Vec<RejectReason>, ShopError> {
        self.wire().reject_reasons(self, request, lane).await
    }

    /// Puts the tracking number of a shipped order right, and tells what its carrier is called. Read the order first: the
    /// shop takes this once ([`Contract::corrects_tracking`](crate::Contract::corrects_tracking)).
    ///
    /// # Errors
    /// Any [`ShopError`]; after [`ShopError::UnknownOutcome`] it may have been done.
    pub async fn correct_tracking(&self, right: &RightNumber<'_>, lane: Lane) -> Result<String, ShopError> {
        self.wire().correct_tracking(self, right, lane).await
    }

    /// One page of orders that could leave in one parcel, behind the page that named `token`; `None` where the contract
    /// has no call for them.
    ///
    /// # Errors
    /// As for [`Client::search_orders`].
    pub async fn shareable_parcels(
        &self,
        token: Option<&String>,
        lane: Lane,
    ) -> Result<Option<Page<SharedParcel>>, ShopError> {
        self.wire().shareable_parcels(self, token, lane).await
    }

    /// Puts orders into one parcel. Read them first: this call sends, wherever they stand.
    ///
    /// # Errors
    /// Any [`ShopError`]; after [`ShopError::UnknownOutcome`] it may have been done.
    pub async fn share_parcel(&self, wanted: &SharedParcel, lane: Lane) -> Result<(), ShopError> {
        self.wire().share_parcel(self, wanted, lane).await
    }

    /// What the shop lets be divided of an order; `None` where the contract has no call for it.
    ///
    /// # Errors
    /// As for [`Client::product`].
    pub async fn split_terms(&self, order: &OrderId, lane: Lane) -> Result<Option<SplitTerms>, ShopError> {
        self.wire().split_terms(self, order, lane).await
    }

    /// Puts an order's pieces into several parcels. Read it first: this call sends, wherever it stands.
    ///
    /// # Errors
    /// Any [`ShopError`]; after [`ShopError::UnknownOutcome`] it may have been done.
    pub async fn split_order(&self, order: &OrderId, wanted: &Split, lane: Lane) -> Result<(), ShopError> {
        self.wire().split_order(self, order, wanted, lane).await
    }

    /// Answers a buyer who asks to cancel. Read the request first: this call sends, whatever its state.
    ///
    /// # Errors
    /// Any [`ShopError`]; after [`ShopError::UnknownOutcome`] it may have been done.
    pub async fn answer_cancel(&self, request: &CancelId, answer: &CancelAnswer, lane: Lane) -> Result<(), ShopError> {
        self.wire().answer_cancel(self, request, answer, lane).await
    }
}

fn check(levels: &[SkuLevel]) -> Result<(), ShopError> {
    let refuse = |message: &str| {
        let field = Some("available_stock".to_owned());
        Err(ShopError::Refused { code: 1001, message: message.to_owned(), field })
    };
    let place = |level: &SkuLevel| (level.sku.clone(), level.warehouse.clone());
    let mut places: Vec<_> = levels.iter().map(place).collect();
    places.sort();
    places.dedup();
    let range: std::ops::RangeInclusive<Level> = 0..=MAX_LEVEL;
    match levels {
        [] => refuse("there is no stock level to send"),
        _ if levels.iter().any(|level| !range.contains(&level.level)) => {
            refuse("a stock level is a whole number from 0 to 99,999")
        }
        _ if places.len() < levels.len() => refuse("one SKU has two levels in one warehouse"),
        _ => Ok(()),
    }
}
