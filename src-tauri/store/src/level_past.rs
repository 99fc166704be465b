//! The past of a SKU's levels, as the ledger has it: its lines a piece at a time, and the levels that the shop was known
//! to have.

use domain::{Level, ProductId, ShopId, SkuId, WarehouseId};
use jiff::Timestamp;

use crate::{BatchKind, LedgerEvent, LedgerRow, Store, StoreError, orders::time};

/// Whose past: a SKU's, in one warehouse or in all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastOf {
    /// The product.
    pub product: ProductId,
    /// The variant.
    pub sku: SkuId,
    /// Where; `None` for everywhere.
    pub warehouse: Option<WarehouseId>,
}

/// Who moved a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mover {
    /// The shop: a sale, a return, somebody in Seller Center.
    Shop,
    /// The person, by a save.
    Person,
    /// A save that takes another one back.
    Undo,
}

impl Mover {
    fn of(batch: Option<&str>) -> Self {
        match batch.map(BatchKind::from_text) {
            None => Self::Shop,
            Some(BatchKind::Undo) => Self::Undo,
            Some(_) => Self::Person,
        }
    }
}

/// A level that the shop was known to have from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownStep {
    /// From when on, as the ledger has it: a clock that was set is not put right.
    pub at: Timestamp,
    /// The level.
    pub level: Level,
    /// Who moved it there.
    pub by: Mover,
}

/// The warehouses that the ledger knows of a SKU: each is looked up behind the one before, as reading all lines for
/// their few warehouses would take as long as the past is.
const PLACES: &str = "
    WITH RECURSIVE places (warehouse) AS (
        SELECT min(warehouse) FROM ledger WHERE shop = ?1 AND product = ?2 AND sku = ?3
        UNION ALL
        SELECT (SELECT min(l.warehouse) FROM ledger l WHERE l.shop = ?1 AND l.product = ?2 AND l.sku = ?3
                AND l.warehouse > places.warehouse)
        FROM places WHERE places.warehouse IS NOT NULL)
    SELECT warehouse FROM places WHERE warehouse IS NOT NULL";

/// Of each warehouse as many lines as are asked for, and the newest of them all together.
pub(crate) const PIECE: &str = "
    SELECT l.n, l.warehouse, l.at, l.event, l.level, l.before, l.wish, l.batch, b.kind, b.reason, l.said
    FROM json_each(?4) asked
    CROSS JOIN ledger l ON l.n IN (
        SELECT i.n FROM ledger i WHERE i.shop = ?1 AND i.product = ?2 AND i.sku = ?3 AND i.warehouse = asked.value
          AND i.n < ?5 ORDER BY i.n DESC LIMIT ?6)
    LEFT JOIN batches b ON b.id = l.batch
    ORDER BY l.n DESC LIMIT ?6";

/// What is about to leave was planned from a reading, and that is a level that the shop had, too.
pub(crate) const STEPS: &str = "
    SELECT l.at, iif(l.event = 'sent', l.before, l.level), iif(l.event = 'answered', b.kind, NULL)
    FROM ledger l LEFT JOIN batches b ON b.id = l.batch
    WHERE l.shop = ?1 AND l.product = ?2 AND l.sku = ?3 AND l.warehouse = ?4
      AND l.event IN ('seen', 'sent', 'answered') AND iif(l.event = 'sent', l.before, l.level) IS NOT NULL
    ORDER BY l.n";

#[derive(sqlx::FromRow)]
struct RawLine {
    n: i64,
    warehouse: String,
    at: i64,
    event: String,
    level: Option<i64>,
    before: Option<i64>,
    wish: Option<i64>,
    batch: Option<i64>,
    kind: Option<String>,
    reason: Option<String>,
    said: Option<String>,
}

impl RawLine {
    fn read(self) -> LedgerRow {
        LedgerRow {
            n: self.n,
            warehouse: WarehouseId::new(self.warehouse),
            at: time(self.at),
            event: LedgerEvent::from_text(&self.event),
            level: self.level,
            before: self.before,
            wish: self.wish,
            batch: self.batch,
            by: Mover::of(self.kind.as_deref()),
            reason: self.reason,
            said: self.said,
        }
    }
}

impl Store {
    /// The lines of a past, newest first, at most `most`: the newest, or those behind the line with the number `before`.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn ledger_piece(
        &self,
        shop: ShopId,
        of: &PastOf,
        before: Option<i64>,
        most: u32,
    ) -> Result<Vec<LedgerRow>, StoreError> {
        let places = self.places_of(shop, of).await?;
        let rows: Vec<RawLine> = sqlx::query_as(PIECE)
            .bind(shop.0)
            .bind(of.product.as_str())
            .bind(of.sku.as_str())
            .bind(serde_json::json!(places).to_string())
            .bind(before.unwrap_or(i64::MAX))
            .bind(most)
            .fetch_all(&self.readers)
            .await?;
        Ok(rows.into_iter().map(RawLine::read).collect())
    }

    /// The levels that the shop was known to have, by warehouse, in the order in which they became known. A level that
    /// was read again before a write and is the one known already is no step.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn known_steps(
        &self,
        shop: ShopId,
        of: &PastOf,
    ) -> Result<Vec<(WarehouseId, Vec<KnownStep>)>, StoreError> {
        let mut all = Vec::new();
        for place in self.places_of(shop, of).await? {
            let rows: Vec<(i64, i64, Option<String>)> = sqlx::query_as(STEPS)
                .bind(shop.0)
                .bind(of.product.as_str())
                .bind(of.sku.as_str())
                .bind(&place)
                .fetch_all(&self.readers)
                .await?;
            all.push((WarehouseId::new(place), steps_of(rows)));
        }
        Ok(all)
    }

    async fn places_of(&self, shop: ShopId, of: &PastOf) -> Result<Vec<String>, StoreError> {
        if let Some(warehouse) = &of.warehouse {
            return Ok(vec![warehouse.as_str().to_owned()]);
        }
        let (product, sku) = (of.product.as_str(), of.sku.as_str());
        Ok(sqlx::query_scalar(PLACES).bind(shop.0).bind(product).bind(sku).fetch_all(&self.readers).await?)
    }
}

fn steps_of(rows: Vec<(i64, i64, Option<String>)>) -> Vec<KnownStep> {
    let mut steps: Vec<KnownStep> = Vec::with_capacity(rows.len());
    for (at, level, kind) in rows {
        let by = Mover::of(kind.as_deref());
        let is_news = by != Mover::Shop || steps.last().is_none_or(|last| last.level != level);
        if is_news {
            steps.push(KnownStep { at: time(at), level, by });
        }
    }
    steps
}
