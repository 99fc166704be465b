//! Orders that leave in several parcels: which piece is in which, and which have left.

use std::iter::repeat_n;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Denied, Event, Line, Order, Shop, Status, unknown_order};
use crate::moment::whole_seconds;

/// Some of an order's pieces, in a parcel of their own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Part {
    /// The parcel's id.
    pub(crate) id: String,
    /// Its pieces, counted through the order's lines from 0.
    pub(crate) pieces: Vec<u32>,
    /// None while it waits.
    pub(crate) sent: Option<Sent>,
}

/// How a part left.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sent {
    pub(crate) carrier: String,
    pub(crate) tracking_number: String,
    pub(crate) at: Timestamp,
    /// Whether its tracking number was corrected since.
    pub(crate) corrected: bool,
}

impl Order {
    /// Its pieces and the lines they are of: what is bought twice is there twice.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (u32, &Line)> {
        (0..).zip(self.items.iter().flat_map(|line| repeat_n(line, line.quantity as usize)))
    }

    /// The part that a piece is in. What is in none goes with the order itself.
    pub(crate) fn part_of(&self, piece: u32) -> Option<&Part> {
        self.parts.iter().find(|part| part.pieces.contains(&piece))
    }

    /// The pieces that are in no part.
    pub(crate) fn rest(&self) -> Vec<u32> {
        self.pieces().map(|(piece, _)| piece).filter(|piece| self.part_of(*piece).is_none()).collect()
    }

    /// The pieces that have not left in a part, and the lines they are of.
    pub(crate) fn staying(&self) -> impl Iterator<Item = (u32, &Line)> {
        let left = |piece| self.part_of(piece).is_some_and(|part| part.sent.is_some());
        self.pieces().filter(move |(piece, _)| !left(*piece))
    }

    /// Whether some of it has left, and some has not.
    pub(crate) fn has_left_in_part(&self) -> bool {
        self.order_status == Status::AwaitingShipment && self.parts.iter().any(|part| part.sent.is_some())
    }

    /// Whether its buyer can still call it off: not once something has left.
    pub(crate) fn can_be_cancelled(&self) -> bool {
        self.order_status.can_be_cancelled() && !self.has_left_in_part()
    }

    /// Whether that is the number of one of its parcels.
    pub(crate) fn goes_under(&self, tracking_number: &str) -> bool {
        let sent = self.parts.iter().filter_map(|part| part.sent.as_ref());
        self.tracking_number == tracking_number || sent.into_iter().any(|sent| sent.tracking_number == tracking_number)
    }

    /// All parts that still wait leave as the order itself did.
    pub(super) fn send_parts_along(&mut self) {
        let sent = Sent {
            carrier: self.shipping_provider.clone(),
            tracking_number: self.tracking_number.clone(),
            at: self.update_time,
            corrected: false,
        };
        for part in self.parts.iter_mut().filter(|part| part.sent.is_none()) {
            part.sent = Some(sent.clone());
        }
    }
}

impl Shop {
    /// Some of an order's pieces get parcels of their own.
    pub(crate) fn part_off(&mut self, order_id: &str, parts: Vec<Part>, now: Timestamp) -> Result<(), Denied> {
        let order = self.orders.get_mut(order_id).ok_or_else(|| unknown_order(order_id))?;
        order.parts.extend(parts);
        order.update_time = whole_seconds(now).max(order.update_time);
        Ok(())
    }

    /// Hands one part of an order to its carrier, or another where one is named. With the last one the order is shipped.
    pub(crate) fn ship_part(
        &mut self,
        order_id: &str,
        part_id: &str,
        carrier: Option<&str>,
        tracking_number: &str,
        now: Timestamp,
    ) -> Result<(), Denied> {
        let order = self.order(order_id)?;
        let elsewhere = |piece| order.part_of(piece).is_none_or(|part| part.id != part_id);
        if !order.staying().any(|(piece, _)| elsewhere(piece)) {
            return self.ship(order_id, carrier, tracking_number, now);
        }
        let order = self.orders.get_mut(order_id).ok_or_else(|| unknown_order(order_id))?;
        let part = order.parts.iter_mut().find(|part| part.id == part_id && part.sent.is_none());
        let part = part.ok_or_else(|| Denied(format!("package_id: no parcel {part_id} waits")))?;
        order.update_time = whole_seconds(now).max(order.update_time);
        part.sent = Some(Sent {
            carrier: carrier.unwrap_or(&order.shipping_provider).to_owned(),
            tracking_number: tracking_number.to_owned(),
            at: order.update_time,
            corrected: false,
        });
        self.events.push(Event::shipped_in_part(order_id, whole_seconds(now)));
        Ok(())
    }
}
