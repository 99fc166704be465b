//! Orders, as the contract's `orders[]` and `orders/detail/query` give them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    Clocks, Currency, DeliveryOptionId, Money, OrderId, PackageId, Piece, Private, ProductId, SkuId, WarehouseId,
};

/// One order, as the shop last described it.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The shop's id.
    pub id: OrderId,
    /// Where the order stands.
    pub status: OrderStatus,
    /// How the buyer paid, in the shop's words (`CREDIT_CARD`); empty where the shop says nothing.
    pub payment_method: String,
    /// The carrier, in the shop's words (`USPS`); empty where none is chosen.
    pub shipping_provider: String,
    /// The tracking number that the shop holds; empty before shipping.
    pub tracking_number: String,
    /// Who gets the parcel.
    pub recipient: Recipient,
    /// What was bought.
    pub lines: Vec<Line>,
    /// What its amounts are in, where the shop tells it.
    pub currency: Option<Currency>,
    /// When the buyer placed it.
    pub created: Timestamp,
    /// When the shop last changed it. An observation with an older one never wins.
    pub updated: Timestamp,
    /// The latest time to hand it over, where the shop tells one.
    pub ship_by: Option<Timestamp>,
    /// The latest time for the carrier's first scan, where the shop tells one: a clock of its own.
    pub collect_by: Option<Timestamp>,
    /// Where it is shipped from, where the shop tells it.
    pub warehouse: Option<WarehouseId>,
    /// How it is to be sent.
    pub handling: Handling,
    /// Fields that the contract doesn't name, kept as sent. Nobody knows what is in them, so they
    /// count as a buyer's.
    pub extra: Private<Map<String, Value>>,
}

impl Order {
    /// The sum of price times quantity over all lines, or `None` beyond 28 digits. The
    /// contract sends no total of its own: shipping and discounts are not in it.
    pub fn items_total(&self) -> Option<Money> {
        self.lines.iter().try_fold(Money::default(), |sum, line| sum.plus(line.price.times(line.quantity)?))
    }

    /// How many pieces the order holds, over all lines.
    pub fn quantity(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.quantity)).sum()
    }

    /// The pile that it lies on.
    pub fn stage(&self) -> Stage {
        self.status.stage_of(self.handling.shipper)
    }
}

/// How an order is to be sent, as far as the shop tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handling {
    /// Who sends it.
    pub shipper: Shipper,
    /// The way of delivery that the buyer chose.
    pub delivery_option: Option<DeliveryOptionId>,
    /// Its parcels. In some markets there are none before it is shipped.
    pub packages: Vec<PackageId>,
    /// What is due for it, and when.
    pub clocks: Clocks,
    /// Whether its buyer asks to cancel it and nobody has answered: until then it isn't to be sent.
    pub cancel_asked: bool,
    /// Parcels that wait for nothing of the seller's any more, as far as the shop tells it of each.
    pub arranged: Vec<PackageId>,
}

impl Handling {
    /// The parcels that the seller has not handed over yet, as far as the shop tells.
    pub fn waiting(&self) -> impl Iterator<Item = &PackageId> {
        self.packages.iter().filter(|package| !self.arranged.contains(package))
    }

    /// Whether there are parcels, and none of them waits.
    pub fn is_arranged(&self) -> bool {
        !self.packages.is_empty() && self.waiting().next().is_none()
    }
}

/// Who sends an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shipper {
    /// The seller, with a carrier and a number of their own.
    #[default]
    Seller,
    /// The seller hands it over with a label of the platform's.
    Platform,
    /// The platform, out of its own warehouse: there is nothing to do.
    Warehouse,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The product (`items[].id` in the contract).
    pub product: ProductId,
    /// The variant that was bought.
    pub sku: SkuId,
    /// The product's name on the day of the order.
    pub name: String,
    /// Pieces.
    pub quantity: u32,
    /// The price of one piece.
    pub price: Money,
    /// Each of them, where the shop tells it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Piece>,
}

/// Who gets the parcel. All of it is a buyer's data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recipient {
    /// Full name, in any script.
    pub name: Private<String>,
    /// As the shop sends it, often masked.
    pub phone: Private<String>,
    /// First line of the address.
    pub street1: Private<String>,
    /// Second line; often empty.
    pub street2: Private<String>,
    /// City.
    pub city: Private<String>,
    /// State, province or region.
    pub state: Private<String>,
    /// Postal code, as text: `01234` keeps its zero.
    pub zipcode: Private<String>,
    /// Two-letter country code.
    pub country: Private<String>,
}

