//! Handing orders with TikTok's label over: how each may be, and what a person chose.

use domain::{Departure, OrderId, PickupSlot, TrackingNumber};
use jiff::Timestamp;
use store::Shop;
use tiktok_shop::Lane;

use crate::{
    App,
    boundary::{self, AppError, ErrorCode, HandoverWays, Shipment},
    buy_label::purchase,
    wording::iso,
};

const NOT_CONNECTED: &str = "The shop isn’t connected, so it can’t be asked how this order may be handed over.";
const NO_PARCEL: &str = "The shop names no parcel of this order yet. Buy its label first: choose the order by itself, or buy it in Seller Center.";
const NO_TIME: &str = "This is no time that the shop has offered. Nothing was saved: choose one of the list.";

impl App {
    /// Asks the shop how an order may be handed over. It waits for the network, and no screen waits for it: what is
    /// usual can be chosen meanwhile, and where the shop can't be asked.
    ///
    /// # Errors
    /// [`AppError`] where the shop can't be asked or names no parcel.
    pub async fn handover_ways(&self, shop: u32, order_id: &str) -> Result<HandoverWays, AppError> {
        let shop = self.known(shop).await?.id;
        let handling = self.store.order(shop, &OrderId::new(order_id)).await?.handling;
        let session = self.session(shop).ok_or_else(|| AppError::new(ErrorCode::Internal, NOT_CONNECTED))?;
        let package = handling.waiting().next().ok_or_else(|| AppError::new(ErrorCode::NotFound, NO_PARCEL))?;
        let ways = session.client.handover_ways(package, Lane::Person).await?;
        let slot = |slot: PickupSlot| boundary::PickupSlot { from: iso(slot.from), to: iso(slot.to) };
        Ok(HandoverWays {
            can_drop_off: ways.can_drop_off,
            can_pick_up: ways.can_pick_up,
            slots: ways.slots.into_iter().map(slot).collect(),
        })
    }
}

/// How a shipment leaves, as it was asked for.
pub(crate) fn departure(shipment: &Shipment, shop: &Shop) -> Result<Departure, AppError> {
    if let Some(asked) = &shipment.purchase {
        return purchase(asked, shop);
    }
    let Some(handover) = &shipment.handover else {
        return Ok((&TrackingNumber::parse(&shipment.tracking_number)?).into());
    };
    let time = |text: &str| text.parse::<Timestamp>().map_err(|_| AppError::new(ErrorCode::InvalidInput, NO_TIME));
    Ok(Departure::Label(match handover {
        boundary::Handover::Usual => domain::Handover::Usual,
        boundary::Handover::DropOff => domain::Handover::DropOff,
        boundary::Handover::Pickup(slot) => {
            domain::Handover::Pickup(PickupSlot { from: time(&slot.from)?, to: time(&slot.to)? })
        }
    }))
}
