//! The contract's stock endpoint, and JSON bodies read strictly: what is missing or wrong is named.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::gate::Call;
use crate::{
    answer::{Done, Refusal, code},
    shop::{Level, MOST_STOCK, SkuLevels},
    shopfront::World,
};

/// A JSON object in a body, or one inside it.
pub(crate) struct Body(Value);

impl Body {
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        match serde_json::from_slice(bytes) {
            Ok(object @ Value::Object(_)) => Ok(Self(object)),
            _ => Err(Refusal::invalid("body", "must be a JSON object")),
        }
    }

    /// A field that must be there and say something.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Refusal> {
        text(&self.0, name)
    }
}

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
    let skus = list(&body.0, "skus")?.iter().map(sku_levels).collect::<Result<Vec<_>, _>>()?;
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

fn text<'a>(object: &'a Value, name: &str) -> Result<&'a str, Refusal> {
    match object.get(name) {
        None | Some(Value::Null) => Err(Refusal::missing(name)),
        Some(Value::String(text)) if text.trim().is_empty() => Err(Refusal::missing(name)),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(Refusal::invalid(name, "must be text")),
    }
}

fn list<'a>(object: &'a Value, name: &str) -> Result<&'a [Value], Refusal> {
    match object.get(name) {
        None | Some(Value::Null) => Err(Refusal::missing(name)),
        Some(Value::Array(list)) if list.is_empty() => Err(Refusal::missing(name)),
        Some(Value::Array(list)) => Ok(list),
        Some(_) => Err(Refusal::invalid(name, "must be a list")),
    }
}

fn refuse_twice<'a>(name: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(Refusal::invalid(name, format!("{id} is given twice")));
        }
    }
    Ok(())
}
