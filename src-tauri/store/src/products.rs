//! Products, their SKUs and what the shop says of their stock.

use std::{
    collections::HashMap,
    hash::{Hash as _, Hasher as _},
};

use domain::{Product, ProductId, ShopId, SkuId, SkuLevel};
use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::{Sqlite, Transaction};

use crate::{Cursor, SetAsideRow, Store, StoreError, Tables, folded::fold, ledger, set_aside, shares};

const PUT_PRODUCTS: &str = "
    INSERT INTO products (shop, id, name, price, created, updated, asked, fingerprint, detail)
    SELECT ?1, value->>'id', value->>'name', value->>'price', value->>'created', value->>'updated', ?3,
           value->>'fingerprint', value->'detail'
    FROM json_each(?2) WHERE true
    ON CONFLICT (shop, id) DO UPDATE SET
        name = excluded.name, price = excluded.price, created = excluded.created, updated = excluded.updated,
        asked = excluded.asked, fingerprint = excluded.fingerprint, detail = excluded.detail
    WHERE excluded.fingerprint <> products.fingerprint
      AND (excluded.updated > products.updated
           OR (excluded.updated = products.updated AND excluded.asked > products.asked))
    RETURNING id";

/// Every product of the page has been seen now, also one that brought nothing new.
const SEEN: &str = "
    UPDATE products SET asked = ?3 WHERE shop = ?1 AND asked < ?3 AND id IN (SELECT value FROM json_each(?2))";

const PUT_SKUS: &str = "
    INSERT INTO skus (shop, product, id, seller_sku, price, position, haystack)
    SELECT ?1, p.value->>'id', s.value->>'id', s.value->>'seller_sku', s.value->>'price', s.key, s.value->>'haystack'
    FROM json_each(?2) p, json_each(p.value->'skus') s
    WHERE p.value->>'id' IN (SELECT value FROM json_each(?3))
    ON CONFLICT (shop, product, id) DO UPDATE SET
        seller_sku = excluded.seller_sku, price = excluded.price, position = excluded.position,
        haystack = excluded.haystack";

/// A product's record is whole, so a SKU that it doesn't name is gone. A listing is not whole:
/// a product that it doesn't name stays.
const DROP_GONE_SKUS: &str = "
    DELETE FROM skus WHERE shop = ?1 AND product IN (SELECT value FROM json_each(?3))
      AND NOT EXISTS (SELECT 1 FROM json_each(?2) p, json_each(p.value->'skus') s
                      WHERE p.value->>'id' = skus.product AND s.value->>'id' = skus.id)";

const PUT_SKU_LEVELS: &str = "
    INSERT INTO sku_levels (shop, product, sku, warehouse, level, campaign)
    SELECT ?1, p.value->>'id', l.value->>'sku', l.value->>'warehouse', l.value->>'level', l.value->>'campaign'
    FROM json_each(?2) p, json_each(p.value->'levels') l
    WHERE p.value->>'id' IN (SELECT value FROM json_each(?3))
    ON CONFLICT (shop, product, sku, warehouse) DO UPDATE SET level = excluded.level, campaign = excluded.campaign";

const PUT_PRODUCT_LEVELS: &str = "
    INSERT INTO product_levels (shop, product, warehouse, level)
    SELECT ?1, p.value->>'id', l.value->>'warehouse', l.value->>'level'
    FROM json_each(?2) p, json_each(p.value->'stock') l
    WHERE p.value->>'id' IN (SELECT value FROM json_each(?3))
    ON CONFLICT (shop, product, warehouse) DO UPDATE SET level = excluded.level";

impl Store {
    /// Takes in products as the shop gave them at `asked`, with their SKUs and levels, and
    /// saves `cursor` with them. An older state never overwrites a newer one.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing is changed.
    pub async fn put_products(
        &self,
        shop: ShopId,
        products: &[Product],
        aside: &[SetAsideRow],
        asked: Timestamp,
        cursor: Option<&Cursor>,
    ) -> Result<(), StoreError> {
        let page = Value::Array(products.iter().map(page_row).collect()).to_string();
        let mut tx = self.begin_observing().await?;
        let taken = put_page(&mut tx, shop, &page, asked).await?;
        let ids = json!(products.iter().map(|product| product.id.as_str()).collect::<Vec<_>>()).to_string();
        sqlx::query(SEEN).bind(shop.0).bind(&ids).bind(asked.as_millisecond()).execute(&mut *tx).await?;
        set_aside::put(&mut tx, shop, "product", aside).await?;
        set_aside::clear(&mut tx, shop, "product", &ids).await?;
        if let Some(cursor) = cursor {
            cursor.save(&mut tx, shop).await?;
        }
        self.commit(tx, if taken { Tables::STOCK } else { Tables::default() }).await
    }

