//! Whom stock is kept for. An answer about a product is whole and has no time of its own: the moment at which it was
//! asked for decides. It tells nothing of a level, whatever it says: levels are what products tell.

use std::collections::{BTreeMap, HashMap};

use domain::{Level, ProductId, ShopId, SkuId, StockShares, WarehouseId};
use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::{Sqlite, Transaction};

use crate::{Store, StoreError, Tables, orders::time};

/// The products among ?2 about which nothing later is known.
const ASKED: &str = "
    UPDATE shares_asked SET asked = ?3
    WHERE shop = ?1 AND product IN (SELECT value FROM json_each(?2)) AND asked < ?3
    RETURNING product";

const DROP_UNTOLD: &str = "
    DELETE FROM sku_shares WHERE shop = ?1 AND product IN (SELECT value FROM json_each(?3))
      AND NOT EXISTS (SELECT 1 FROM json_each(?2) t
                      WHERE t.value->>'product' = sku_shares.product AND t.value->>'sku' = sku_shares.sku)";

const PUT: &str = "
    INSERT INTO sku_shares (shop, product, sku, available, campaign, creator, free, committed)
    SELECT ?1, k.product, k.id, t.value->>'available', t.value->>'campaign', t.value->>'creator', t.value->>'free',
           t.value->'committed'
    FROM json_each(?2) t
    CROSS JOIN skus k ON k.shop = ?1 AND k.product = t.value->>'product' AND k.id = t.value->>'sku'
    WHERE k.product IN (SELECT value FROM json_each(?3))
    ON CONFLICT (shop, product, sku) DO UPDATE SET
        available = excluded.available, campaign = excluded.campaign, creator = excluded.creator,
        free = excluded.free, committed = excluded.committed
    WHERE (available, campaign, creator, free, committed)
       IS NOT (excluded.available, excluded.campaign, excluded.creator, excluded.free, excluded.committed)";

const FORGET_HELD: &str = "
    UPDATE sku_levels SET campaign = NULL
    WHERE shop = ?1 AND product IN (SELECT value FROM json_each(?2)) AND campaign IS NOT NULL";

/// Of a SKU that lies in one warehouse alone, what campaigns hold of it they hold there.
const HELD_THERE: &str = "
    UPDATE sku_levels SET campaign = h.campaign FROM sku_shares h
    WHERE h.shop = ?1 AND h.product IN (SELECT value FROM json_each(?2)) AND h.campaign IS NOT NULL
      AND sku_levels.shop = h.shop AND sku_levels.product = h.product AND sku_levels.sku = h.sku
      AND 1 = (SELECT count(*) FROM sku_levels o WHERE o.shop = h.shop AND o.product = h.product AND o.sku = h.sku)";

pub(crate) const LONGEST_UNASKED: &str =
    "SELECT product FROM shares_asked WHERE shop = ?1 AND asked < ?2 ORDER BY asked LIMIT ?3";

pub(crate) const OF_PRODUCT: &str = "
    SELECT h.sku, h.available, h.campaign, h.creator, h.free, h.committed, a.asked,
           (SELECT sum(l.level) FROM sku_levels l WHERE l.shop = h.shop AND l.product = h.product AND l.sku = h.sku)
    FROM sku_shares h
    CROSS JOIN shares_asked a ON a.shop = h.shop AND a.product = h.product
    WHERE h.shop = ?1 AND h.product = ?2";

pub(crate) const OF_ROWS: &str = "
    SELECT k.n, k.product, h.sku, h.available, h.campaign, h.creator, h.free, h.committed, s.asked,
           (SELECT sum(l.level) FROM sku_levels l WHERE l.shop = h.shop AND l.product = h.product AND l.sku = h.sku)
    FROM json_each(?2) a
    CROSS JOIN skus k ON k.n = a.value AND +k.shop = ?1
    CROSS JOIN sku_shares h ON h.shop = k.shop AND h.product = k.product AND h.sku = k.id
    CROSS JOIN shares_asked s ON s.shop = h.shop AND s.product = h.product";

pub(crate) const HELD: &str = "
    SELECT h.sku, h.campaign, l.warehouse, l.level FROM sku_shares h
    CROSS JOIN sku_levels l ON l.shop = h.shop AND l.product = h.product AND l.sku = h.sku
    WHERE h.shop = ?1 AND h.product = ?2 AND h.campaign > 0";

type RawShares = (String, Option<Level>, Option<Level>, Option<Level>, Option<Level>, String, i64, Option<Level>);

/// The same with a row number and a product before it.
type RawRowShares =
    (i64, String, String, Option<Level>, Option<Level>, Option<Level>, Option<Level>, String, i64, Option<Level>);

/// How a SKU's stock is shared out, as far as the shop told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownShares {
    /// In its words.
    pub shares: StockShares,
    /// What the shop is known to have now, in all warehouses: it may have moved since.
    pub left: Option<Level>,
    /// When it was asked.
    pub asked: Timestamp,
}

/// A level of a SKU of which campaigns hold some, in one of its warehouses or another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldLevel {
    /// The variant.
    pub sku: SkuId,
    /// How many pieces of it they hold, in all its warehouses.
    pub held: Level,
    /// Where this level is.
    pub warehouse: WarehouseId,
    /// What the shop is known to have there.
    pub level: Level,
}

