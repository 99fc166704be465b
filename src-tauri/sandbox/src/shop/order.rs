//! Orders as the shop keeps them and as the contract shows them.

use std::{
    cmp::Reverse,
    collections::{HashMap, VecDeque},
};

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CancelRequest, Part, price::Price};

/// Where an order stands. The contract names only `AWAITING_SHIPMENT` and `SHIPPED`; the others
/// are the real service's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Placed, not yet paid.
    Unpaid,
    /// Paid, and for an hour the buyer may still change their mind: not to be shipped.
    OnHold,
    /// Paid and free to be shipped.
    AwaitingShipment,
    /// Handed to the carrier.
    Shipped,
    /// With the buyer.
    Delivered,
    /// Called off.
    Cancelled,
}

impl Status {
    /// All of them, in an order's usual course.
    pub const ALL: [Self; 6] =
        [Self::Unpaid, Self::OnHold, Self::AwaitingShipment, Self::Shipped, Self::Delivered, Self::Cancelled];

    /// The name the API uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unpaid => "UNPAID",
            Self::OnHold => "ON_HOLD",
            Self::AwaitingShipment => "AWAITING_SHIPMENT",
            Self::Shipped => "SHIPPED",
            Self::Delivered => "DELIVERED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// The status of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }

    /// Whether the buyer can still call the order off.
    pub(crate) const fn can_be_cancelled(self) -> bool {
        matches!(self, Self::Unpaid | Self::OnHold | Self::AwaitingShipment)
    }
}

/// Seconds that a seller has to hand an order over, and a carrier then to scan it.
const TO_HAND_OVER: i64 = 48 * 60 * 60;
const TO_SCAN: i64 = 24 * 60 * 60;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) order_id: String,
    pub(crate) order_status: Status,
    pub(crate) payment_method: String,
    pub(crate) shipping_provider: String,
    pub(crate) tracking_number: String,
    pub(crate) recipient: Recipient,
    pub(crate) items: Vec<Line>,
    pub(crate) create_time: Timestamp,
    pub(crate) update_time: Timestamp,
    /// When it was handed to the carrier; not known of orders kept by an earlier version.
    #[serde(default)]
    pub(crate) ship_time: Option<Timestamp>,
    /// Whether its tracking number was corrected since.
    #[serde(default)]
    pub(crate) tracking_corrected: bool,
    /// When its buyer asked the seller to cancel it, while nobody has answered.
    #[serde(default)]
    pub(crate) cancel_asked: Option<Timestamp>,
    /// Its buyer's earlier requests, which are over.
    #[serde(default)]
    pub(crate) past_requests: Vec<CancelRequest>,
    /// The parcel that it shares with other orders.
    #[serde(default)]
    pub(crate) parcel: Option<String>,
    /// What leaves in parcels of its own.
    #[serde(default)]
    pub(crate) parts: Vec<Part>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Recipient {
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) address: Address,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) street1: String,
    pub(crate) street2: String,
    pub(crate) city: String,
    pub(crate) state: String,
    pub(crate) zipcode: String,
    pub(crate) country: String,
}

/// One SKU of an order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    /// The product's id: the contract calls it just `id`.
    pub(crate) id: String,
    pub(crate) sku_id: String,
    pub(crate) product_name: String,
    pub(crate) quantity: u32,
    pub(crate) price: Price,
    /// Where the goods were taken from, and go back to when the order is cancelled. Never shown.
    pub(crate) taken_from: String,
}

/// An order as the contract shows it.
#[derive(Serialize)]
pub(crate) struct ShownOrder<'a> {
    order_id: &'a str,
    order_status: Status,
    payment_method: &'a str,
    shipping_provider: &'a str,
    tracking_number: &'a str,
    recipient: &'a Recipient,
    items: Vec<ShownLine<'a>>,
    create_time: Timestamp,
    update_time: Timestamp,
    #[serde(flatten)]
    clocks: Option<Clocks<'a>>,
}

