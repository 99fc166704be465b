//! Writing levels. The shop wants every warehouse of a SKU listed, so those that nobody changed are said again as they
//! were read a moment before.

use domain::{Product, Sku, SkuId, SkuLevel, StockInfo};
use serde_json::{Value, json, value::RawValue};

use super::paths;
use crate::{
    Client, Lane, ShopError, StockAnswer, StockWrite,
    client::Call,
    reading::{Record, WireError, unclear},
};

/// `POST /product/202309/products/{id}/inventory/update`. Each SKU is taken or refused by itself.
pub(super) async fn set(shop: &Client, write: &StockWrite<'_>, lane: Lane) -> Result<StockAnswer, ShopError> {
    let path = paths::with_id(paths::INVENTORY_UPDATE, write.seen.id.as_str());
    let body = json!({ "skus": skus(write.seen, write.levels) });
    let call = Call { path: path.into(), ..Call::write(paths::INVENTORY_UPDATE, body, Some(write.leave_by)) };
    let data = shop.call(&call, lane).await?;
    let refused = refusals(&data, shop).map_err(|error| unclear(&error))?;
    let is_taken = |level: &&SkuLevel| refused.iter().all(|(sku, _)| *sku != level.sku);
    Ok(StockAnswer { levels: write.levels.iter().filter(is_taken).cloned().collect(), refused })
}

fn skus(seen: &Product, levels: &[SkuLevel]) -> Vec<Value> {
    let mut told: Vec<&SkuId> = Vec::new();
    for SkuLevel { sku, .. } in levels {
        if !told.contains(&sku) {
            told.push(sku);
        }
    }
    let of = |sku: &SkuId| json!({ "id": sku.as_str(), "inventory": inventory(seen, sku, levels) });
    told.into_iter().map(of).collect()
}

/// Every warehouse of a SKU: as it was read, but where a level is to be set.
fn inventory(seen: &Product, sku: &SkuId, levels: &[SkuLevel]) -> Vec<Value> {
    let known = seen.skus.iter().find(|known| known.id == *sku).and_then(|Sku { stock, .. }| stock.as_deref());
    let asked = || levels.iter().filter(|level| level.sku == *sku);
    let unchanged =
        known.unwrap_or_default().iter().filter(|info| asked().all(|level| level.warehouse != info.warehouse));
    let unchanged = unchanged.map(|StockInfo { warehouse, available, .. }| (warehouse, *available));
    asked()
        .map(|level| (&level.warehouse, level.level))
        .chain(unchanged)
        .map(|(warehouse, quantity)| json!({ "warehouse_id": warehouse.as_str(), "quantity": quantity }))
        .collect()
}

/// What stands in `data.errors[]` beside a yes.
fn refusals(data: &RawValue, shop: &Client) -> Result<Vec<(SkuId, ShopError)>, WireError> {
    let mut record = Record::of(data)?;
    if !record.has("errors") {
        return Ok(Vec::new());
    }
    let refusal = |error: &mut Record<'_>| {
        let (code, message) = (error.integer("code")?, error.text("message")?);
        let sku = error.inner("detail")?.id("sku_id").map_err(|error| error.within("detail"))?;
        Ok((SkuId::new(sku), shop.refused(code, &message)))
    };
    Ok(record.each("errors", refusal)?.items)
}