impl Store {
    /// Takes in how the stock of these products is shared out, as the shop said it when it was `asked`. What an earlier
    /// answer told of them is over; a later one stays.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing is changed.
    pub async fn put_shares(
        &self,
        shop: ShopId,
        products: &[ProductId],
        told: &[StockShares],
        asked: Timestamp,
    ) -> Result<(), StoreError> {
        let about = json!(products.iter().map(ProductId::as_str).collect::<Vec<_>>()).to_string();
        let told = Value::Array(told.iter().map(row).collect()).to_string();
        let mut tx = self.begin_observing().await?;
        let news: Vec<String> = sqlx::query_scalar(ASKED)
            .bind(shop.0)
            .bind(&about)
            .bind(asked.as_millisecond())
            .fetch_all(&mut *tx)
            .await?;
        let news = json!(news).to_string();
        let mut changed = 0;
        for statement in [DROP_UNTOLD, PUT] {
            let done = sqlx::query(statement).bind(shop.0).bind(&told).bind(&news).execute(&mut *tx).await?;
            changed += done.rows_affected();
        }
        if changed > 0 {
            sqlx::query(FORGET_HELD).bind(shop.0).bind(&news).execute(&mut *tx).await?;
            held_there(&mut tx, shop, &news).await?;
        }
        self.commit(tx, if changed > 0 { Tables::STOCK } else { Tables::default() }).await
    }

    /// Products whose shares were not asked for since `before`, those that have waited longest first.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn unshared(
        &self,
        shop: ShopId,
        before: Timestamp,
        at_most: usize,
    ) -> Result<Vec<ProductId>, StoreError> {
        let products: Vec<String> = sqlx::query_scalar(LONGEST_UNASKED)
            .bind(shop.0)
            .bind(before.as_millisecond())
            .bind(i64::try_from(at_most).unwrap_or(i64::MAX))
            .fetch_all(&self.readers)
            .await?;
        Ok(products.into_iter().map(ProductId::new).collect())
    }

    /// How the stock of a product's SKUs is shared out, where the shop told it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn shares_of(&self, shop: ShopId, product: &ProductId) -> Result<Vec<KnownShares>, StoreError> {
        let rows: Vec<RawShares> =
            sqlx::query_as(OF_PRODUCT).bind(shop.0).bind(product.as_str()).fetch_all(&self.readers).await?;
        rows.into_iter().map(|row| read(product, row)).collect()
    }

    /// Whether the shop has told of any SKU how its stock is shared out.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn tells_shares(&self, shop: ShopId) -> Result<bool, StoreError> {
        let told = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sku_shares WHERE shop = ?1)");
        Ok(told.bind(shop.0).fetch_one(&self.readers).await?)
    }

    /// How the stock of the SKUs with these row numbers is shared out, by row number, where the shop told it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn shares_of_rows(&self, shop: ShopId, numbers: &[i64]) -> Result<HashMap<i64, KnownShares>, StoreError> {
        let rows: Vec<RawRowShares> =
            sqlx::query_as(OF_ROWS).bind(shop.0).bind(json!(numbers).to_string()).fetch_all(&self.readers).await?;
        let known = |row: RawRowShares| {
            let (number, product, sku, available, campaign, creator, free, committed, asked, left) = row;
            let shares = (sku, available, campaign, creator, free, committed, asked, left);
            Ok((number, read(&ProductId::new(product), shares)?))
        };
        rows.into_iter().map(known).collect()
    }

    /// What is known of the levels of a product's SKUs that campaigns hold some of.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn held_levels(&self, shop: ShopId, product: &ProductId) -> Result<Vec<HeldLevel>, StoreError> {
        let rows: Vec<(String, Level, String, Level)> =
            sqlx::query_as(HELD).bind(shop.0).bind(product.as_str()).fetch_all(&self.readers).await?;
        let level = |(sku, held, warehouse, level): (String, _, String, _)| HeldLevel {
            sku: SkuId::new(sku),
            held,
            warehouse: WarehouseId::new(warehouse),
            level,
        };
        Ok(rows.into_iter().map(level).collect())
    }
}

/// Levels of these products were written anew: what is held of them is put beside those that it is known to be of.
pub(crate) async fn held_there(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    products: &str,
) -> Result<(), StoreError> {
    sqlx::query(HELD_THERE).bind(shop.0).bind(products).execute(&mut **tx).await?;
    Ok(())
}

fn row(shares: &StockShares) -> Value {
    let committed: BTreeMap<&str, Level> =
        shares.committed.iter().map(|(warehouse, pieces)| (warehouse.as_str(), *pieces)).collect();
    json!({
        "product": shares.product.as_str(), "sku": shares.sku.as_str(), "available": shares.available,
        "campaign": shares.campaign, "creator": shares.creator, "free": shares.free, "committed": committed,
    })
}

fn read(product: &ProductId, row: RawShares) -> Result<KnownShares, StoreError> {
    let (sku, available, campaign, creator, free, committed, asked, left) = row;
    let committed: BTreeMap<String, Level> = serde_json::from_str(&committed)?;
    let committed = committed.into_iter().map(|(warehouse, pieces)| (WarehouseId::new(warehouse), pieces)).collect();
    let (product, sku) = (product.clone(), SkuId::new(sku));
    let shares = StockShares { product, sku, available, campaign, creator, free, committed };
    Ok(KnownShares { shares, left, asked: time(asked) })
}