/// What the bare contract doesn't have: until when an order must be handed over, until when the
/// carrier must have scanned it (Unix seconds, as the real service tells them), and where it is.
#[derive(Serialize)]
struct Clocks<'a> {
    rts_sla_time: i64,
    tts_sla_time: i64,
    warehouse_id: &'a str,
}

#[derive(Serialize)]
struct ShownLine<'a> {
    id: &'a str,
    sku_id: &'a str,
    product_name: &'a str,
    quantity: u32,
    price: Price,
}

impl Order {
    pub(crate) fn shown(&self, deadlines: bool) -> ShownOrder<'_> {
        ShownOrder {
            order_id: &self.order_id,
            order_status: self.order_status,
            payment_method: &self.payment_method,
            shipping_provider: &self.shipping_provider,
            tracking_number: &self.tracking_number,
            recipient: &self.recipient,
            items: self.items.iter().map(Line::shown).collect(),
            create_time: self.create_time,
            update_time: self.update_time,
            clocks: deadlines.then(|| self.clocks()),
        }
    }

    fn clocks(&self) -> Clocks<'_> {
        let (rts_sla_time, tts_sla_time) = self.deadlines();
        Clocks { rts_sla_time, tts_sla_time, warehouse_id: self.warehouse_id() }
    }

    /// Until when it must be handed over, and until when the carrier must have scanned it, in Unix seconds.
    pub(crate) fn deadlines(&self) -> (i64, i64) {
        let hand_over = self.create_time.as_second() + TO_HAND_OVER;
        (hand_over, hand_over + TO_SCAN)
    }

    /// Where its first goods are.
    pub(crate) fn warehouse_id(&self) -> &str {
        self.items.first().map_or("", |line| line.taken_from.as_str())
    }
}

impl Line {
    fn shown(&self) -> ShownLine<'_> {
        ShownLine {
            id: &self.id,
            sku_id: &self.sku_id,
            product_name: &self.product_name,
            quantity: self.quantity,
            price: self.price,
        }
    }
}

/// The shop's orders, always in the order in which they are listed: newest first, then by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Orders {
    /// A place in the list is found without walking there, however long it is, and an order comes in
    /// at either end without moving the others.
    listed: VecDeque<Order>,
    created: HashMap<String, Timestamp>,
}

impl Orders {
    pub(crate) fn add(&mut self, order: Order) {
        self.created.insert(order.order_id.clone(), order.create_time);
        self.listed.insert(self.place(order.create_time, &order.order_id), order);
    }

    pub(crate) fn contains(&self, order_id: &str) -> bool {
        self.created.contains_key(order_id)
    }

    pub(crate) fn get(&self, order_id: &str) -> Option<&Order> {
        let place = self.place(*self.created.get(order_id)?, order_id);
        self.listed.get(place)
    }

    pub(crate) fn get_mut(&mut self, order_id: &str) -> Option<&mut Order> {
        let place = self.place(*self.created.get(order_id)?, order_id);
        self.listed.get_mut(place)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Order> {
        self.listed.iter()
    }

    /// Those created at `from` or later and before `to`, newest first.
    pub(crate) fn created(
        &self,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> impl DoubleEndedIterator<Item = &Order> + ExactSizeIterator {
        let behind = |moment: Timestamp| self.listed.partition_point(|order| order.create_time >= moment);
        let (newest, oldest) = (to.map_or(0, behind), from.map_or(self.listed.len(), behind));
        self.listed.range(newest..oldest.max(newest))
    }

    /// Where an order stands, or would stand.
    fn place(&self, created: Timestamp, order_id: &str) -> usize {
        let key = (Reverse(created), order_id);
        self.listed.partition_point(|order| (Reverse(order.create_time), order.order_id.as_str()) < key)
    }
}

impl Serialize for Orders {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Orders {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut orders = Self::default();
        Vec::<Order>::deserialize(deserializer)?.into_iter().for_each(|order| orders.add(order));
        Ok(orders)
    }
}
