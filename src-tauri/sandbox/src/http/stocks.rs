//! The contract's stock endpoint.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::{
    body::{Body, list, refuse_twice, text},
    course::Call,
};
use crate::{
    answer::{Done, Refusal, code},
    shop::{Level, MOST_STOCK, SkuLevels},
    shopfront::World,
};

#[derive(Serialize)]
struct Updated<'a> {
    product_id: &'a str,
    skus: Vec<UpdatedSku<'a>>,
}

#[derive(Serialize)]
struct UpdatedSku<'a> {
    id: &'a str,
    stock_infos: &'a [Level],
}

/// `POST /api/products/stocks`: levels as absolute numbers, all of them or none. SKUs and
/// warehouses that are not mentioned stay as they are.
pub(crate) fn update(world: &mut World, call: &Call, now: Timestamp) -> Result<Done, Refusal> {
    let body = Body::of(&call.body)?;
    let product_id = body.text("product_id")?;
    let skus = list(body.object(), "skus")?.iter().map(sku_levels).collect::<Result<Vec<_>, _>>()?;
    refuse_twice("skus.id", skus.iter().map(|sku| sku.sku_id.as_str()))?;
    if let Some((level, held)) = world.kept.shop.held_more(product_id, &skus) {
        let warehouse = &level.warehouse_id;
        let said = format!("available_stock: a campaign holds {held} in {warehouse}, so it can't go below");
        return Err(Refusal::new(code::HELD_BY_CAMPAIGN, said));
    }
    let changed = world.kept.shop.set_stock(product_id, &skus, now)?;
    let skus = skus.iter().map(|sku| UpdatedSku { id: &sku.sku_id, stock_infos: &sku.levels }).collect();
    Done::written(&Updated { product_id, skus }, changed)
}

fn sku_levels(sku: &Value) -> Result<SkuLevels, Refusal> {
    let sku_id =
        text(sku, "id").map_err(|refusal| Refusal { message: format!("skus.{}", refusal.message), ..refusal })?;
    let levels = list(sku, "stock_infos")?.iter().map(level).collect::<Result<Vec<_>, _>>()?;
    refuse_twice("warehouse_id", levels.iter().map(|level| level.warehouse_id.as_str()))?;
    Ok(SkuLevels { sku_id: sku_id.to_owned(), levels })
}

fn level(info: &Value) -> Result<Level, Refusal> {
    let warehouse_id = text(info, "warehouse_id")?.to_owned();
    let number = info.get("available_stock").filter(|given| !given.is_null());
    let number = number.ok_or_else(|| Refusal::missing("available_stock"))?;
    let whole = number.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|number| *number <= MOST_STOCK);
    let available_stock = whole
        .ok_or_else(|| Refusal::invalid("available_stock", format!("must be a whole number from 0 to {MOST_STOCK}")))?;
    Ok(Level { warehouse_id, available_stock })
}
