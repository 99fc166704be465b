//! A seller who reads the tables from the first row to the last: slow, and right by being simple.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, BTreeSet},
};

use domain::{SkuId, WarehouseId};
use sqlx::{
    AssertSqlSafe, Connection as _, FromRow, SqliteConnection, sqlite::SqliteConnectOptions, sqlite::SqliteRow,
};
use store::{FoldedProduct, Pace, StockCounts, StockFilter, StockSort, StockSortBy, StockTab};

use crate::shelf::SHOP;

/// What a row stands for: a SKU alone, the first of several of its product, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sku,
    First,
    Folded,
}

/// The tables of the grid, as they are at one moment.
pub(super) struct ByHand {
    skus: Vec<ReadSku>,
    /// Product, SKU, pieces and when they were sold.
    sold: Vec<(String, String, i64, i64)>,
    pub(super) warehouses: Vec<String>,
}

struct ReadSku {
    number: i64,
    product: String,
    id: String,
    name: String,
    code: String,
    place: i64,
    haystack: String,
    levels: BTreeMap<String, i64>,
    /// From which level on it is low, by warehouse.
    low_at: BTreeMap<String, i64>,
    /// Of all edits of it, over or not.
    states: BTreeSet<String>,
}

async fn rows<R>(connection: &mut SqliteConnection, statement: &str) -> Vec<R>
where
    R: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
{
    sqlx::query_as(AssertSqlSafe(statement)).bind(SHOP.0).fetch_all(connection).await.unwrap()
}

impl ByHand {
    pub(super) async fn read(folder: &std::path::Path) -> Self {
        let options = SqliteConnectOptions::new().filename(folder.join("tiktokflow.db")).read_only(true);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let told: Vec<(i64, String, String, String, String, i64, String)> = rows(
            &mut connection,
            "SELECT k.n, k.product, k.id, p.name, k.seller_sku, k.position, k.haystack
             FROM skus k JOIN products p ON p.shop = k.shop AND p.id = k.product WHERE k.shop = ?1",
        )
        .await;
        let levels: Vec<(String, String, String, i64)> =
            rows(&mut connection, "SELECT product, sku, warehouse, level FROM sku_levels WHERE shop = ?1").await;
        let named: Vec<(String,)> = rows(&mut connection, "SELECT warehouse FROM product_levels WHERE shop = ?1").await;
        let edits: Vec<(String, String, String)> =
            rows(&mut connection, "SELECT product, sku, state FROM outbox WHERE shop = ?1 AND kind = 'stock'").await;
        let sold: Vec<(String, String, i64, i64)> = rows(
            &mut connection,
            "SELECT l.value ->> 'product', l.value ->> 'sku', l.value ->> 'quantity', o.created
             FROM orders o, json_each(o.detail, '$.lines') l WHERE o.shop = ?1 AND o.stage <> 4",
        )
        .await;
        let thresholds: Vec<(String, String, String, i64)> = rows(
            &mut connection,
            "SELECT product, sku, warehouse, low_at FROM stock_rules WHERE shop = ?1 AND low_at IS NOT NULL",
        )
        .await;
        let threshold = |product: &str, sku: &str, warehouse: &str| {
            let is = |it: &&(String, String, String, i64)| (&*it.0, &*it.1, &*it.2) == (product, sku, warehouse);
            thresholds.iter().find(is).map(|it| it.3)
        };
        connection.close().await.unwrap();
        let mut warehouses: Vec<String> = named.into_iter().map(|(warehouse,)| warehouse).collect();
        warehouses.extend(levels.iter().map(|(_, _, warehouse, _)| warehouse.clone()));
        warehouses.sort();
        warehouses.dedup();
        let sku =
            |(number, product, id, name, code, place, haystack): (i64, String, String, String, String, i64, String)| {
                let own = levels.iter().filter(|(of, sku, ..)| (of, sku) == (&product, &id));
                let levels: BTreeMap<_, _> = own.map(|(_, _, warehouse, level)| (warehouse.clone(), *level)).collect();
                let low_at = levels.keys().map(|warehouse| {
                    let narrow = threshold(&product, &id, "").or_else(|| threshold("", "", warehouse));
                    (warehouse.clone(), narrow.or_else(|| threshold("", "", "")).unwrap_or(5))
                });
                let low_at = low_at.collect();
                let own = edits.iter().filter(|(of, sku, _)| (of, sku) == (&product, &id));
                let states = own.map(|(_, _, state)| state.clone()).collect();
                ReadSku { number, product, id, name, code, place, haystack, levels, low_at, states }
            };
        Self { skus: told.into_iter().map(sku).collect(), sold, warehouses }
    }

    /// The rows that a filter shows, in their order.
    pub(super) fn rows(&self, filter: &StockFilter) -> Vec<(i64, Kind)> {
        let groups = self.groups(filter);
        let rows = groups.iter().flat_map(|group| match group.as_slice() {
            [first, _, ..] if is_folded(first, filter) => vec![(first.number, Kind::Folded)],
            [first, rest @ ..] if !rest.is_empty() => {
                let rest = rest.iter().map(|sku| (sku.number, Kind::Sku));
                std::iter::once((first.number, Kind::First)).chain(rest).collect()
            }
            alone => alone.iter().map(|sku| (sku.number, Kind::Sku)).collect(),
        });
        rows.collect()
    }

    /// What each folded product comes to, in their order.
    pub(super) fn folded(&self, filter: &StockFilter) -> Vec<(String, FoldedProduct)> {
        let groups = self.groups(filter);
        let folded = groups.iter().filter(|group| group.len() > 1 && is_folded(group[0], filter));
        folded.map(|group| (group[0].product.clone(), self.together(group))).collect()
    }

