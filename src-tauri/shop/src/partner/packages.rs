//! Parcels with the platform's labels: handed over one by one or several at once. Each parcel has an outcome of its own.

use std::collections::{HashMap, HashSet};

use domain::{Handover, Order, OrderStatus, PackageId};
use serde_json::{Map, Value, json, value::RawValue};

use super::{envelope, paths};
use crate::{
    Arrangement, Client, Lane, ShipAnswer, ShopError,
    client::Call,
    reading::{Record, WireError, unclear},
};

/// In some markets an order has parcels only once its label was bought.
const NO_PARCEL: &str = "the shop names no parcel of this order yet. In the United States and Japan its label is bought first: choose the order by itself to see what that costs, or buy it in Seller Center";

/// `POST /fulfillment/202309/packages/ship`, or the same of one parcel. The outcomes are in the orders' order.
pub(super) async fn arrange(
    shop: &Client,
    arrangements: &[Arrangement<'_>],
    lane: Lane,
) -> Vec<Result<ShipAnswer, ShopError>> {
    let mut named = HashSet::new();
    // Orders that share a parcel leave with it: it is handed over once.
    let waiting: Vec<(&PackageId, Map<String, Value>)> = arrangements
        .iter()
        .flat_map(|one| one.order.handling.waiting().map(|package| (package, asked(one.handover))))
        .filter(|(package, _)| named.insert(*package))
        .collect();
    let sent = send(shop, &waiting, lane).await;
    let arranged = |one: &Arrangement<'_>| {
        let leaving: Vec<&PackageId> = one.order.handling.waiting().collect();
        outcome(one.order, &leaving, OrderStatus::AwaitingCollection, &sent)
    };
    arrangements.iter().map(arranged).collect()
}

pub(super) type Failures = HashMap<PackageId, ShopError>;

/// Ships parcels, each as it is asked for, and tells which failed.
pub(super) async fn send(
    shop: &Client,
    parcels: &[(&PackageId, Map<String, Value>)],
    lane: Lane,
) -> Result<Failures, ShopError> {
    let call = match parcels {
        [] => return Ok(Failures::new()),
        [(only, asked)] => {
            let path = paths::with_id(paths::SHIP_PACKAGE, only.as_str());
            Call { path: path.into(), ..Call::write(paths::SHIP_PACKAGE, Value::Object(asked.clone()), None) }
        }
        several => {
            let parcel = |(id, asked): &(&PackageId, Map<String, Value>)| {
                let mut parcel = asked.clone();
                parcel.insert("id".to_owned(), json!(id.as_str()));
                Value::Object(parcel)
            };
            let parcels: Vec<Value> = several.iter().map(parcel).collect();
            Call::write(paths::SHIP_PACKAGES, json!({ "packages": parcels }), None)
        }
    };
    let data = shop.call(&call, lane).await?;
    failures(&data, shop).map_err(|error| unclear(&error))
}

fn asked(handover: Handover) -> Map<String, Value> {
    let mut asked = Map::new();
    let mut ask = |name: &str, value: Value| asked.insert(name.to_owned(), value);
    match handover {
        Handover::Usual => {}
        Handover::DropOff => {
            ask("handover_method", json!("DROP_OFF"));
        }
        Handover::Pickup(slot) => {
            ask("handover_method", json!("PICKUP"));
            ask("pickup_slot", json!({ "start_time": slot.from.as_second(), "end_time": slot.to.as_second() }));
        }
    }
    asked
}

/// What stands in `data.errors[]` beside a yes.
pub(super) fn failures(data: &RawValue, shop: &Client) -> Result<Failures, WireError> {
    let mut record = Record::of(data)?;
    if !record.has("errors") {
        return Ok(Failures::new());
    }
    let failure = |error: &mut Record<'_>| {
        let (code, message) = (error.integer("code")?, error.text("message")?);
        let package = error.inner("detail")?.id("package_id").map_err(|error| error.within("detail"))?;
        let why = match envelope::is_passing(code) {
            true => ShopError::UnknownOutcome { why: format!("code {code}") },
            false => shop.refused(code, &message),
        };
        Ok((PackageId::new(package), why))
    };
    Ok(record.each("errors", failure)?.items.into_iter().collect())
}

/// An order is arranged, and `done` is where it stands, once none of the parcels that leave failed. Of several failures the one that tells most counts: what nobody
/// knows before a refusal, and that before *done already*, which is read again.
pub(super) fn outcome(
    order: &Order,
    leaving: &[&PackageId],
    done: OrderStatus,
    sent: &Result<Failures, ShopError>,
) -> Result<ShipAnswer, ShopError> {
    if order.handling.packages.is_empty() {
        return Err(ShopError::Unsendable { why: NO_PARCEL.to_owned() });
    }
    let failures = sent.as_ref().map_err(Clone::clone)?;
    let weight = |error: &&ShopError| match error {
        ShopError::UnknownOutcome { .. } => 2,
        error => i32::from(!error.was_done_before()),
    };
    match leaving.iter().filter_map(|package| failures.get(package)).max_by_key(weight) {
        Some(error) => Err(error.clone()),
        None => Ok(ShipAnswer { order_id: order.id.clone(), status: done, warning: None }),
    }
}
