//! What was counted beside what is known, by position.

use std::collections::HashMap;

use domain::{Level, ProductId, SkuId, StockChange};
use fixedbitset::FixedBitSet;
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use super::StockCount;
use crate::{
    RowNumbers, StockRow, StockSort, Store, StoreError,
    folded::fold,
    orders::{time, words},
};

/// Which SKUs a count shows. What was touched last is first, and what was not counted stands by product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountFilter {
    /// One of the tabs.
    pub tab: CountTab,
    /// Words that must all occur in product name, SKU code or id.
    pub search: String,
}

/// The tabs of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountTab {
    /// Every SKU that is kept in the warehouse or was counted, by product.
    All,
    /// What was counted.
    Counted,
    /// What was counted and is not what is known, or can't be compared.
    Differences,
    /// What is kept in the warehouse and was not counted.
    NotCounted,
}

/// A list of a count and what was counted with it.
#[derive(Clone, Debug)]
pub struct CountListing {
    /// The count.
    pub count: StockCount,
    /// Row numbers of SKUs by position.
    pub numbers: RowNumbers,
    /// How many match the search on each tab.
    pub counts: CountCounts,
    /// Over everything counted, whatever is searched for.
    pub sums: CountSums,
}

/// How many SKUs match the search on each tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountCounts {
    /// [`CountTab::All`]
    pub all: i64,
    /// [`CountTab::Counted`]
    pub counted: i64,
    /// [`CountTab::Differences`]
    pub differences: i64,
    /// [`CountTab::NotCounted`]
    pub not_counted: i64,
}

/// What a count comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountSums {
    /// SKUs that were counted and are in the shop.
    pub lines: i64,
    /// Levels that applying it would change.
    pub differences: i64,
    /// Pieces that these bring.
    pub more: i64,
    /// Pieces that these take.
    pub fewer: i64,
    /// Counted SKUs whose level the shop doesn't tell.
    pub untold: i64,
    /// Counted SKUs whose level was edited here since.
    pub edited: i64,
    /// Counted SKUs that are no longer in the shop.
    pub gone: i64,
    /// SKUs that are kept in the warehouse and were not counted.
    pub not_counted: i64,
    /// Pieces that are sold and not packed, of which the shop says no warehouse though it has several.
    pub unplaced: i64,
}

/// What was counted of one SKU.
#[derive(Clone, Debug, PartialEq)]
pub struct CountLine {
    /// The product.
    pub product: ProductId,
    /// The SKU.
    pub sku: SkuId,
    /// Pieces that were counted.
    pub pieces: i64,
    /// Of these, those that are sold and not packed yet.
    pub sold: i64,
    /// The level when it was counted; `None` where the shop didn't tell it.
    pub level: Option<Level>,
    /// By how much the level differs from what is to be offered of what was counted; `None` where it isn't told.
    pub difference: Option<i64>,
    /// The level was edited here since, so that the difference isn't true any more.
    pub edited: bool,
    /// Where the difference leads from the level as it is known now; `None` where nothing will be sent.
    pub leads_to: Option<Level>,
    /// The level as it is known now.
    pub(super) now: Option<Level>,
    /// More was sold since than was there: an adjustment would be refused as negative.
    is_short: bool,
    /// When it was counted.
    pub touched: Timestamp,
}

/// A row of a count.
#[derive(Clone, Debug, PartialEq)]
pub struct CountRow {
    /// The SKU with its levels.
    pub stock: StockRow,
    /// What was counted of it.
    pub line: Option<CountLine>,
}

