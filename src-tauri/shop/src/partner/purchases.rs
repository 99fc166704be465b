//! Labels that are bought: what the shop offers for a parcel, and buying one. In the markets where they are, an order
//! has no parcel before.

use domain::{OrderId, OrderStatus, Parcel, Price, ServiceId, ShippingService, Units};
use serde_json::{Value, json, value::RawValue};

use super::paths;
use crate::{
    Client, LabelPurchase, Lane, ShipAnswer, ShopError,
    client::Call,
    reading::{Record, WireError, unclear, unreadable},
};

/// All of an order in one parcel.
const WHOLE_ORDER: &str = "1";

/// `POST /fulfillment/202309/orders/{id}/shipping_services/query`: a reading, though it is posted.
pub(super) async fn services(
    shop: &Client,
    order: &OrderId,
    parcel: &Parcel,
    lane: Lane,
) -> Result<Vec<ShippingService>, ShopError> {
    let path = paths::with_id(paths::SHIPPING_SERVICES, order.as_str());
    let body = Some(Value::Object(measured(parcel).into_iter().collect()));
    let call = Call { path: path.into(), body, ..Call::get(paths::SHIPPING_SERVICES, Vec::new()) };
    let data = shop.call(&call, lane).await?;
    read_services(&data).map_err(|error| unreadable(&error))
}

fn measured(parcel: &Parcel) -> [(String, Value); 2] {
    let Parcel { units, weight, length, width, height } = parcel;
    let (heavy, long) = match units {
        Units::Imperial => ("POUND", "INCH"),
        Units::Metric => ("GRAM", "CM"),
    };
    let dimension = json!({
        "length": length.to_string(), "width": width.to_string(), "height": height.to_string(), "unit": long,
    });
    let weight = json!({ "value": weight.to_string(), "unit": heavy });
    [("weight".to_owned(), weight), ("dimension".to_owned(), dimension)]
}

fn read_services(data: &RawValue) -> Result<Vec<ShippingService>, WireError> {
    let mut record = Record::of(data)?;
    if !record.has("shipping_services") {
        return Ok(Vec::new());
    }
    // One whose price can't be read can't be bought at a price that was seen; the others can.
    let listed = record.each("shipping_services", |one| Ok(service(one).ok()))?;
    Ok(listed.items.into_iter().flatten().collect())
}

fn service(record: &mut Record<'_>) -> Result<ShippingService, WireError> {
    let mut days = |field: &str| record.optional_integer(field).ok().flatten().and_then(|days| days.try_into().ok());
    let (earliest_days, latest_days) = (days("earliest_delivery_days"), days("latest_delivery_days"));
    Ok(ShippingService {
        id: ServiceId::new(record.id("id")?),
        name: record.text("name")?,
        carrier: record.text("shipping_provider_name")?,
        price: Price { amount: record.money("price")?, currency: record.text("currency")? },
        earliest_days,
        latest_days,
    })
}

/// `POST /fulfillment/202512/packages`: pays, and makes the order's parcel.
pub(super) async fn buy(shop: &Client, asked: &LabelPurchase<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
    let LabelPurchase { order, purchase, leave_by } = asked;
    let mut body = json!({
        "ship_type": WHOLE_ORDER,
        "order_id": order.as_str(),
        "shipping_service_id": purchase.service.as_str(),
    });
    if let Value::Object(fields) = &mut body {
        fields.extend(measured(&purchase.parcel));
    }
    let data = shop.call(&Call::write(paths::CREATE_PACKAGES, body, Some(*leave_by)), lane).await?;
    answer(&data, asked).map_err(|error| unclear(&error))
}

/// The answer names no status: this is the one of an order whose parcel waits for its carrier. The next reading tells.
fn answer(data: &RawValue, asked: &LabelPurchase<'_>) -> Result<ShipAnswer, WireError> {
    let mut record = Record::of(data)?;
    let order_id = record.text("order_id")?;
    if !order_id.is_empty() && order_id != asked.order.as_str() {
        return Err(WireError::new("order_id", "is not the order that was asked for"));
    }
    let mut bought = record.inner("shipping_service_info")?;
    // It is paid; what can't be read of it is no reason to doubt that.
    let cost = bought.money("price").ok();
    let seen = &asked.purchase.price;
    let dearer = cost.filter(|cost| *cost > seen.amount);
    let warning = dearer.map(|cost| {
        format!("The label was bought, and the shop now calls its price {cost}, where {seen} was seen. Look at it in Seller Center.")
    });
    Ok(ShipAnswer { order_id: asked.order.clone(), status: OrderStatus::AwaitingCollection, warning })
}
