//! From the database into the index, and what was written since.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::{Level, ShopId};
use serde_json::json;
use sqlx::{Sqlite, Transaction};

use super::StockIndex;
use crate::{State, StoreError, changed_orders::Commit};

/// Products that are read at once.
const AT_ONCE: usize = 500;

/// Products that were written behind a commit.
const WRITTEN: &str = "SELECT product FROM stock_commits WHERE n > ?2 AND +shop = ?1 ORDER BY product";

/// Products with what belongs to each in one text, which is several times faster than a row for each level.
const PRODUCTS: &str = "
    SELECT p.id, p.name,
        (SELECT json_group_array(json_array(k.position, k.n, k.id, k.seller_sku)) FROM skus k
         WHERE k.shop = p.shop AND k.product = p.id) AS skus,
        (SELECT json_group_array(l.warehouse) FROM product_levels l
         WHERE l.shop = p.shop AND l.product = p.id) AS warehouses,
        (SELECT json_group_array(json_array(l.sku, l.warehouse, l.level)) FROM sku_levels l
         WHERE l.shop = p.shop AND l.product = p.id) AS levels,
        (SELECT json_group_array(json_array(o.sku, o.state)) FROM outbox o
         WHERE o.shop = p.shop AND o.kind = 'stock' AND o.product = p.id
           AND o.state IN ('queued', 'sending', 'checking', 'conflict', 'refused')) AS edits,
        (SELECT json_group_array(json_array(r.sku, r.low_at)) FROM stock_rules r
         WHERE r.shop = p.shop AND r.product = p.id AND r.low_at IS NOT NULL) AS rules
    FROM products p WHERE p.shop = ?1 AND p.id IN (SELECT value FROM json_each(?2))";

/// A product as the database has it.
#[derive(sqlx::FromRow)]
struct RawProduct {
    id: String,
    name: String,
    skus: String,
    warehouses: String,
    levels: String,
    edits: String,
    rules: String,
}

/// A product as the index takes it in.
pub(super) struct ProductFacts {
    pub(super) id: String,
    pub(super) name: String,
    /// Where the shop tells a level of it or of a SKU of it, also of one that it no longer has.
    pub(super) warehouses: BTreeSet<String>,
    /// In their order.
    pub(super) skus: Vec<SkuFacts>,
}

/// A SKU as the index takes it in.
#[derive(Default)]
pub(super) struct SkuFacts {
    pub(super) number: u32,
    pub(super) id: String,
    pub(super) code: String,
    /// Those that the shop tells, by warehouse.
    pub(super) levels: Vec<(String, Level)>,
    /// How far the edits are that aren't over.
    pub(super) edits: Vec<State>,
    /// From which level on it is low, where the seller said so of this SKU.
    pub(super) low_at: Option<Level>,
}

impl RawProduct {
    fn read(self) -> Result<ProductFacts, StoreError> {
        let mut skus: Vec<(i64, u32, String, String)> = serde_json::from_str(&self.skus)?;
        skus.sort_unstable();
        let places: HashMap<String, usize> = skus.iter().map(|(_, _, id, _)| id.clone()).zip(0..).collect();
        let sku = |(_, number, id, code)| SkuFacts { number, id, code, ..SkuFacts::default() };
        let mut skus: Vec<SkuFacts> = skus.into_iter().map(sku).collect();
        let mut warehouses: BTreeSet<String> = serde_json::from_str(&self.warehouses)?;
        for (sku, warehouse, level) in serde_json::from_str::<Vec<(String, String, Level)>>(&self.levels)? {
            if !warehouses.contains(&warehouse) {
                warehouses.insert(warehouse.clone());
            }
            if let Some(place) = places.get(&sku) {
                skus[*place].levels.push((warehouse, level));
            }
        }
        for (sku, state) in serde_json::from_str::<Vec<(String, String)>>(&self.edits)? {
            if let Some(place) = places.get(&sku) {
                skus[*place].edits.push(State::from_text(&state));
            }
        }
        for (sku, low_at) in serde_json::from_str::<Vec<(String, Level)>>(&self.rules)? {
            if let Some(place) = places.get(&sku) {
                skus[*place].low_at = Some(low_at);
            }
        }
        Ok(ProductFacts { id: self.id, name: self.name, warehouses, skus })
    }
}

impl StockIndex {
    /// Reads again what was written since, as this moment of the cache has it: no less and no more. Where it is
    /// given up half-way, whoever comes next reads the same products once more.
    ///
    /// # Errors
    /// [`StoreError`]
    pub(crate) async fn catch_up(
        &mut self,
        moment: &mut Transaction<'static, Sqlite>,
        shop: ShopId,
    ) -> Result<(), StoreError> {
        let latest = Commit::latest(&mut **moment).await?;
        let written: Vec<String> =
            sqlx::query_scalar(WRITTEN).bind(shop.0).bind(self.place).fetch_all(&mut **moment).await?;
        for ids in written.chunks(AT_ONCE) {
            let found: Vec<RawProduct> =
                sqlx::query_as(PRODUCTS).bind(shop.0).bind(json!(ids).to_string()).fetch_all(&mut **moment).await?;
            let found: Vec<ProductFacts> = found.into_iter().map(RawProduct::read).collect::<Result<_, _>>()?;
            let are_here: HashSet<&str> = found.iter().map(|product| product.id.as_str()).collect();
            ids.iter().filter(|id| !are_here.contains(id.as_str())).for_each(|id| self.remove(id));
            found.into_iter().for_each(|product| self.put(product));
        }
        self.low_at.read_wide(moment, shop).await?;
        self.bring_orders_up_to_date();
        self.place = latest;
        Ok(())
    }
}