/// The lines of the count `?1`; with `?2` those of these SKUs alone.
///
/// An order may become known after a SKU was counted, and yet be older than the reading of its level: the level was
/// without its pieces already, and the shelf was not. They are taken off like those that were known (`late`). Of orders
/// that were over long before, which come by the thousand while a shop is read for the first time, none is taken apart.
/// Of what is left the seller's rule keeps some back, as far as there is any (`domain::StockRule::offered`).
/// The level was edited here since where a wish came later, or where the one under way became another or nothing.
const LINES: &str = "
    WITH late AS (
        SELECT c.n, sum(l.value->>'quantity') AS pieces
        FROM stock_counts t
        CROSS JOIN orders o ON o.n > (SELECT min(orders_to) FROM counted WHERE count = ?1) AND +o.shop = t.shop
            AND (o.stage IN (0, 1) OR o.updated > (SELECT min(min(read_at, touched)) FROM counted WHERE count = ?1))
        CROSS JOIN json_each(o.detail, '$.lines') l
        CROSS JOIN counted c ON c.count = ?1 AND c.product = l.value->>'product' AND c.sku = l.value->>'sku'
        WHERE t.id = ?1 AND o.n > c.orders_to AND o.created <= c.read_at
          AND (o.stage IN (0, 1) OR o.updated > iif(o.stage = 4, c.read_at, c.touched))
          AND (o.warehouse = t.warehouse OR (o.warehouse = '' AND (
                SELECT count(*) FROM sku_levels w WHERE w.shop = t.shop AND w.product = c.product AND w.sku = c.sku) <= 1))
        GROUP BY c.n),
    lines AS (
        SELECT t.shop, t.warehouse, c.*, iif(t.sold_apart, 0, c.sold) + coalesce(late.pieces, 0) AS off,
            coalesce(
                (SELECT r.kept_back FROM stock_rules r
                 WHERE r.shop = t.shop AND r.product = c.product AND r.sku = c.sku AND r.warehouse = ''),
                (SELECT r.kept_back FROM stock_rules r
                 WHERE r.shop = t.shop AND r.product = '' AND r.sku = '' AND r.warehouse = t.warehouse),
                (SELECT r.kept_back FROM stock_rules r
                 WHERE r.shop = t.shop AND r.product = '' AND r.sku = '' AND r.warehouse = ''),
                0) AS rule
        FROM stock_counts t JOIN counted c ON c.count = t.id LEFT JOIN late ON late.n = c.n
        WHERE t.id = ?1 AND (?2 IS NULL OR (c.product, c.sku) IN (
            SELECT product, id FROM skus WHERE n IN (SELECT value FROM json_each(?2))))),
    offered AS (SELECT *, pieces - off - max(0, min(rule, pieces - off)) AS pieces_offered FROM lines)
    SELECT k.n AS number, i.product, i.sku, i.pieces, i.off, i.level, i.pieces_offered - i.level AS difference,
        i.pieces_offered <> i.level AND (
            EXISTS (SELECT 1 FROM outbox o WHERE o.id = i.edit
                AND (o.state NOT IN ('queued', 'sending', 'checking', 'done') OR o.change <> i.change))
            OR EXISTS (SELECT 1 FROM outbox o WHERE o.shop = i.shop AND o.kind = 'stock' AND o.product = i.product
                AND o.sku = i.sku AND o.warehouse = i.warehouse AND o.id > i.outbox_to
                AND o.state IN ('queued', 'sending', 'checking', 'conflict', 'refused'))
            OR EXISTS (SELECT 1 FROM ledger h WHERE h.shop = i.shop AND h.product = i.product AND h.sku = i.sku
                AND h.warehouse = i.warehouse AND h.event = 'sent' AND h.wish > i.outbox_to)) AS edited,
        s.level AS now,
        (SELECT o.sent FROM outbox o WHERE o.shop = i.shop AND o.kind = 'stock' AND o.product = i.product
            AND o.sku = i.sku AND o.warehouse = i.warehouse
            AND o.state IN ('queued', 'sending', 'checking', 'conflict', 'refused')
            AND o.state IN ('sending', 'checking') ORDER BY o.id DESC LIMIT 1) AS sent,
        (SELECT o.change FROM outbox o WHERE o.shop = i.shop AND o.kind = 'stock' AND o.product = i.product
            AND o.sku = i.sku AND o.warehouse = i.warehouse AND o.state = 'queued') AS waiting,
        i.touched
    FROM offered i
    LEFT JOIN skus k ON k.shop = i.shop AND k.product = i.product AND k.id = i.sku
    LEFT JOIN sku_levels s ON s.shop = i.shop AND s.product = i.product AND s.sku = i.sku AND s.warehouse = i.warehouse
    ORDER BY i.touched DESC, i.n DESC";

