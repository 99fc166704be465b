//! Shipping many orders at once: one transaction, a handful of statements, an outcome for each.

use std::collections::HashMap;

use domain::{Departure, OrderId, ShopId};
use jiff::Timestamp;
use serde_json::json;
use sqlx::{Sqlite, Transaction};

use crate::{
    BatchKind, Store, StoreError, Tables, batches,
    outbox::{departure, written},
};

/// What saving a bulk shipment came to.
#[derive(Debug)]
pub struct ShipmentsQueued {
    /// The new batch; `None` where nothing new was saved.
    pub batch: Option<i64>,
    /// Orders that are saved and on their way, those included that were so before in the same
    /// way: asking twice is asking once.
    pub queued: usize,
    /// The others, by their place in what was given.
    pub refused: Vec<(usize, StoreError)>,
}

/// For each place in the list: whether the cache holds the order, and how it is leaving already.
const STANDING: &str = "
    SELECT a.key, o.n IS NOT NULL, e.tracking, e.handover
    FROM json_each(?2) a
    LEFT JOIN orders o ON o.shop = ?1 AND o.id = a.value->>0
    LEFT JOIN outbox e ON e.shop = ?1 AND e.kind = 'ship' AND e.order_id = a.value->>0
         AND e.state IN ('queued', 'sending', 'checking')
    ORDER BY a.key";

/// Earlier refused wishes give way to the new ones.
const REPLACE: &str = "
    UPDATE outbox SET state = 'replaced', changed = ?3
    WHERE shop = ?1 AND kind = 'ship' AND state = 'refused' AND order_id IN (SELECT value->>0 FROM json_each(?2))";

const INSERT: &str = "
    INSERT INTO outbox (shop, batch, kind, order_id, tracking, handover, state, due, created, changed)
    SELECT ?1, ?4, 'ship', value->>0, value->>1, value->>2, 'queued', ?5, ?3, ?3 FROM json_each(?2) ORDER BY key";

impl Store {
    /// Saves the wishes to ship these orders as one batch, of which nothing leaves before `due`: all
    /// that can be shipped, in one transaction; the others are named with their reasons. The rules are those of
    /// [`Store::queue_shipment`], and the same order twice in one list is asked once.
    ///
    /// # Errors
    /// [`StoreError`] where the cache can't be written; then none is saved.
    pub async fn queue_shipments(
        &self,
        shop: ShopId,
        shipments: &[(OrderId, Departure)],
        now: Timestamp,
        due: Timestamp,
    ) -> Result<ShipmentsQueued, StoreError> {
        let written: Vec<Written<'_>> = shipments
            .iter()
            .map(|(order, departure)| written(departure).map(|(number, handover)| (order.as_str(), number, handover)))
            .collect::<Result<_, _>>()?;
        let mut tx = self.begin().await?;
        let standing: Vec<RawStanding> =
            sqlx::query_as(STANDING).bind(shop.0).bind(json!(written).to_string()).fetch_all(&mut *tx).await?;
        let (new, refused) = sort(shipments, written, standing)?;
        let queued = shipments.len() - refused.len();
        if new.is_empty() {
            return Ok(ShipmentsQueued { batch: None, queued, refused });
        }
        let batch = insert(&mut tx, shop, &json!(new).to_string(), now, due).await?;
        self.commit(tx, Tables::OUTBOX.and(Tables::ORDERS)).await?;
        Ok(ShipmentsQueued { batch: Some(batch), queued, refused })
    }
}

async fn insert(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    new: &str,
    now: Timestamp,
    due: Timestamp,
) -> Result<i64, StoreError> {
    let batch = batches::add(tx, shop, BatchKind::Ship, None, now).await?;
    for statement in [REPLACE, INSERT] {
        sqlx::query(statement)
            .bind(shop.0)
            .bind(new)
            .bind(now.as_millisecond())
            .bind(batch)
            .bind(due.as_millisecond())
            .execute(&mut **tx)
            .await?;
    }
    Ok(batch)
}

type Refused = Vec<(usize, StoreError)>;
/// Order, number and handover of a wish, as the outbox has them.
type Written<'a> = (&'a str, &'a str, Option<String>);
type RawStanding = (i64, bool, Option<String>, Option<String>);

/// Those to save, and those that can't be.
fn sort<'a>(
    asked: &'a [(OrderId, Departure)],
    written: Vec<Written<'a>>,
    standing: Vec<RawStanding>,
) -> Result<(Vec<Written<'a>>, Refused), StoreError> {
    let mut under_way: HashMap<&OrderId, Departure> = HashMap::new();
    let (mut new, mut refused) = (Vec::new(), Vec::new());
    for (place, (((order, wanted), written), standing)) in asked.iter().zip(written).zip(standing).enumerate() {
        let (_, known, number, handover) = standing;
        let before = number.map(|number| departure(number, handover.as_deref())).transpose()?;
        match before.or_else(|| under_way.get(order).cloned()) {
            _ if !known => refused.push((place, StoreError::NotFound)),
            Some(other) if other != *wanted => refused.push((place, StoreError::under_way(&other))),
            Some(_) => {}
            None => {
                under_way.insert(order, wanted.clone());
                new.push(written);
            }
        }
    }
    Ok((new, refused))
}
