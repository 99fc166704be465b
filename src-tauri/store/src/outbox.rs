//! The outbox: every wish of the person from the moment it is saved until its outcome is known.

use domain::{Departure, Handover, Level, OrderId, ProductId, Purchase, ShopId, SkuId, StockChange, WarehouseId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Store, StoreError, orders::time};

/// How far a wish is. The four looks *queued*, *sending*, *done* and *refused* are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Saved here; nothing has left.
    Queued,
    /// Committed before the request leaves.
    Sending,
    /// The request left and no answer is known: the target is read before anything else.
    Checking,
    /// The shop has it.
    Done,
    /// The shop, or the planner, said no; the reason is beside it.
    Refused,
    /// The shop's number moved meanwhile, and the person decides.
    Conflict,
    /// A later wish for the same target took its place.
    Replaced,
    /// The person dropped it.
    Discarded,
}

const STATE_NAMES: [(State, &str); 8] = [
    (State::Queued, "queued"),
    (State::Sending, "sending"),
    (State::Checking, "checking"),
    (State::Done, "done"),
    (State::Refused, "refused"),
    (State::Conflict, "conflict"),
    (State::Replaced, "replaced"),
    (State::Discarded, "discarded"),
];

impl State {
    /// The state's word in the database and on the wire to the screen.
    pub fn as_str(self) -> &'static str {
        STATE_NAMES.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }

    /// Reads the database's word. The table's CHECK admits no other; should one appear all the
    /// same, it is shown as refused rather than sent.
    pub(crate) fn from_text(text: &str) -> Self {
        STATE_NAMES.iter().find(|(_, name)| *name == text).map_or(Self::Refused, |(state, _)| *state)
    }
}

/// One SKU in one warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StockTarget {
    /// The product: what the shop's call is about.
    pub product: ProductId,
    /// The variant.
    pub sku: SkuId,
    /// Where.
    pub warehouse: WarehouseId,
}

/// What a wish is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Ship this order.
    Ship {
        /// The order.
        order: OrderId,
        /// How it leaves.
        departure: Departure,
    },
    /// Bring this level where the change leads.
    Stock {
        /// Which level.
        target: StockTarget,
        /// Set or add.
        change: StockChange,
        /// What the person saw, or what was read just before the last attempt.
        base: Option<Level>,
        /// What the shop said last.
        observed: Option<Level>,
        /// The absolute level of the last attempt.
        sent: Option<Level>,
    },
}

/// One wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number; later ones are larger.
    pub id: i64,
    /// The batch that it was saved with; none in a cache from before batches.
    pub batch: Option<i64>,
    /// What it is about.
    pub kind: Kind,
    /// How far it is.
    pub state: State,
    /// How often a request for it left.
    pub attempts: i64,
    /// When the last request for it left.
    pub departed: Option<Timestamp>,
    /// When it is next tried.
    pub due: Timestamp,
    /// Why it waits, was refused or conflicts: a sentence.
    pub reason: Option<String>,
    /// When the person asked for it.
    pub created: Timestamp,
    /// When its state last changed.
    pub changed: Timestamp,
}

/// What has not left, and won't have by itself: it can be dropped.
pub(crate) const WAITS: &str = "state = 'queued' AND sent IS NULL";

/// What may be tried. The first half is the condition of the index `outbox_open`, word for word:
/// SQLite uses the index only so.
pub(crate) const OPEN: &str = "state IN ('queued', 'sending', 'checking') AND state <> 'sending'";

/// An edit that isn't over: the condition of the index `outbox_of_cell`, word for word.
pub(crate) const EDITED: &str = "state IN ('queued', 'sending', 'checking', 'conflict', 'refused')";

/// Whether `o` belongs to a batch that a question holds back.
pub(crate) const HELD: &str = "EXISTS (SELECT 1 FROM batches held WHERE held.id = o.batch AND held.held IS NOT NULL)";

/// Whether an order's shipment `o` has to wait for an errand that says what is in its parcels.
pub(crate) const BEHIND_ERRAND: &str = "EXISTS (
    SELECT 1 FROM errands e WHERE e.shop = o.shop AND e.state IN ('queued', 'sending', 'checking')
       AND (e.order_id = o.order_id OR o.order_id IN (SELECT value FROM json_each(e.errand, '$.orders'))))";

/// Wishes that aren't over, by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// [`State::Queued`], without those that are held.
    pub queued: i64,
    /// [`State::Sending`]
    pub sending: i64,
    /// [`State::Checking`]
    pub checking: i64,
    /// [`State::Refused`]
    pub refused: i64,
    /// [`State::Conflict`]
    pub conflict: i64,
    /// Queued in a batch that a question holds back.
    pub held: i64,
}

/// Which wishes a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that aren't over, refused ones and conflicts included.
    Open,
    /// Those that the shop has.
    Done,
    /// Every one.
    All,
}

impl Which {
    /// The states of it, as a JSON list.
    pub(crate) fn states(self) -> &'static str {
        match self {
            Self::Open => r#"["queued","sending","checking","refused","conflict"]"#,
            Self::Done => r#"["done"]"#,
            Self::All => r#"["queued","sending","checking","refused","conflict","done","discarded","replaced"]"#,
        }
    }
}

#[derive(sqlx::FromRow)]
pub(crate) struct RawEntry {
    id: i64,
    batch: Option<i64>,
    kind: String,
    order_id: Option<String>,
    tracking: Option<String>,
    handover: Option<String>,
    product: Option<String>,
    sku: Option<String>,
    warehouse: Option<String>,
    change: Option<String>,
    base: Option<i64>,
    observed: Option<i64>,
    sent: Option<i64>,
    state: String,
    attempts: i64,
    departed: Option<i64>,
    due: i64,
    reason: Option<String>,
    created: i64,
    changed: i64,
}

