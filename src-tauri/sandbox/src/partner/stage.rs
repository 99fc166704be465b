//! Where an order stands as the Partner API tells it: finer than the shop itself, by what time alone brings.

use jiff::Timestamp;

use crate::{
    moment::shifted,
    shop::{Order, Part, Status},
};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;
/// From the seller's word to the carrier's scan.
const UNTIL_SCANNED: i64 = HOUR;
/// From the door until nothing can be returned any more.
const UNTIL_COMPLETED: i64 = 7 * DAY;
/// From then until the buyer's address is nobody's business.
const UNTIL_FORGOTTEN: i64 = 30 * DAY;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Unpaid,
    OnHold,
    AwaitingShipment,
    PartiallyShipping,
    AwaitingCollection,
    InTransit,
    Delivered,
    Completed,
    Cancelled,
}

/// An order's stage and the moments it went through on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) stage: Stage,
    /// Since when: what the Partner API calls the order's `update_time`.
    pub(super) since: Timestamp,
    pub(super) shipped: Option<Timestamp>,
    pub(super) collected: Option<Timestamp>,
    pub(super) delivered: Option<Timestamp>,
}

impl Stage {
    const ALL: [Self; 9] = [
        Self::Unpaid,
        Self::OnHold,
        Self::AwaitingShipment,
        Self::PartiallyShipping,
        Self::AwaitingCollection,
        Self::InTransit,
        Self::Delivered,
        Self::Completed,
        Self::Cancelled,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Unpaid => "UNPAID",
            Self::OnHold => "ON_HOLD",
            Self::AwaitingShipment => "AWAITING_SHIPMENT",
            Self::PartiallyShipping => "PARTIALLY_SHIPPING",
            Self::AwaitingCollection => "AWAITING_COLLECTION",
            Self::InTransit => "IN_TRANSIT",
            Self::Delivered => "DELIVERED",
            Self::Completed => "COMPLETED",
            Self::Cancelled => "CANCELLED",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// What a line says of itself: a line is never on hold.
    pub(super) const fn of_a_line(self) -> &'static str {
        match self {
            Self::OnHold => Self::AwaitingShipment.name(),
            other => other.name(),
        }
    }

    pub(super) const fn of_a_package(self) -> &'static str {
        match self {
            Self::Unpaid | Self::OnHold | Self::AwaitingShipment | Self::PartiallyShipping => "TO_FULFILL",
            Self::AwaitingCollection => "PROCESSING",
            Self::InTransit => "FULFILLING",
            Self::Delivered | Self::Completed => "COMPLETED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

impl Standing {
    pub(super) fn of(order: &Order, now: Timestamp) -> Self {
        let standing = Self::of_package(order, None, now);
        if order.has_left_in_part() { Self { stage: Stage::PartiallyShipping, ..standing } } else { standing }
    }

    /// Where a part of an order stands, or what is in none. A part that has left is under way, whatever waits.
    pub(super) fn of_package(order: &Order, part: Option<&Part>, now: Timestamp) -> Self {
        let (status, changed) = (order.order_status, order.update_time);
        match part.and_then(|part| part.sent.as_ref()) {
            None => Self::by_time(status, changed, order.ship_time.unwrap_or(changed), now),
            Some(sent) if status == Status::Delivered => Self::by_time(status, changed, sent.at, now),
            Some(sent) => Self::by_time(Status::Shipped, sent.at, sent.at, now),
        }
    }

    fn by_time(status: Status, changed: Timestamp, shipped: Timestamp, now: Timestamp) -> Self {
        let scanned = shifted(shipped, UNTIL_SCANNED);
        let completed = shifted(changed, UNTIL_COMPLETED);
        let at = |stage, since| Self { stage, since, shipped: None, collected: None, delivered: None };
        let underway = |stage, since| Self { shipped: Some(shipped), ..at(stage, since) };
        // What is brought before anybody scanned it was scanned at the door.
        let arrived = |stage, since| Self {
            collected: Some(scanned.min(changed)),
            delivered: Some(changed),
            ..underway(stage, since)
        };
        match status {
            Status::Unpaid => at(Stage::Unpaid, changed),
            Status::OnHold => at(Stage::OnHold, changed),
            Status::AwaitingShipment => at(Stage::AwaitingShipment, changed),
            Status::Cancelled => at(Stage::Cancelled, changed),
            Status::Shipped if now < scanned => underway(Stage::AwaitingCollection, changed),
            Status::Shipped => Self { collected: Some(scanned), ..underway(Stage::InTransit, scanned.max(changed)) },
            Status::Delivered if now < completed => arrived(Stage::Delivered, changed),
            Status::Delivered => arrived(Stage::Completed, completed),
        }
    }

    /// Whether the market's rules hide the buyer: before the order is certain, after it is off, and long after its end.
    pub(super) fn hides_the_buyer(&self, now: Timestamp) -> bool {
        match self.stage {
            Stage::Unpaid | Stage::OnHold | Stage::Cancelled => true,
            Stage::Completed => shifted(self.since, UNTIL_FORGOTTEN) <= now,
            _ => false,
        }
    }
}
