//! Which orders a list shows and in which order, as one SQL condition for the list and its counts.

use domain::{OrderId, OrderStatus, ShipByRule, ShopId, Stage};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::json;
use sqlx::{QueryBuilder, Sqlite};

use crate::{
    folded::fold,
    orders::{stage_number, words},
};

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
    /// Late, due within [`SOON`], or refused by the shop, and not on its way out.
    NeedsAction,
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
            Self::NeedsAction | Self::Of(Stage::ToShip) => OrderSort { by: SortBy::ShipBy, descending: false },
            _ => OrderSort { by: SortBy::Placed, descending: true },
        }
    }
}

impl SortBy {
    pub(crate) const fn column(self) -> &'static str {
        match self {
            Self::Placed | Self::ShipBy => "o.created",
            Self::Value => "o.value",
            Self::Quantity => "o.quantity",
            Self::Buyer => "o.buyer COLLATE NOCASE",
            Self::Items => "o.items COLLATE NOCASE",
            Self::Status => "o.stage",
            Self::Id => "o.id",
        }
    }
}

const UNDER_WAY: &str = " EXISTS (SELECT 1 FROM outbox w WHERE w.shop = o.shop AND w.kind = 'ship'
    AND w.order_id = o.id AND w.state IN ('queued', 'sending', 'checking'))";
const REFUSED: &str = " EXISTS (SELECT 1 FROM outbox w WHERE w.shop = o.shop AND w.kind = 'ship'
    AND w.order_id = o.id AND w.state = 'refused')";

type Sql = QueryBuilder<Sqlite>;

impl OrderFilter {
    /// All orders of one pile, as they usually stand.
    pub fn of(pile: Pile) -> Self {
        Self { pile, ..Self::default() }
    }

    /// `WHERE` and everything but the pile.
    pub(crate) fn push_matching(&self, sql: &mut Sql, shop: ShopId) {
        // Whoever reads every order's text reads them in the file's own order: by an index each would be looked up.
        let reads_texts = !(self.search.trim().is_empty() && self.narrow.goods.trim().is_empty());
        sql.push(if reads_texts { " WHERE +o.shop = " } else { " WHERE o.shop = " }).push_bind(shop.0);
        for word in words(&self.search) {
            sql.push(" AND (instr(o.haystack, ").push_bind(word.clone());
            sql.push(") > 0 OR instr(o.goods, ").push_bind(word).push(") > 0)");
        }
        if let Some(ids) = self.among_json() {
            sql.push(" AND o.id IN (SELECT value FROM json_each(").push_bind(ids).push("))");
        }
        if let Some(numbers) = &self.only {
            sql.push(" AND o.n IN (SELECT value FROM json_each(").push_bind(json!(numbers).to_string()).push("))");
        }
        self.narrow.push(sql, &self.clock);
    }

    pub(crate) fn push_pile(&self, sql: &mut Sql) {
        match self.pile {
            Pile::All => {}
            Pile::Of(stage) => {
                sql.push(" AND o.stage = ").push_bind(stage_number(stage));
            }
            Pile::NeedsAction => {
                sql.push(" AND ");
                self.push_needs_action(sql);
            }
        }
    }

    pub(crate) fn push_needs_action(&self, sql: &mut Sql) {
        sql.push("(o.stage = 0 AND NOT").push(UNDER_WAY).push(" AND (");
        push_due(sql, &self.clock, self.clock.soon());
        sql.push(" OR").push(REFUSED).push("))");
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

impl Narrow {
    fn push(&self, sql: &mut Sql, clock: &Deadlines) {
        let statuses: Vec<&str> = self.statuses.iter().map(OrderStatus::as_shop).collect();
        push_any_of(sql, "o.status", &statuses);
        push_any_of(sql, "o.warehouse", &self.warehouses);
        push_any_of(sql, "o.region", &self.regions);
        if !self.tags.is_empty() {
            sql.push(" AND o.id IN (SELECT t.order_id FROM order_tags t WHERE t.shop = o.shop");
            push_any_of(sql, "t.tag", &self.tags);
            sql.push(")");
        }
        for word in fold(&self.goods).split_whitespace() {
            sql.push(" AND instr(o.goods, ").push_bind(word.to_owned()).push(") > 0");
        }
        self.quantity.push(sql, "o.quantity");
        self.value.push(sql, "o.value");
        self.placed.push(sql, "o.created");
        if let Some(Due { from, until }) = self.due {
            sql.push(" AND o.stage = 0 AND ");
            push_due(sql, clock, until);
            if let Some(from) = from {
                sql.push(" AND NOT ");
                push_due(sql, clock, from);
            }
        }
    }
}

impl Between {
    fn push(self, sql: &mut Sql, column: &str) {
        if let Some(least) = self.least {
            sql.push(" AND ").push(column).push(" >= ").push_bind(least);
        }
        if let Some(most) = self.most {
            sql.push(" AND ").push(column).push(" <= ").push_bind(most);
        }
    }
}

/// Due before `until`: by the shop's deadline or, where it tells none, by the rule, of which one
/// moment of creation tells as much.
fn push_due(sql: &mut Sql, clock: &Deadlines, until: Timestamp) {
    let placed_before = clock.rule.placed_before(until, &clock.zone);
    sql.push("coalesce(o.ship_by < ").push_bind(until.as_millisecond());
    sql.push(", o.created < ").push_bind(placed_before.as_millisecond()).push(")");
}

fn push_any_of<T: serde::Serialize>(sql: &mut Sql, column: &str, values: &[T]) {
    if !values.is_empty() {
        sql.push(" AND ").push(column).push(" IN (SELECT value FROM json_each(");
        sql.push_bind(json!(values).to_string()).push("))");
    }
}
