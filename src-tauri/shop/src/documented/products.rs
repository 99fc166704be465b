//! Products: search, details, and the one write that sets stock levels.

use domain::{Level, MAX_LEVEL, Product, ProductId, Sku, SkuId, SkuLevel, StockInfo, WarehouseId};
use jiff::Timestamp;
use serde_json::{Value, json, value::RawValue};

use super::{Page, Record, WireError, unclear, unreadable};
use crate::{
    Client, Lane, ShopError,
    client::{Call, Effect},
    paths,
};

/// Which products to list. The contract has no filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProductQuery {
    /// Products on a page. The server sets the highest and says so with code 1001.
    pub page_size: u32,
    /// 1 is the first.
    pub page_number: u32,
}

impl Default for ProductQuery {
    /// The contract's: the first page of 10.
    fn default() -> Self {
        Self { page_size: 10, page_number: 1 }
    }
}

impl Client {
    /// `GET /api/products/search`: one page of products.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`].
    pub async fn search_products(&self, query: &ProductQuery, lane: Lane) -> Result<Page<Product>, ShopError> {
        let ProductQuery { page_size, page_number } = query;
        let query = vec![("page_size", page_size.to_string()), ("page_number", page_number.to_string())];
        let data = self.call(&Call { path: paths::PRODUCTS_SEARCH, effect: Effect::Read { query } }, lane).await?;
        Page::read(&data, "products", "id", product).map_err(|error| unreadable(&error))
    }

    /// `GET /api/products/details`: one product.
    ///
    /// # Errors
    /// Any [`ShopError`] but [`ShopError::UnknownOutcome`]; [`ShopError::ServerTrouble`] also where
    /// the product can't be read, or another one was sent.
    pub async fn product(&self, id: &ProductId, lane: Lane) -> Result<Product, ShopError> {
        let query = vec![("product_id", id.as_str().to_owned())];
        let data = self.call(&Call { path: paths::PRODUCTS_DETAILS, effect: Effect::Read { query } }, lane).await?;
        let product = Record::of(&data).and_then(product).map_err(|error| unreadable(&error))?;
        if product.id != *id {
            return Err(unreadable(&WireError::new("id", "is not the product that was asked for")));
        }
        Ok(product)
    }

    /// `POST /api/products/stocks`: sets `levels` of SKUs of `product`, all absolute, in one
    /// request that leaves by `leave_by` or not at all, however long it has to wait for its turn:
    /// a level that was worked out from a reading overwrites what is sold after that. Gives what the
    /// shop says that they are now, which the caller compares.
    ///
    /// # Errors
    /// [`ShopError::Refused`] before anything is sent for no level at all, for one outside 0 to
    /// [`MAX_LEVEL`], and for two of one SKU in one warehouse; otherwise any [`ShopError`]. After
    /// [`ShopError::UnknownOutcome`] it may have been done.
    pub async fn set_stock(
        &self,
        product: &ProductId,
        levels: &[SkuLevel],
        lane: Lane,
        leave_by: Timestamp,
    ) -> Result<Vec<SkuLevel>, ShopError> {
        check(levels)?;
        let body = json!({ "product_id": product.as_str(), "skus": by_sku(levels) });
        let effect = Effect::Write { body, leave_by: Some(leave_by) };
        let data = self.call(&Call { path: paths::PRODUCTS_STOCKS, effect }, lane).await?;
        stock_answer(&data, product).map_err(|error| unclear(&error))
    }
}

fn check(levels: &[SkuLevel]) -> Result<(), ShopError> {
    let refuse = |message: &str| {
        let field = Some("available_stock".to_owned());
        Err(ShopError::Refused { code: 1001, message: message.to_owned(), field })
    };
    let place = |level: &SkuLevel| (level.sku.clone(), level.warehouse.clone());
    let mut places: Vec<_> = levels.iter().map(place).collect();
    places.sort();
    places.dedup();
    match levels {
        [] => refuse("there is no stock level to send"),
        _ if levels.iter().any(|level| !(0..=MAX_LEVEL).contains(&level.level)) => {
            refuse("a stock level is a whole number from 0 to 99,999")
        }
        _ if places.len() < levels.len() => refuse("one SKU has two levels in one warehouse"),
        _ => Ok(()),
    }
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