/// Pieces of orders that are not packed and say no place.
const UNPLACED: &str = "
    SELECT coalesce(sum(o.quantity), 0) FROM orders o WHERE o.shop = ?1 AND o.stage IN (0, 1) AND o.warehouse = ''
      AND NOT EXISTS (SELECT 1 FROM packed k WHERE k.shop = ?1 AND k.order_id = o.id)";

#[derive(sqlx::FromRow)]
struct RawLine {
    number: Option<u32>,
    product: String,
    sku: String,
    pieces: i64,
    off: i64,
    level: Option<i64>,
    difference: Option<i64>,
    edited: Option<bool>,
    now: Option<i64>,
    sent: Option<i64>,
    waiting: Option<String>,
    touched: i64,
}

impl RawLine {
    fn read(self) -> Result<(Option<u32>, CountLine), StoreError> {
        let edited = self.edited.unwrap_or(false);
        let ground = self.sent.or(self.now);
        // One that can't be is refused when it leaves, and changes nothing.
        let expected = match self.waiting {
            Some(change) => serde_json::from_str::<StockChange>(&change)?.target(ground).ok().or(ground),
            None => ground,
        };
        let sends = self.difference.filter(|difference| *difference != 0 && !edited && self.number.is_some());
        let leads_to = expected.zip(sends).map(|(expected, difference)| expected + difference);
        let line = CountLine {
            product: ProductId::new(self.product),
            sku: SkuId::new(self.sku),
            pieces: self.pieces,
            sold: self.off,
            level: self.level,
            difference: self.difference,
            edited,
            leads_to: leads_to.map(|level| level.max(0)),
            now: self.now,
            is_short: leads_to.is_some_and(|level| level < 0),
            touched: time(self.touched),
        };
        Ok((self.number, line))
    }
}

impl CountLine {
    /// What is asked of the shop for it; nothing where nothing differs, or isn't known.
    pub(super) fn change(&self) -> Option<StockChange> {
        let (_, amount) = (self.leads_to?, self.difference?);
        Some(if self.is_short { StockChange::Set { level: 0 } } else { StockChange::Add { amount } })
    }

    /// Whether it can be compared with a level.
    fn is_told(&self) -> bool {
        self.difference.is_some() && self.now.is_some()
    }

    fn differs(&self) -> bool {
        !self.is_told() || self.difference != Some(0)
    }
}

/// The lines of a count, those touched last first, each with the row number of its SKU where that is in the shop.
pub(super) async fn lines(
    from: &mut SqliteConnection,
    count: i64,
    numbers: Option<&[i64]>,
) -> Result<Vec<(Option<u32>, CountLine)>, StoreError> {
    let rows: Vec<RawLine> = sqlx::query_as(LINES)
        .bind(count)
        .bind(numbers.map(|numbers| json!(numbers).to_string()))
        .fetch_all(from)
        .await?;
    rows.into_iter().map(RawLine::read).collect()
}

