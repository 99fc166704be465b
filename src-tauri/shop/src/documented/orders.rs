//! Orders: search, detail, and the one write that marks an order as shipped.

use domain::{Handling, Line, Order, OrderId, OrderStatus, Private, ProductId, Recipient, SkuId, WarehouseId};
use serde_json::{Value, value::RawValue};

use super::paths;
use crate::{
    Client, Lane, OrderQuery, Page, ShipAnswer, Shipment, ShopError, Told,
    client::Call,
    error::no_such_call,
    reading::{Counting, Record, WireError, unclear, unreadable},
};

fn parameters(query: &OrderQuery) -> Vec<(&'static str, String)> {
    let mut given = vec![("page_size", query.page_size.to_string()), ("page_number", query.page_number.to_string())];
    given.extend(query.status.as_ref().map(|status| ("order_status", status.as_shop().to_owned())));
    given.extend(query.created_from.map(|moment| ("create_time_from", moment.to_string())));
    given.extend(query.created_to.map(|moment| ("create_time_to", moment.to_string())));
    given
}

/// `GET /api/orders/search`: one page of orders.
pub(super) async fn search(shop: &Client, query: &OrderQuery, lane: Lane) -> Result<Page<Order>, ShopError> {
    let data = shop.call(&Call::get(paths::ORDERS_SEARCH, parameters(query)), lane).await?;
    Page::read(&data, Counting::Numbers, "orders", "order_id", order).map_err(|error| unreadable(&error))
}

/// `GET /api/orders/detail/query`: one order.
pub(super) async fn detail(shop: &Client, id: &OrderId, lane: Lane) -> Result<Order, ShopError> {
    let query = vec![("order_id", id.as_str().to_owned())];
    let data = shop.call(&Call::get(paths::ORDERS_DETAIL, query), lane).await?;
    let order = Record::of(&data).and_then(order).map_err(|error| unreadable(&error))?;
    if order.id != *id {
        return Err(unreadable(&another_order()));
    }
    Ok(order)
}

/// What an answer about one order tells of it; an error that says nothing of the order stays one.
pub(super) fn told(answer: Result<Order, ShopError>) -> Result<Told, ShopError> {
    match answer {
        Ok(order) => Ok(Told::Order(Box::new(order))),
        Err(ShopError::Refused { .. }) => Ok(Told::Missing),
        Err(ShopError::ServerTrouble { why }) => Ok(Told::Unreadable(why)),
        Err(error) => Err(error),
    }
}

/// `POST /api/orders/update` with status `SHIPPED`.
pub(super) async fn ship(shop: &Client, shipment: &Shipment<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
    if !shipment.pieces.is_empty() {
        return Err(no_such_call());
    }
    let id = &shipment.order.id;
    let body = serde_json::json!({
        "order_id": id.as_str(),
        "status": OrderStatus::Shipped.as_shop(),
        "tracking_number": shipment.tracking.as_str(),
    });
    let data = shop.call(&Call::write(paths::ORDERS_UPDATE, body, None), lane).await?;
    let answer = ship_answer(&data).map_err(|error| unclear(&error))?;
    if answer.order_id != *id {
        return Err(unclear(&another_order()));
    }
    Ok(answer)
}

fn another_order() -> WireError {
    WireError::new("order_id", "is not the order that was asked for")
}

fn ship_answer(data: &RawValue) -> Result<ShipAnswer, WireError> {
    let mut record = Record::of(data)?;
    let order_id = OrderId::new(record.id("order_id")?);
    Ok(ShipAnswer { order_id, status: OrderStatus::from_shop(&record.id("status")?), warning: None })
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
        currency: None,
        created: record.moment("create_time")?,
        updated: record.moment("update_time")?,
        ship_by: record.either_time(["rts_sla_time", "shipping_due_time"]),
        collect_by: record.either_time(["tts_sla_time", "collection_due_time"]),
        warehouse: record.glimpse("warehouse_id").map(WarehouseId::new),
        handling: Handling::default(),
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
        // The document counts them, and tells no more of them.
        pieces: Vec::new(),
    })
}