    fn together(&self, skus: &[&ReadSku]) -> FoldedProduct {
        let sum = |at: &str| skus.iter().map(|sku| sku.levels.get(at).copied()).sum::<Option<i64>>();
        let count = |tab| skus.iter().filter(|sku| sku.is_on(tab)).count();
        let known: Vec<i64> = skus.iter().flat_map(|sku| sku.levels.values().copied()).collect();
        FoldedProduct {
            skus: skus.iter().map(|sku| SkuId::new(&sku.id)).collect(),
            levels: self.warehouses.iter().map(|at| (WarehouseId::new(at), sum(at))).collect(),
            total: self
                .warehouses
                .iter()
                .map(|at| sum(at))
                .sum::<Option<i64>>()
                .filter(|_| !self.warehouses.is_empty()),
            left: (!known.is_empty()).then(|| known.iter().sum()),
            sold_out: count(StockTab::SoldOut),
            changed: count(StockTab::Changed),
            conflicts: count(StockTab::Conflicts),
        }
    }

    /// The SKUs of each product, where the list goes by product and nothing is searched; otherwise each alone.
    fn groups(&self, filter: &StockFilter) -> Vec<Vec<&ReadSku>> {
        let has_groups = filter.sort.by == StockSortBy::Product && filter.search.is_empty();
        let list = self.list(filter);
        list.chunk_by(|one, other| has_groups && one.product == other.product).map(<[_]>::to_vec).collect()
    }

    /// For how long a SKU lasts, as a fraction that isn't rounded: pieces that are left, and that are sold.
    fn lasts(&self, sku: &ReadSku, Pace { days, .. }: &Pace) -> Option<(i64, i64)> {
        let is_counted =
            |at: i64| days.iter().any(|(from, to)| (from.as_millisecond()..to.as_millisecond()).contains(&at));
        let of =
            self.sold.iter().filter(|(product, id, _, at)| (product, id) == (&sku.product, &sku.id) && is_counted(*at));
        let sold: i64 = of.map(|(_, _, pieces, _)| pieces).sum();
        let left: i64 = sku.levels.values().sum();
        (sold > 0 && !sku.levels.is_empty()).then_some((left.max(0), sold))
    }

    /// The SKUs that a filter shows, in their order.
    fn list(&self, filter: &StockFilter) -> Vec<&ReadSku> {
        let mut shown: Vec<&ReadSku> = self.found(filter).filter(|sku| sku.is_on(filter.tab)).collect();
        shown.sort_by(|one, other| {
            self.compare(one, other, &filter.sort)
                .then_with(|| one.name.to_lowercase().cmp(&other.name.to_lowercase()))
                .then_with(|| (&one.product, one.place).cmp(&(&other.product, other.place)))
        });
        shown
    }

    pub(super) fn counts(&self, filter: &StockFilter) -> StockCounts {
        let count = |tab| self.found(filter).filter(|sku| sku.is_on(tab)).count() as i64;
        StockCounts {
            all: count(StockTab::All),
            low: count(StockTab::Low),
            sold_out: count(StockTab::SoldOut),
            changed: count(StockTab::Changed),
            conflicts: count(StockTab::Conflicts),
            products: self.found(filter).map(|sku| &sku.product).collect::<BTreeSet<_>>().len() as i64,
        }
    }

    fn found(&self, filter: &StockFilter) -> impl Iterator<Item = &ReadSku> {
        let words: Vec<String> = filter.search.to_lowercase().split_whitespace().map(str::to_owned).collect();
        self.skus.iter().filter(move |sku| words.iter().all(|word| sku.haystack.contains(word)))
    }

    fn compare(&self, one: &ReadSku, other: &ReadSku, sort: &StockSort) -> Ordering {
        let turned = |order: Ordering| if sort.descending { order.reverse() } else { order };
        let level = |sku: &ReadSku| match &sort.by {
            StockSortBy::Level(warehouse) => sku.levels.get(warehouse.as_str()).copied(),
            _ => self.warehouses.iter().map(|at| sku.levels.get(at).copied()).sum(),
        };
        if let StockSortBy::Lasts(pace) = &sort.by {
            return match (self.lasts(one, pace), self.lasts(other, pace)) {
                (Some((left, sold)), Some((other_left, other_sold))) => {
                    turned((left * other_sold).cmp(&(other_left * sold)))
                }
                (one, other) => Reverse(one.is_some()).cmp(&Reverse(other.is_some())),
            };
        }
        match (&sort.by, level(one), level(other)) {
            (StockSortBy::Product, ..) => turned(one.name.to_lowercase().cmp(&other.name.to_lowercase())),
            (StockSortBy::Code, ..) => turned(one.shown_code().cmp(&other.shown_code())),
            (_, Some(one), Some(other)) => turned(one.cmp(&other)),
            (_, one, other) => Reverse(one.is_some()).cmp(&Reverse(other.is_some())),
        }
    }
}

fn is_folded(sku: &ReadSku, filter: &StockFilter) -> bool {
    filter.folds.all != filter.folds.but.iter().any(|product| product.as_str() == sku.product)
}

impl ReadSku {
    fn shown_code(&self) -> String {
        if self.code.is_empty() { self.id.to_lowercase() } else { self.code.to_lowercase() }
    }

    fn is_on(&self, tab: StockTab) -> bool {
        let has = |states: &[&str]| states.iter().any(|state| self.states.contains(*state));
        match tab {
            StockTab::All => true,
            StockTab::Low => self.levels.iter().any(|(at, level)| *level > 0 && *level <= self.low_at[at]),
            StockTab::SoldOut => !self.levels.is_empty() && self.levels.values().all(|level| *level <= 0),
            StockTab::Changed => has(&["queued", "sending", "checking"]),
            StockTab::Conflicts => has(&["conflict", "refused"]),
        }
    }
}
