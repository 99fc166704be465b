//! Orders: search, detail, and the one write that marks an order as shipped.

use domain::{Line, Order, OrderId, OrderStatus, Private, ProductId, Recipient, SkuId, TrackingNumber, WarehouseId};
use jiff::Timestamp;
use serde_json::{Value, value::RawValue};

use super::{Page, Record, WireError, unclear, unreadable};
use crate::{
    Client, Lane, ShopError,
    client::{Call, Effect},
    paths,
};

/// Which orders to list. The times are on when an order was created; the contract has no filter on
/// when it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderQuery {
    /// Orders on a page. The server sets the highest and says so with code 1001.
    pub page_size: u32,
    /// 1 is the first.
    pub page_number: u32,
    /// Only orders with this status.
    pub status: Option<OrderStatus>,
    /// Only orders created after this moment.
    pub created_from: Option<Timestamp>,
    /// Only orders created before this moment.
    pub created_to: Option<Timestamp>,
}

impl Default for OrderQuery {
    /// The contract's: the first page of 10, unfiltered.
    fn default() -> Self {
        Self { page_size: 10, page_number: 1, status: None, created_from: None, created_to: None }
    }
}

impl OrderQuery {
    fn parameters(&self) -> Vec<(&'static str, String)> {
        let mut given = vec![("page_size", self.page_size.to_string()), ("page_number", self.page_number.to_string())];
        given.extend(self.status.as_ref().map(|status| ("order_status", status.as_shop().to_owned())));
        given.extend(self.created_from.map(|moment| ("create_time_from", moment.to_string())));
        given.extend(self.created_to.map(|moment| ("create_time_to", moment.to_string())));
        given
    }
}

/// What the shop says after an order was marked as shipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShipAnswer {
    /// The order that was asked for.
    pub order_id: OrderId,
    /// Where it stands now.
    pub status: OrderStatus,
}

impl Client {
    /// `GET /api/orders/search`: one page of orders.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`].
    pub async fn search_orders(&self, query: &OrderQuery, lane: Lane) -> Result<Page<Order>, ShopError> {
        let call = Call { path: paths::ORDERS_SEARCH, effect: Effect::Read { query: query.parameters() } };
        let data = self.call(&call, lane).await?;
        Page::read(&data, "orders", "order_id", order).map_err(|error| unreadable(&error))
    }

    /// `GET /api/orders/detail/query`: one order.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`]; [`ShopError::ServerTrouble`] also where
    /// the order can't be read, or another one was sent.
    pub async fn order(&self, id: &OrderId, lane: Lane) -> Result<Order, ShopError> {
        let query = vec![("order_id", id.as_str().to_owned())];
        let data = self.call(&Call { path: paths::ORDERS_DETAIL, effect: Effect::Read { query } }, lane).await?;
        let order = Record::of(&data).and_then(order).map_err(|error| unreadable(&error))?;
        if order.id != *id {
            return Err(unreadable(&another_order()));
        }
        Ok(order)
    }

    /// `POST /api/orders/update` with status `SHIPPED`: marks an order as shipped under `tracking`.
    /// Read the order first: this call sends, whatever its status.
    ///
    /// # Errors
    /// Any [`ShopError`]; after [`ShopError::UnknownOutcome`] it may have been done.
    pub async fn ship_order(
        &self,
        id: &OrderId,
        tracking: &TrackingNumber,
        lane: Lane,
    ) -> Result<ShipAnswer, ShopError> {
        let body = serde_json::json!({
            "order_id": id.as_str(),
            "status": OrderStatus::Shipped.as_shop(),
            "tracking_number": tracking.as_str(),
        });
        let call = Call { path: paths::ORDERS_UPDATE, effect: Effect::Write { body, leave_by: None } };
        let data = self.call(&call, lane).await?;
        let answer = ship_answer(&data).map_err(|error| unclear(&error))?;
        if answer.order_id != *id {
            return Err(unclear(&another_order()));
        }
        Ok(answer)
    }
}

fn another_order() -> WireError {
    WireError::new("order_id", "is not the order that was asked for")
}

fn ship_answer(data: &RawValue) -> Result<ShipAnswer, WireError> {
    let mut record = Record::of(data)?;
    let order_id = OrderId::new(record.id("order_id")?);
    Ok(ShipAnswer { order_id, status: OrderStatus::from_shop(&record.id("status")?) })
}

fn order(mut record: Record<'_>) -> Result<Order, WireError> {
    let mut unknown = serde_json::Map::new();
    let mut shopper = record.inner("recipient")?;
    let recipient = recipient(&mut shopper).map_err(|error| error.within("recipient"))?;
    let about_recipient = shopper.rest();
    if !about_recipient.is_empty() {
        unknown.insert("recipient".to_owned(), Value::Object(about_recipient));
    }
    let lines = record.each("items", line)?.keep_extra("items", &mut unknown);
    Ok(Order {
        id: OrderId::new(record.id("order_id")?),
        status: OrderStatus::from_shop(&record.id("order_status")?),
        payment_method: record.text("payment_method")?,
        shipping_provider: record.text("shipping_provider")?,
        tracking_number: record.text("tracking_number")?,
        recipient,
        lines,
        created: record.moment("create_time")?,
        updated: record.moment("update_time")?,
        ship_by: record.either_time(["rts_sla_time", "shipping_due_time"]),
        collect_by: record.either_time(["tts_sla_time", "collection_due_time"]),
        warehouse: record.glimpse("warehouse_id").map(WarehouseId::new),
        extra: Private::new({
            unknown.extend(record.rest());
            unknown
        }),
    })
}

/// Every part may be missing: the shop hides a buyer's data on unpaid and on old orders.
fn recipient(shopper: &mut Record<'_>) -> Result<Recipient, WireError> {
    let mut address = shopper.inner("address")?;
    let mut part = |field: &str| address.text(field).map(Private::new).map_err(|error| error.within("address"));
    Ok(Recipient {
        name: Private::new(shopper.text("name")?),
        phone: Private::new(shopper.text("phone")?),
        street1: part("street1")?,
        street2: part("street2")?,
        city: part("city")?,
        state: part("state")?,
        zipcode: part("zipcode")?,
        country: part("country")?,
    })
}

fn line(record: &mut Record<'_>) -> Result<Line, WireError> {
    Ok(Line {
        product: ProductId::new(record.id("id")?),
        sku: SkuId::new(record.id("sku_id")?),
        name: record.text("product_name")?,
        quantity: u32::try_from(record.integer("quantity")?)
            .map_err(|_| WireError::new("quantity", "is not a number of pieces"))?,
        price: record.money("price")?,
    })
}
