//! What the platform's own shipping needs besides: when its carriers come, and what is stuck on the parcel.

use domain::{LabelSheet, PackageId, PickupSlot, Private};
use serde_json::value::RawValue;

use super::paths;
use crate::{
    Client, HandoverWays, Lane, ShippingLabel, ShopError,
    client::Call,
    reading::{Record, WireError, unreadable},
};

/// The shop is still making the label.
const BEING_MADE: [i64; 3] = [11_034_023, 11_034_037, 21_023_022];
/// How often a label that is being made is asked for.
const TRIES: u32 = 5;

/// `GET /fulfillment/202309/packages/{id}/handover_time_slots`: how a parcel may be handed over.
pub(super) async fn ways(shop: &Client, package: &PackageId, lane: Lane) -> Result<HandoverWays, ShopError> {
    let path = paths::with_id(paths::HANDOVER_SLOTS, package.as_str());
    let data = shop.call(&Call { path: path.into(), ..Call::get(paths::HANDOVER_SLOTS, Vec::new()) }, lane).await?;
    let ways = read_ways(&data).map_err(|error| unreadable(&error))?;
    // A time that is over can't be asked for.
    let now = shop.now();
    Ok(HandoverWays { slots: ways.slots.into_iter().filter(|slot| slot.to > now).collect(), ..ways })
}

fn read_ways(data: &RawValue) -> Result<HandoverWays, WireError> {
    let mut record = Record::of(data)?;
    let slot = |record: &mut Record<'_>| {
        let slot = PickupSlot { from: record.second("start_time")?, to: record.second("end_time")? };
        // The shop's own spelling; should it be put right one day, that counts as well.
        Ok((slot, record.flag("avaliable") || record.flag("available")))
    };
    let listed = if record.has("pickup_slots") { record.each("pickup_slots", slot)?.items } else { Vec::new() };
    let slots = listed.into_iter().filter_map(|(slot, free)| free.then_some(slot)).collect();
    Ok(HandoverWays { can_drop_off: record.flag("can_drop_off"), can_pick_up: record.flag("can_pickup"), slots })
}

/// `GET /fulfillment/202309/packages/{id}/shipping_documents`, and the document itself from the address that it names.
/// One that is being made is waited for.
pub(super) async fn label(
    shop: &Client,
    package: &PackageId,
    sheet: LabelSheet,
    lane: Lane,
) -> Result<ShippingLabel, ShopError> {
    let path = paths::with_id(paths::SHIPPING_DOCUMENTS, package.as_str());
    let kind = if sheet.has_slip() { "SHIPPING_LABEL_AND_PACKING_SLIP" } else { "SHIPPING_LABEL" };
    let query = vec![("document_type", kind.to_owned()), ("document_size", sheet.size().to_owned())];
    let call = Call { path: path.into(), ..Call::get(paths::SHIPPING_DOCUMENTS, query) };
    let mut tried = 0;
    let data = loop {
        match shop.call(&call, lane).await {
            Err(ShopError::Refused { code, .. }) if BEING_MADE.contains(&code) => {
                tried += 1;
                if tried == TRIES {
                    return Err(ShopError::ServerTrouble { why: "the label is still being made".into() });
                }
                shop.rest(tried - 1).await;
            }
            other => break other?,
        }
    };
    let (address, tracking_number) = read_document(&data).map_err(|error| unreadable(&error))?;
    Ok(ShippingLabel { pdf: Private::new(shop.document(&address, lane).await?), tracking_number })
}

fn read_document(data: &RawValue) -> Result<(String, String), WireError> {
    let mut record = Record::of(data)?;
    Ok((record.id("doc_url")?, record.text("tracking_number")?))
}