impl Store {
    /// The SKUs of a tab, and what the count comes to.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for one that isn't open (any more).
    pub async fn count_list(&self, count: i64, filter: &CountFilter) -> Result<CountListing, StoreError> {
        let count = self.open_count(count).await?;
        let stock = self.stock_now(count.shop).await?;
        let mut reader = self.readers.acquire().await?;
        let lines = lines(&mut reader, count.id, None).await?;
        let found = stock.with_words(&words(&filter.search));
        let kept = stock.kept_in(&count.warehouse);
        let (counted, differing) = (numbers(&lines, |_| true), numbers(&lines, CountLine::differs));
        let is_counted = stock.with_numbers(&counted);
        let mut rest = kept.clone();
        rest.difference_with(&is_counted);
        let mut sums = sums(&lines);
        sums.not_counted = rest.count_ones(..) as i64;
        if stock.warehouses().len() > 1 && !count.sold_apart {
            sums.unplaced = sqlx::query_scalar(UNPLACED).bind(count.shop.0).fetch_one(&mut *reader).await?;
        }
        let within = |set: &FixedBitSet| set & &found;
        let all = within(&(&kept | &is_counted));
        let (counted_found, rest_found) = (within(&is_counted), within(&rest));
        let differing_found = within(&stock.with_numbers(&differing));
        let counts = CountCounts {
            all: all.count_ones(..) as i64,
            counted: counted_found.count_ones(..) as i64,
            differences: differing_found.count_ones(..) as i64,
            not_counted: rest_found.count_ones(..) as i64,
        };
        let in_order = |positions: &FixedBitSet| {
            let wanted = stock.numbers_of(positions);
            let numbers = lines.iter().filter_map(|(number, _)| *number);
            numbers.filter(|number| wanted.contains(*number as usize)).collect()
        };
        let numbers = match filter.tab {
            CountTab::All => stock.listed(&all, &StockSort::default(), None),
            CountTab::NotCounted => stock.listed(&rest_found, &StockSort::default(), None),
            CountTab::Counted => in_order(&counted_found),
            CountTab::Differences => in_order(&differing_found),
        };
        Ok(CountListing { count, numbers, counts, sums })
    }

    /// The SKUs with these row numbers, in their order, and what was counted of them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for a count that isn't open (any more).
    pub async fn count_rows(&self, count: i64, numbers: &[i64]) -> Result<Vec<CountRow>, StoreError> {
        let count = self.open_count(count).await?;
        let rows = self.stock_rows(count.shop, numbers).await?;
        let mut reader = self.readers.acquire().await?;
        let lines = lines(&mut reader, count.id, Some(numbers)).await?;
        let key = |(_, line): (_, CountLine)| ((line.product.clone(), line.sku.clone()), line);
        let mut lines: HashMap<_, _> = lines.into_iter().map(key).collect();
        let row = |stock: StockRow| {
            let line = lines.remove(&(stock.product.clone(), stock.sku.clone()));
            CountRow { stock, line }
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// One SKU, and what was counted of it; `None` where it isn't in the shop.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn count_row(
        &self,
        count: &StockCount,
        product: &ProductId,
        sku: &SkuId,
    ) -> Result<Option<CountRow>, StoreError> {
        let number: Option<i64> = sqlx::query_scalar("SELECT n FROM skus WHERE shop = ?1 AND product = ?2 AND id = ?3")
            .bind(count.shop.0)
            .bind(product.as_str())
            .bind(sku.as_str())
            .fetch_optional(&self.readers)
            .await?;
        let Some(number) = number else { return Ok(None) };
        Ok(self.count_rows(count.id, &[number]).await?.pop())
    }

    /// The SKUs that a code stands for: the seller's own code or the shop's id, whole, whatever its case.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn skus_by_code(&self, count: &StockCount, code: &str) -> Result<Vec<StockRow>, StoreError> {
        let code = fold(code.trim());
        if code.is_empty() {
            return Ok(Vec::new());
        }
        let numbers = self.stock_now(count.shop).await?.with_code(&code);
        self.stock_rows(count.shop, &numbers).await
    }
}

fn numbers(lines: &[(Option<u32>, CountLine)], are: impl Fn(&CountLine) -> bool) -> FixedBitSet {
    lines.iter().filter(|(_, line)| are(line)).filter_map(|(number, _)| Some((*number)? as usize)).collect()
}

fn sums(lines: &[(Option<u32>, CountLine)]) -> CountSums {
    let mut sums = CountSums::default();
    for (number, line) in lines {
        if number.is_none() {
            sums.gone += 1;
            continue;
        }
        sums.lines += 1;
        sums.untold += i64::from(!line.is_told());
        sums.edited += i64::from(line.edited);
        if let (Some(_), Some(difference)) = (line.leads_to, line.difference) {
            sums.differences += 1;
            sums.more += difference.max(0);
            sums.fewer += (-difference).max(0);
        }
    }
    sums
}
