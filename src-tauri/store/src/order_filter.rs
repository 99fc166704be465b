//! Which orders a list shows and in which order, as a screen asks for it.

use domain::{OrderId, OrderStatus, ShipByRule, Stage};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::json;

use crate::order_index::Reach;

/// An order that is due so soon needs the seller now.
pub const SOON: SignedDuration = SignedDuration::from_hours(24);

/// Which orders a list shows, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderFilter {
    /// The pile.
    pub pile: Pile,
    /// Words that must all occur in id, buyer, product, SKU or tracking number; any script.
    pub search: String,
    /// These alone, where there are some.
    pub among: Option<Vec<OrderId>>,
    /// The rows with these numbers alone, where there are some.
    pub only: Option<Vec<i64>>,
    /// Further conditions, of which all must hold.
    pub narrow: Narrow,
    /// How the list is sorted; without one, the most urgent or the newest first.
    pub sort: Option<OrderSort>,
    /// By what deadlines are told.
    pub clock: Deadlines,
}

/// A pile of orders: one tab each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pile {
    /// Late, due within [`SOON`], or refused by the shop, and not on its way out; and where the buyer asks to cancel and
    /// nothing was answered.
    NeedsAction,
    /// Waiting for an answer to a buyer who asks to cancel, or for its outcome.
    CancelAsked,
    /// In one stage.
    Of(Stage),
    /// All of them, those with an unknown status included.
    #[default]
    All,
}

/// Conditions on orders. An empty one lets everything pass; within one, any of its values will do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrow {
    /// Statuses.
    pub statuses: Vec<OrderStatus>,
    /// To ship, and due in this time.
    pub due: Option<Due>,
    /// Warehouses, as the shop names them.
    pub warehouses: Vec<String>,
    /// Countries of the recipient.
    pub regions: Vec<String>,
    /// The seller's own tags.
    pub tags: Vec<String>,
    /// Words that must all occur in what was bought: name, product or SKU.
    pub goods: String,
    /// Pieces, both ends included.
    pub quantity: Between,
    /// Total in ten-thousandths, both ends included.
    pub value: Between,
    /// When it was placed, in Unix milliseconds, both ends included.
    pub placed: Between,
}

/// A time in which orders are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its beginning, included; without one it began with the first order.
    pub from: Option<Timestamp>,
    /// Its end, which isn't in it.
    pub until: Timestamp,
}

/// A range of numbers whose ends may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// At least.
    pub least: Option<i64>,
    /// At most.
    pub most: Option<i64>,
}

/// How a list is sorted. What is equal stands in the order in which it was placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderSort {
    /// By what.
    pub by: SortBy,
    /// The largest first.
    pub descending: bool,
}

/// What a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// When it was placed.
    Placed,
    /// Deadline; orders without one come last, the newest first.
    ShipBy,
    /// Total.
    Value,
    /// Pieces.
    Quantity,
    /// The buyer's name.
    Buyer,
    /// The first line's product.
    Items,
    /// The shop's word for where it stands.
    Status,
    /// The shop's id.
    Id,
}

/// By what deadlines are told: the time, and the rule for orders of which the shop tells none.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadlines {
    /// Now.
    pub now: Timestamp,
    /// The seller's rule.
    pub rule: ShipByRule,
    /// The seller's time zone.
    pub zone: TimeZone,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { now: Timestamp::UNIX_EPOCH, rule: ShipByRule::default(), zone: TimeZone::UTC }
    }
}

impl Deadlines {
    /// When an order that waits should leave, and whether that is the rule's estimate.
    pub fn of(&self, placed: Timestamp, told: Option<Timestamp>) -> (Timestamp, bool) {
        told.map_or_else(|| (self.rule.ship_by(placed, &self.zone), true), |told| (told, false))
    }

    /// Until when an order is due that needs the seller now.
    pub fn soon(&self) -> Timestamp {
        self.now.saturating_add(SOON).unwrap_or(self.now)
    }
}

impl Pile {
    /// The order of the pile's list where none was chosen.
    pub(crate) fn usual_sort(self) -> OrderSort {
        match self {
            Self::NeedsAction | Self::CancelAsked | Self::Of(Stage::ToShip) => {
                OrderSort { by: SortBy::ShipBy, descending: false }
            }
            _ => OrderSort { by: SortBy::Placed, descending: true },
        }
    }
}

impl OrderFilter {
    /// All orders of one pile, as they usually stand.
    pub fn of(pile: Pile) -> Self {
        Self { pile, ..Self::default() }
    }

    /// Which orders have to be looked at for the list alone.
    pub(crate) fn reach(&self) -> Reach {
        match self.pile {
            Pile::NeedsAction | Pile::CancelAsked | Pile::Of(Stage::ToShip | Stage::OnHold) => Reach::Open,
            _ => Reach::All,
        }
    }

    /// Whether nothing but the pile decides.
    pub(crate) fn is_whole_pile(&self) -> bool {
        self.search.trim().is_empty() && self.among.is_none() && self.only.is_none() && self.narrow == Narrow::default()
    }

    /// The ids that are asked for, as a JSON list.
    pub(crate) fn among_json(&self) -> Option<String> {
        self.among.as_ref().map(|ids| json!(ids).to_string())
    }

    /// The order of the list.
    pub(crate) fn sort(&self) -> OrderSort {
        self.sort.unwrap_or_else(|| self.pile.usual_sort())
    }
}
