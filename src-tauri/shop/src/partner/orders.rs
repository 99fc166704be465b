//! Orders: a page of them, and one.

use domain::{DeliveryOptionId, Handling, Order, OrderId, OrderStatus, PackageId, Private, Shipper, WarehouseId};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    lines::{OfLines, lines},
    paged, paths,
    recipient::recipient,
};
use crate::{
    Client, Lane, OrderQuery, Page, ShopError,
    client::{Call, Effect},
    reading::{Counting, Record, WireError, unreadable},
};

/// The most orders on a page.
const LARGEST_PAGE: u32 = 100;

/// `POST /order/202309/orders/search`: one page of orders, in the order in which they changed.
pub(super) async fn search(shop: &Client, query: &OrderQuery, lane: Lane) -> Result<Page<Order>, ShopError> {
    let call = Call {
        route: paths::ORDERS_SEARCH,
        path: paths::ORDERS_SEARCH.into(),
        query: paged::parameters(query.page_size.min(LARGEST_PAGE), query.page_token.as_ref()),
        body: Some(filter(query)),
        effect: Effect::Read,
    };
    let data = shop.call(&call, lane).await.map_err(|error| paged::gone(error, query.page_token.as_ref()))?;
    Page::read(&data, Counting::Tokens, "orders", "id", order).map_err(|error| unreadable(&error))
}

fn filter(query: &OrderQuery) -> Value {
    let mut filter = Map::new();
    let mut bound = |name: &str, moment: Option<Timestamp>, round: fn(Timestamp) -> i64| {
        filter.extend(moment.map(|moment| (name.to_owned(), json!(round(moment)))));
    };
    bound("create_time_ge", query.created_from, Timestamp::as_second);
    bound("create_time_lt", query.created_to, first_second_from);
    filter.extend(query.status.as_ref().map(|status| ("order_status".to_owned(), json!(status.as_shop()))));
    Value::Object(filter)
}

/// Whole seconds are told, so an upper bound within one takes that second in.
fn first_second_from(moment: Timestamp) -> i64 {
    moment.as_second() + i64::from(moment.subsec_nanosecond() > 0)
}

/// `GET /order/202507/orders`: one order.
pub(super) async fn detail(shop: &Client, id: &OrderId, lane: Lane) -> Result<Order, ShopError> {
    let data = shop.call(&Call::get(paths::ORDERS, vec![("ids", id.as_str().to_owned())]), lane).await?;
    let page = Page::read(&data, Counting::Tokens, "orders", "id", order).map_err(|error| unreadable(&error))?;
    if let Some(broken) = page.set_aside.first() {
        return Err(ShopError::ServerTrouble { why: format!("the answer can’t be read: {}", broken.reason) });
    }
    let another = || unreadable(&WireError::new("id", "is not the order that was asked for"));
    page.items.into_iter().find(|order| order.id == *id).ok_or_else(another)
}

fn order(mut record: Record<'_>) -> Result<Order, WireError> {
    let mut unknown = Map::new();
    let id = OrderId::new(record.id("id")?);
    let recipient = recipient(&mut record, &mut unknown)?;
    let (lines, of_lines) = lines(&mut record, &mut unknown)?;
    let handling = handling(&mut record, &of_lines)?;
    let own_number = record.text("tracking_number")?;
    let own_provider = record.text("shipping_provider")?;
    Ok(Order {
        id,
        status: OrderStatus::from_shop(&record.id("status")?),
        // What the contract tells of paying is whether the buyer pays at the door.
        payment_method: if record.flag("is_cod") { "CASH_ON_DELIVERY".to_owned() } else { String::new() },
        shipping_provider: if own_provider.is_empty() { of_lines.provider } else { own_provider },
        tracking_number: if own_number.is_empty() { of_lines.tracking_number } else { own_number },
        recipient,
        lines,
        created: record.second("create_time")?,
        updated: record.second("update_time")?,
        ship_by: record.either_time(["rts_sla_time", "shipping_due_time"]),
        collect_by: record.either_time(["tts_sla_time", "collection_due_time"]),
        warehouse: record.glimpse("warehouse_id").map(WarehouseId::new),
        handling,
        extra: Private::new({
            unknown.extend(record.rest());
            unknown
        }),
    })
}

fn handling(record: &mut Record<'_>, of_lines: &OfLines) -> Result<Handling, WireError> {
    let shipper = match (record.text("fulfillment_type")?.as_str(), record.text("shipping_type")?.as_str()) {
        ("FULFILLMENT_BY_SELLER" | "", "SELLER" | "") => Shipper::Seller,
        ("FULFILLMENT_BY_SELLER" | "", _) => Shipper::Platform,
        _ => Shipper::Warehouse,
    };
    let listed =
        if record.has("packages") { record.each("packages", |package| package.id("id"))?.items } else { Vec::new() };
    Ok(Handling {
        shipper,
        delivery_option: record.glimpse("delivery_option_id").map(DeliveryOptionId::new),
        packages: listed.into_iter().map(PackageId::new).collect(),
        arranged: of_lines.arranged.clone(),
    })
}
