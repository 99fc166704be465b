//! Products: search, details, and the one write that sets stock levels.

use domain::{Level, MAX_LEVEL, Product, ProductId, Sku, SkuId, SkuLevel, StockInfo, WarehouseId};
use serde_json::{Value, json, value::RawValue};

use super::paths;
use crate::{
    Client, Lane, Page, ProductQuery, ShopError, StockAnswer, StockWrite,
    client::Call,
    reading::{Counting, Record, WireError, unclear, unreadable},
};

/// `GET /api/products/search`: one page of products.
pub(super) async fn search(shop: &Client, query: &ProductQuery, lane: Lane) -> Result<Page<Product>, ShopError> {
    let ProductQuery { page_size, page_number, .. } = query;
    let query = vec![("page_size", page_size.to_string()), ("page_number", page_number.to_string())];
    let data = shop.call(&Call::get(paths::PRODUCTS_SEARCH, query), lane).await?;
    Page::read(&data, Counting::Numbers, "products", "id", product).map_err(|error| unreadable(&error))
}

/// `GET /api/products/details`: one product.
pub(super) async fn detail(shop: &Client, id: &ProductId, lane: Lane) -> Result<Product, ShopError> {
    let query = vec![("product_id", id.as_str().to_owned())];
    let data = shop.call(&Call::get(paths::PRODUCTS_DETAILS, query), lane).await?;
    let product = Record::of(&data).and_then(product).map_err(|error| unreadable(&error))?;
    if product.id != *id {
        return Err(unreadable(&WireError::new("id", "is not the product that was asked for")));
    }
    Ok(product)
}

/// `POST /api/products/stocks`. Levels that are not named stay as they are; what comes back is what the shop says that
/// they are now.
pub(super) async fn set_stock(shop: &Client, write: &StockWrite<'_>, lane: Lane) -> Result<StockAnswer, ShopError> {
    let product = &write.seen.id;
    let body = json!({ "product_id": product.as_str(), "skus": by_sku(write.levels) });
    let data = shop.call(&Call::write(paths::PRODUCTS_STOCKS, body, Some(write.leave_by)), lane).await?;
    let levels = stock_answer(&data, product).map_err(|error| unclear(&error))?;
    Ok(StockAnswer { levels, refused: Vec::new() })
}

/// The contract's `skus[]`, each SKU once, in the order of its first level.
fn by_sku(levels: &[SkuLevel]) -> Vec<Value> {
    let mut skus: Vec<(&SkuId, Vec<Value>)> = Vec::new();
    for SkuLevel { sku, warehouse, level } in levels {
        let info = json!({ "warehouse_id": warehouse.as_str(), "available_stock": level });
        match skus.iter_mut().find(|(known, _)| *known == sku) {
            Some((_, infos)) => infos.push(info),
            None => skus.push((sku, vec![info])),
        }
    }
    skus.into_iter().map(|(sku, infos)| json!({ "id": sku.as_str(), "stock_infos": infos })).collect()
}

fn stock_answer(data: &RawValue, asked: &ProductId) -> Result<Vec<SkuLevel>, WireError> {
    let mut record = Record::of(data)?;
    if record.id("product_id")? != asked.as_str() {
        return Err(WireError::new("product_id", "is not the product that was asked for"));
    }
    let levels_of = |record: &mut Record<'_>| {
        let sku = SkuId::new(record.id("id")?);
        let infos = record.each("stock_infos", stock_info)?.items.into_iter();
        Ok(infos.map(|info| SkuLevel { sku: sku.clone(), warehouse: info.warehouse, level: info.available }).collect())
    };
    let skus: Vec<Vec<SkuLevel>> = record.each("skus", levels_of)?.items;
    Ok(skus.into_iter().flatten().collect())
}

fn product(mut record: Record<'_>) -> Result<Product, WireError> {
    let mut unknown = serde_json::Map::new();
    let skus = record.each("skus", sku)?.keep_extra("skus", &mut unknown);
    let stock = stock_infos(&mut record)?.unwrap_or_default();
    Ok(Product {
        id: ProductId::new(record.id("id")?),
        name: record.text("name")?,
        description: record.text("description")?,
        price: record.money("price")?,
        skus,
        stock,
        created: record.moment("create_time")?,
        updated: record.moment("update_time")?,
        extra: {
            unknown.extend(record.rest());
            unknown
        },
    })
}

fn sku(record: &mut Record<'_>) -> Result<Sku, WireError> {
    Ok(Sku {
        id: SkuId::new(record.id("id")?),
        seller_sku: record.text("seller_sku")?,
        price: record.money("price")?,
        stock: stock_infos(record)?,
    })
}

/// Levels by warehouse, or `None` where the shop doesn't say.
fn stock_infos(record: &mut Record<'_>) -> Result<Option<Vec<StockInfo>>, WireError> {
    if !record.has("stock_infos") {
        return Ok(None);
    }
    record.each("stock_infos", stock_info).map(|listed| Some(listed.items))
}

fn stock_info(record: &mut Record<'_>) -> Result<StockInfo, WireError> {
    let available: Level = record.integer("available_stock")?;
    let campaign = campaign(record);
    Ok(StockInfo { warehouse: WarehouseId::new(record.id("warehouse_id")?), available, campaign })
}

/// How much campaigns hold of a level: `campaign_inventory[].quantity`, as the partner contract calls it beside a SKU's
/// stock. This contract doesn't name it, so one that can't be read says nothing, and is no reason to lose the record.
fn campaign(record: &mut Record<'_>) -> Option<Level> {
    let held = record.each("campaign_inventory", |held| held.integer("quantity")).ok()?.items;
    held.into_iter()
        .try_fold(0, |sum: Level, quantity| sum.checked_add(quantity))
        .filter(|sum| (0..=MAX_LEVEL).contains(sum))
}
