//! The seller's safety rules for stock: from which level on something is low, and how many pieces are kept back.

use std::collections::{BTreeMap, HashMap};

use domain::{Level, ProductId, ShopId, SkuId, StockRule, WarehouseId};
use serde_json::{Value, json};

use crate::{Store, StoreError, Tables};

/// The rules that decide about some SKUs, in every warehouse.
///
/// What is to be sent of pieces that were counted on the shelf is `rules.of(…).offered(counted)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StockRules {
    shop: StockRule,
    warehouses: BTreeMap<WarehouseId, StockRule>,
    skus: HashMap<(ProductId, SkuId), StockRule>,
}

/// What a rule is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleScope {
    /// All SKUs in all warehouses.
    Shop,
    /// All SKUs in this one.
    Warehouse(WarehouseId),
    /// The SKUs with these row numbers, in all warehouses.
    Skus(Vec<i64>),
}

/// What a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleField {
    /// [`StockRule::low_at`]
    LowAt,
    /// [`StockRule::kept_back`]
    KeptBack,
}

/// What some SKUs' own rules say, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnRules {
    /// How many SKUs there are.
    pub skus: i64,
    /// [`StockRule::low_at`]
    pub low_at: Own,
    /// [`StockRule::kept_back`]
    pub kept_back: Own,
}

/// What several rules say of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// All of them this.
    Same(Option<Level>),
    /// Not all the same.
    Different,
}

type RawRule = (String, String, String, Option<Level>, Option<Level>);

pub(crate) const RULES: &str = "
    SELECT r.product, r.sku, r.warehouse, r.low_at, r.kept_back FROM stock_rules r WHERE r.shop = ?1 AND r.product = ''
    UNION ALL
    SELECT r.product, r.sku, r.warehouse, r.low_at, r.kept_back FROM json_each(?2) asked
    CROSS JOIN stock_rules r ON r.shop = ?1 AND r.product = asked.value->>0 AND r.sku = asked.value->>1
     AND r.warehouse = ''";

pub(crate) const OWN: &str = "
    SELECT count(*), count(r.low_at), min(r.low_at), max(r.low_at), count(r.kept_back), min(r.kept_back), max(r.kept_back)
    FROM json_each(?2) asked CROSS JOIN skus k ON k.n = asked.value AND +k.shop = ?1
    LEFT JOIN stock_rules r ON r.shop = ?1 AND r.product = k.product AND r.sku = k.id AND r.warehouse = ''";

const SKUS: &str = "SELECT product, id, '' FROM skus WHERE +shop = ?1 AND n IN (SELECT value FROM json_each(?2))";
const PLACE: &str = "SELECT '', '', value FROM json_each(?2)";

impl StockRules {
    /// What counts for a SKU in a warehouse. Only for SKUs that the rules were asked for.
    pub fn of(&self, product: &ProductId, sku: &SkuId, warehouse: &WarehouseId) -> StockRule {
        let own = self.skus.get(&(product.clone(), sku.clone())).copied().unwrap_or_default();
        own.or(self.warehouse(warehouse)).or(self.shop)
    }

    /// What was decided for the shop as a whole.
    pub fn shop(&self) -> StockRule {
        self.shop
    }

    /// The warehouses about which something was decided, by id, and what.
    pub fn warehouses(&self) -> impl Iterator<Item = (&WarehouseId, StockRule)> {
        self.warehouses.iter().map(|(warehouse, rule)| (warehouse, *rule))
    }

    /// What was decided for a warehouse, and nothing else.
    pub fn warehouse(&self, warehouse: &WarehouseId) -> StockRule {
        self.warehouses.get(warehouse).copied().unwrap_or_default()
    }

    fn with(mut self, (product, sku, warehouse, low_at, kept_back): RawRule) -> Self {
        let rule = StockRule { low_at, kept_back };
        match (product.is_empty(), warehouse.is_empty()) {
            (false, _) => drop(self.skus.insert((ProductId::new(product), SkuId::new(sku)), rule)),
            (true, false) => drop(self.warehouses.insert(WarehouseId::new(warehouse), rule)),
            (true, true) => self.shop = rule,
        }
        self
    }
}

impl Store {
    /// The rules that decide about some SKUs of a shop; with none of them those of shop and warehouses alone.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stock_rules(&self, shop: ShopId, skus: &[(ProductId, SkuId)]) -> Result<StockRules, StoreError> {
        let asked: Vec<Value> = skus.iter().map(|(product, sku)| json!([product.as_str(), sku.as_str()])).collect();
        let rows: Vec<RawRule> =
            sqlx::query_as(RULES).bind(shop.0).bind(Value::from(asked).to_string()).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().fold(StockRules::default(), StockRules::with))
    }

    /// What the own rules of the SKUs with these row numbers say.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn own_rules(&self, shop: ShopId, skus: &[i64]) -> Result<OwnRules, StoreError> {
        type Raw = (i64, i64, Option<Level>, Option<Level>, i64, Option<Level>, Option<Level>);
        let found = sqlx::query_as(OWN).bind(shop.0).bind(json!(skus).to_string());
        let (skus, with_low, least, most, with_kept, fewest, largest): Raw = found.fetch_one(&self.readers).await?;
        let own = |with: i64, least: Option<Level>, most: Option<Level>| match with {
            0 => Own::Same(None),
            _ if with == skus && least == most => Own::Same(least),
            _ => Own::Different,
        };
        Ok(OwnRules { skus, low_at: own(with_low, least, most), kept_back: own(with_kept, fewest, largest) })
    }

    /// Decides one field of a rule, from 0 to [`domain::MAX_LEVEL`], or leaves it to the wider rule again. Of a shop
    /// that isn't connected any more nothing is kept.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing has changed.
    pub async fn set_stock_rule(
        &self,
        shop: ShopId,
        scope: &RuleScope,
        field: RuleField,
        value: Option<Level>,
    ) -> Result<(), StoreError> {
        let (about, named) = match scope {
            RuleScope::Shop => (PLACE, json!([""])),
            RuleScope::Warehouse(warehouse) => (PLACE, json!([warehouse.as_str()])),
            RuleScope::Skus(numbers) => (SKUS, json!(numbers)),
        };
        let mut tx = self.begin().await?;
        for statement in statements(about, field, value.is_some()) {
            sqlx::query(sqlx::AssertSqlSafe(statement))
                .bind(shop.0)
                .bind(named.to_string())
                .bind(value)
                .execute(&mut *tx)
                .await?;
        }
        self.commit(tx, Tables::STOCK).await
    }
}

/// What writes one field of the rules that `about` names. A rule that decides nothing any more goes.
fn statements(about: &str, field: RuleField, decides: bool) -> Vec<String> {
    let (column, other) = match field {
        RuleField::LowAt => ("low_at", "kept_back"),
        RuleField::KeptBack => ("kept_back", "low_at"),
    };
    let those = format!("shop = ?1 AND (product, sku, warehouse) IN ({about})");
    if decides {
        return vec![format!(
            "INSERT INTO stock_rules (shop, product, sku, warehouse, {column})
             SELECT ?1, a.*, ?3 FROM ({about}) a WHERE EXISTS (SELECT 1 FROM shops WHERE id = ?1)
             ON CONFLICT (shop, product, sku, warehouse) DO UPDATE SET {column} = excluded.{column}"
        )];
    }
    vec![
        format!("DELETE FROM stock_rules WHERE {those} AND {other} IS NULL AND ?3 IS NULL"),
        format!("UPDATE stock_rules SET {column} = ?3 WHERE {those}"),
    ]
}
