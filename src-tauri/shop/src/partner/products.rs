//! Products and the levels of their SKUs.

use domain::{Product, ProductId, Sku, SkuId, StockInfo, WarehouseId};
use serde_json::{Map, Value};

use super::{paged, paths};
use crate::{
    Client, Lane, Page, ProductQuery, ShopError,
    client::{Call, Effect},
    reading::{Counting, Record, WireError, unreadable},
};

/// The most products on a page.
const LARGEST_PAGE: u32 = 100;

/// The most products that a search shows, over all of its pages.
const MOST_SHOWN: u64 = 10_000;
/// The refusal to show more.
const TOO_MANY: i64 = 12_052_180;

/// What the seller has deleted is still listed. There is nothing to sell of it, and no other call knows it.
const DELETED: &str = "DELETED";

/// `POST /product/202502/products/search`: one page of products.
pub(super) async fn search(shop: &Client, query: &ProductQuery, lane: Lane) -> Result<Page<Product>, ShopError> {
    let call = Call {
        route: paths::PRODUCTS_SEARCH,
        path: paths::PRODUCTS_SEARCH.into(),
        query: paged::parameters(query.page_size.min(LARGEST_PAGE), query.page_token.as_ref()),
        body: Some(created(query)),
        effect: Effect::Read,
    };
    let data = shop.call(&call, lane).await.map_err(|error| refused(error, query))?;
    let page = Page::read(&data, Counting::Tokens, "products", "id", product).map_err(|error| unreadable(&error))?;
    // The first page tells it: the hundred that it would show needn't be read before the refusal.
    if query.page_token.is_none() && page.total.is_some_and(|total| total > MOST_SHOWN) {
        return Err(ShopError::ListTooLong);
    }
    Ok(page)
}

/// Whole seconds, and both ends are in it.
fn created(query: &ProductQuery) -> Value {
    let mut body = Map::new();
    body.extend(query.created_from.map(|from| ("create_time_ge".to_owned(), from.as_second().into())));
    body.extend(query.created_to.map(|to| ("create_time_le".to_owned(), (to.as_second() - 1).into())));
    Value::Object(body)
}

fn refused(error: ShopError, query: &ProductQuery) -> ShopError {
    match error {
        ShopError::Refused { code: TOO_MANY, .. } => ShopError::ListTooLong,
        other => paged::gone(other, query.page_token.as_ref()),
    }
}

/// `GET /product/202309/products/{id}`: one product.
pub(super) async fn detail(shop: &Client, id: &ProductId, lane: Lane) -> Result<Product, ShopError> {
    let path = paths::with_id(paths::PRODUCT, id.as_str());
    let call = Call { path: path.into(), ..Call::get(paths::PRODUCT, Vec::new()) };
    let data = shop.call(&call, lane).await?;
    let product = Record::of(&data).and_then(product).map_err(|error| unreadable(&error))?;
    if product.id != *id {
        return Err(unreadable(&WireError::new("id", "is not the product that was asked for")));
    }
    Ok(product)
}

fn product(mut record: Record<'_>) -> Result<Product, WireError> {
    let mut unknown = Map::new();
    let skus = match record.glimpse("status").as_deref() {
        Some(DELETED) => record.optional_list("skus").map(|_| Vec::new())?,
        _ => record.each("skus", sku)?.keep_extra("skus", &mut unknown),
    };
    Ok(Product {
        id: ProductId::new(record.id("id")?),
        name: record.text("title")?,
        description: record.text("description")?,
        // The cheapest SKU's: the contract has none of the product's own.
        price: skus.iter().map(|sku| sku.price).min().unwrap_or_default(),
        skus,
        stock: Vec::new(),
        created: record.second("create_time")?,
        updated: record.second("update_time")?,
        extra: {
            unknown.extend(record.rest());
            unknown
        },
    })
}

fn sku(record: &mut Record<'_>) -> Result<Sku, WireError> {
    let mut price = record.inner("price")?;
    let amount = if price.has("sale_price") { "sale_price" } else { "tax_exclusive_price" };
    Ok(Sku {
        id: SkuId::new(record.id("id")?),
        seller_sku: record.text("seller_sku")?,
        price: price.money(amount).map_err(|error| error.within("price"))?,
        stock: if record.has("inventory") { Some(record.each("inventory", level)?.items) } else { None },
    })
}

fn level(record: &mut Record<'_>) -> Result<StockInfo, WireError> {
    Ok(StockInfo {
        warehouse: WarehouseId::new(record.id("warehouse_id")?),
        available: record.integer("quantity")?,
        campaign: None,
    })
}