    /// What people call these SKUs: the seller's own code, where there is one, and the product's
    /// name. A SKU that isn't in the cache is left out.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn sku_names(
        &self,
        shop: ShopId,
        skus: &[(ProductId, SkuId)],
    ) -> Result<HashMap<(ProductId, SkuId), String>, StoreError> {
        let asked = json!(skus.iter().map(|(product, sku)| [product.as_str(), sku.as_str()]).collect::<Vec<_>>());
        let rows: Vec<(String, String, String)> = sqlx::query_as(
            "SELECT DISTINCT k.product, k.id, iif(k.seller_sku = '', p.name, k.seller_sku || ' · ' || p.name)
             FROM json_each(?2) a
             CROSS JOIN skus k ON k.shop = ?1 AND k.product = a.value->>0 AND k.id = a.value->>1
             CROSS JOIN products p ON p.shop = k.shop AND p.id = k.product",
        )
        .bind(shop.0)
        .bind(asked.to_string())
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(|(product, sku, name)| ((ProductId::new(product), SkuId::new(sku)), name)).collect())
    }
}

/// Whether any product was newer than what was there. Levels go in only with their product.
async fn put_page(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    page: &str,
    asked: Timestamp,
) -> Result<bool, StoreError> {
    let taken: Vec<String> = sqlx::query_scalar(PUT_PRODUCTS)
        .bind(shop.0)
        .bind(page)
        .bind(asked.as_millisecond())
        .fetch_all(&mut **tx)
        .await?;
    let ids = json!(taken).to_string();
    if taken.is_empty() {
        return Ok(false);
    }
    ledger::seen(tx, shop, page, &ids, asked).await?;
    for statement in [
        "DELETE FROM sku_levels WHERE shop = ?1 AND product IN (SELECT value FROM json_each(?3))",
        "DELETE FROM product_levels WHERE shop = ?1 AND product IN (SELECT value FROM json_each(?3))",
        DROP_GONE_SKUS,
        PUT_SKUS,
        PUT_SKU_LEVELS,
        PUT_PRODUCT_LEVELS,
    ] {
        sqlx::query(statement).bind(shop.0).bind(page).bind(&ids).execute(&mut **tx).await?;
    }
    shares::held_there(tx, shop, &ids).await?;
    Ok(true)
}

fn page_row(product: &Product) -> Value {
    let skus = product.skus.iter().map(|sku| {
        json!({
            "id": sku.id.as_str(), "seller_sku": sku.seller_sku, "price": sku.price.to_string(),
            "haystack": fold(&[&product.name, &sku.seller_sku, sku.id.as_str(), product.id.as_str()].map(str::to_owned).join("\n")),
        })
    });
    let held: HashMap<_, _> =
        product.campaign_levels().into_iter().map(|held| ((held.sku, held.warehouse), held.level)).collect();
    let level_row = |level: SkuLevel| {
        let mut row = json!({"sku": level.sku.as_str(), "warehouse": level.warehouse.as_str(), "level": level.level});
        // Where nobody says a word, a product's row is what it was before anybody could.
        if let (Some(held), Some(fields)) = (held.get(&(level.sku, level.warehouse)), row.as_object_mut()) {
            fields.insert("campaign".into(), (*held).into());
        }
        row
    };
    fingerprinted(json!({
        "id": product.id.as_str(),
        "name": product.name,
        "price": product.price.to_string(),
        "created": product.created.as_millisecond(),
        "updated": product.updated.as_millisecond(),
        "skus": skus.collect::<Vec<_>>(),
        "levels": product.sku_levels().into_iter().map(level_row).collect::<Vec<_>>(),
        "stock": product.stock.iter().map(|info| json!({"warehouse": info.warehouse.as_str(), "level": info.available})).collect::<Vec<_>>(),
        "detail": {"description": product.description, "extra": product.extra},
    }))
}

/// Adds a number that stands for all of `row`. Another version of Rust may count otherwise:
/// that costs one needless rewrite of the row, no more.
fn fingerprinted(mut row: Value) -> Value {
    let mut hasher = std::hash::DefaultHasher::new();
    row.to_string().hash(&mut hasher);
    let number = (hasher.finish() >> 1).max(1);
    if let Some(fields) = row.as_object_mut() {
        fields.insert("fingerprint".into(), number.into());
    }
    row
}
