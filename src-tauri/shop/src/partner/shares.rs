//! Whom stock is kept for: orders that wait, campaigns, creators, anybody.

use domain::{Level, ProductId, SkuId, StockShares, WarehouseId};
use serde_json::{json, value::RawValue};

use super::paths;
use crate::{
    Client, Lane, ShopError,
    client::{Call, Effect},
    reading::{Record, WireError, unreadable},
};

/// `POST /product/202309/inventory/search`: what the shop knows of these products.
pub(super) async fn search(shop: &Client, products: &[ProductId], lane: Lane) -> Result<Vec<StockShares>, ShopError> {
    let ids: Vec<&str> = products.iter().map(ProductId::as_str).collect();
    let call = Call {
        route: paths::INVENTORY_SEARCH,
        path: paths::INVENTORY_SEARCH.into(),
        query: Vec::new(),
        body: Some(json!({ "product_ids": ids })),
        effect: Effect::Read,
    };
    let data = shop.call(&call, lane).await?;
    read(&data).map_err(|error| unreadable(&error))
}

/// Numbers about other numbers: one that can't be read is one that isn't told, and keeps no other from being read.
fn read(data: &RawValue) -> Result<Vec<StockShares>, WireError> {
    let of_product = |record: &mut Record<'_>| {
        let product = ProductId::new(record.id("product_id")?);
        Ok(record.each("skus", |record| shares(record, &product))?.items)
    };
    Record::of(data)?.each("inventory", of_product).map(|listed| listed.items.concat())
}

fn shares(record: &mut Record<'_>, product: &ProductId) -> Result<StockShares, WireError> {
    let mut distribution = record.inner("total_available_inventory_distribution")?;
    let committed = |record: &mut Record<'_>| {
        Ok((WarehouseId::new(record.id("warehouse_id")?), told(record, "committed_quantity")))
    };
    let by_warehouse = if record.has("warehouse_inventory") {
        record.each("warehouse_inventory", committed)?.items
    } else {
        Vec::new()
    };
    Ok(StockShares {
        product: product.clone(),
        sku: SkuId::new(record.id("id")?),
        available: told(record, "total_available_quantity"),
        campaign: sum(&mut distribution, "campaign_inventory"),
        creator: sum(&mut distribution, "creator_inventory"),
        free: distribution.inner("in_shop_inventory").ok().and_then(|mut share| told(&mut share, "quantity")),
        committed: by_warehouse.into_iter().filter_map(|(warehouse, pieces)| Some((warehouse, pieces?))).collect(),
    })
}

/// Of several campaigns or creators all that they hold; nothing where one doesn't say how much.
fn sum(distribution: &mut Record<'_>, field: &str) -> Option<Level> {
    if !distribution.has(field) {
        return None;
    }
    let shares = distribution.each(field, |share| Ok(told(share, "quantity"))).ok()?;
    shares.items.into_iter().sum()
}

fn told(record: &mut Record<'_>, field: &str) -> Option<Level> {
    record.optional_integer(field).ok().flatten()
}