/// Where an order stands. The contract shows `AWAITING_SHIPMENT` and `SHIPPED`; the others are
/// the real service's, and what nobody knew stays readable as [`OrderStatus::Other`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// Placed, not paid.
    Unpaid,
    /// Paid, and inside the hour in which the buyer may still cancel: shipping is refused.
    OnHold,
    /// Ready to be shipped.
    AwaitingShipment,
    /// Some parcels of it have left.
    PartiallyShipping,
    /// Handed over on paper, the carrier has not scanned it.
    AwaitingCollection,
    /// The seller said that it is shipped.
    Shipped,
    /// The carrier has it.
    InTransit,
    /// The buyer has it.
    Delivered,
    /// Delivered and past every claim.
    Completed,
    /// Cancelled by anybody.
    Cancelled,
    /// A status that this version doesn't know, in the shop's words.
    Other(String),
}

const STATUS_NAMES: [(OrderStatus, &str); 10] = [
    (OrderStatus::Unpaid, "UNPAID"),
    (OrderStatus::OnHold, "ON_HOLD"),
    (OrderStatus::AwaitingShipment, "AWAITING_SHIPMENT"),
    (OrderStatus::PartiallyShipping, "PARTIALLY_SHIPPING"),
    (OrderStatus::AwaitingCollection, "AWAITING_COLLECTION"),
    (OrderStatus::Shipped, "SHIPPED"),
    (OrderStatus::InTransit, "IN_TRANSIT"),
    (OrderStatus::Delivered, "DELIVERED"),
    (OrderStatus::Completed, "COMPLETED"),
    (OrderStatus::Cancelled, "CANCELLED"),
];

impl OrderStatus {
    /// Reads the shop's word; an unknown one is kept, not refused.
    pub fn from_shop(word: &str) -> Self {
        STATUS_NAMES
            .iter()
            .find(|(_, name)| *name == word)
            .map_or_else(|| Self::Other(word.to_owned()), |(status, _)| status.clone())
    }

    /// The shop's word.
    pub fn as_shop(&self) -> &str {
        if let Self::Other(word) = self {
            return word;
        }
        STATUS_NAMES.iter().find(|(status, _)| status == self).map_or("", |(_, name)| name)
    }
}

/// The pile that an order lies on: one tab of the order screen each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Waits for the seller.
    ToShip,
    /// Waits for the buyer or the shop; shipping is refused.
    OnHold,
    /// On its way.
    Sent,
    /// Arrived.
    Delivered,
    /// Cancelled.
    Cancelled,
    /// A status that this version doesn't know: listed under *All* only.
    Other,
}

impl OrderStatus {
    /// The pile that an order of this status lies on.
    pub fn stage(&self) -> Stage {
        match self {
            Self::AwaitingShipment | Self::PartiallyShipping => Stage::ToShip,
            Self::Unpaid | Self::OnHold => Stage::OnHold,
            Self::AwaitingCollection | Self::Shipped | Self::InTransit => Stage::Sent,
            Self::Delivered | Self::Completed => Stage::Delivered,
            Self::Cancelled => Stage::Cancelled,
            Self::Other(_) => Stage::Other,
        }
    }

    /// The pile that an order of this status lies on where `shipper` sends it: what the platform sends out of its
    /// own warehouse doesn't wait for the seller.
    pub fn stage_of(&self, shipper: Shipper) -> Stage {
        match (self.stage(), shipper) {
            (Stage::ToShip, Shipper::Warehouse) => Stage::OnHold,
            (stage, _) => stage,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_status_keeps_its_word_and_an_unknown_one_is_kept_too() {
        for (status, name) in STATUS_NAMES {
            assert_eq!(OrderStatus::from_shop(name), status);
            assert_eq!(status.as_shop(), name);
        }
        assert_eq!(OrderStatus::from_shop("TELEPORTED").as_shop(), "TELEPORTED");
    }

    #[test]
    fn an_order_that_leaves_the_platforms_own_warehouse_never_waits_for_the_seller() {
        let waits = OrderStatus::AwaitingShipment;
        let stages = [Shipper::Seller, Shipper::Platform, Shipper::Warehouse].map(|shipper| waits.stage_of(shipper));
        assert_eq!(stages, [Stage::ToShip, Stage::ToShip, Stage::OnHold]);
        assert_eq!(OrderStatus::InTransit.stage_of(Shipper::Warehouse), Stage::Sent);
    }
}