impl RawEntry {
    pub(crate) fn read(self) -> Result<Entry, StoreError> {
        let text = Option::unwrap_or_default;
        let kind = if self.kind == "ship" {
            let departure = departure(text(self.tracking), self.handover.as_deref())?;
            Kind::Ship { order: OrderId::new(text(self.order_id)), departure }
        } else {
            Kind::Stock {
                target: StockTarget {
                    product: ProductId::new(text(self.product)),
                    sku: SkuId::new(text(self.sku)),
                    warehouse: WarehouseId::new(text(self.warehouse)),
                },
                change: serde_json::from_str(&text(self.change))?,
                base: self.base,
                observed: self.observed,
                sent: self.sent,
            }
        };
        Ok(Entry {
            id: self.id,
            batch: self.batch,
            kind,
            state: State::from_text(&self.state),
            attempts: self.attempts,
            departed: self.departed.map(time),
            due: time(self.due),
            reason: self.reason,
            created: time(self.created),
            changed: time(self.changed),
        })
    }
}

/// What the outbox keeps of an order with the platform's label, in `handover`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum KeptLabel {
    Bought { bought: Box<Purchase> },
    HandedOver(Handover),
}

/// How an order leaves, as the outbox has it.
pub(crate) fn departure(tracking: String, handover: Option<&str>) -> Result<Departure, StoreError> {
    match handover.map(serde_json::from_str).transpose()? {
        None => Ok(Departure::Number(tracking)),
        Some(KeptLabel::HandedOver(handover)) => Ok(Departure::Label(handover)),
        Some(KeptLabel::Bought { bought }) => Ok(Departure::Bought(bought)),
    }
}

/// The same the other way round: tracking number and handover.
pub(crate) fn written(departure: &Departure) -> Result<(&str, Option<String>), StoreError> {
    match departure {
        Departure::Number(number) => Ok((number, None)),
        Departure::Label(handover) => Ok(("", Some(serde_json::to_string(handover)?))),
        Departure::Bought(purchase) => {
            let kept = KeptLabel::Bought { bought: purchase.clone() };
            Ok(("", Some(serde_json::to_string(&kept)?)))
        }
    }
}

impl Store {
    /// Wishes, latest change first, at most 500.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn outbox(&self, shop: ShopId, which: Which) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<RawEntry> = sqlx::query_as(
            "SELECT * FROM outbox WHERE shop = ?1 AND state IN (SELECT value FROM json_each(?2))
             ORDER BY changed DESC, id DESC LIMIT 500",
        )
        .bind(shop.0)
        .bind(which.states())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(RawEntry::read).collect()
    }

    /// One wish.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]
    pub async fn outbox_entry(&self, id: i64) -> Result<Entry, StoreError> {
        let row: Option<RawEntry> =
            sqlx::query_as("SELECT * FROM outbox WHERE id = ?1").bind(id).fetch_optional(&self.readers).await?;
        row.ok_or(StoreError::NotFound)?.read()
    }

    /// The latest wish to ship this order, whatever became of it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn shipment_of(&self, shop: ShopId, order: &OrderId) -> Result<Option<Entry>, StoreError> {
        let row: Option<RawEntry> = sqlx::query_as(
            "SELECT * FROM outbox WHERE shop = ?1 AND kind = 'ship' AND order_id = ?2
               AND state NOT IN ('replaced', 'discarded') ORDER BY id DESC LIMIT 1",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .fetch_optional(&self.readers)
        .await?;
        row.map(RawEntry::read).transpose()
    }

    /// How many wishes aren't over, by state.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn outbox_counts(&self, shop: ShopId) -> Result<Counts, StoreError> {
        let statement = format!(
            "SELECT iif(state = 'queued' AND {HELD}, 'held', state) AS look, count(*) FROM outbox o
             WHERE shop = ?1 AND state IN ('queued', 'sending', 'checking') GROUP BY look
             UNION ALL SELECT state, count(*) FROM outbox INDEXED BY outbox_needs_person
             WHERE shop = ?1 AND state IN ('refused', 'conflict') GROUP BY state
             UNION ALL SELECT state, count(*) FROM errands
             WHERE shop = ?1 AND state IN ('queued', 'sending', 'checking') GROUP BY state
             UNION ALL SELECT state, count(*) FROM errands WHERE shop = ?1 AND state = 'refused' GROUP BY state"
        );
        let rows: Vec<(String, i64)> =
            sqlx::query_as(sqlx::AssertSqlSafe(statement)).bind(shop.0).fetch_all(&self.readers).await?;
        let of = |look: &str| rows.iter().filter(|(name, _)| name == look).map(|(_, count)| count).sum();
        Ok(Counts {
            queued: of("queued"),
            sending: of("sending"),
            checking: of("checking"),
            refused: of("refused"),
            conflict: of("conflict"),
            held: of("held"),
        })
    }

    /// When the next wish is due; `None` when none waits but for an answer to a question.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn next_due(&self, shop: ShopId) -> Result<Option<Timestamp>, StoreError> {
        let statement = format!(
            "SELECT min(due) FROM (
                 SELECT min(due) AS due FROM outbox o WHERE shop = ?1 AND {OPEN} AND NOT {HELD} AND NOT {BEHIND_ERRAND}
                 UNION ALL SELECT min(due) FROM errands WHERE shop = ?1 AND {OPEN})"
        );
        let due: Option<i64> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).bind(shop.0).fetch_one(&self.readers).await?;
        Ok(due.map(time))
    }
}
