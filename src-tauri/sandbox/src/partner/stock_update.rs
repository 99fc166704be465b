//! Setting levels: each SKU for itself, so that what is wrong with one keeps no other from being set.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    code,
    products::product,
    route::{Route, Verb},
    visit::{Visit, body, invalid},
};
use crate::{
    answer::{Done, Refusal},
    shop::{Level, MOST_STOCK, Product, Sku, SkuLevels},
};

/// A product has no more SKUs than this.
const MOST_SKUS: usize = 100;

pub(super) const ROUTES: &[Route] = &[Route {
    verb: Verb::Post,
    pattern: "/product/202309/products/{product_id}/inventory/update",
    scope: "seller.product.write",
    wants_cipher: true,
    work: update,
}];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    skus: Vec<AskedSku>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AskedSku {
    id: String,
    inventory: Vec<AskedLevel>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AskedLevel {
    /// May be left out where there is one warehouse.
    warehouse_id: Option<String>,
    quantity: Value,
}

#[derive(Serialize)]
struct Updated {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Failure>,
}

/// Why a SKU was left as it is.
#[derive(Serialize)]
struct Failure {
    code: i64,
    message: String,
    detail: Detail,
}

#[derive(Serialize)]
struct Detail {
    sku_id: String,
    extra_errors: Vec<ExtraError>,
}

#[derive(Clone, Serialize)]
struct ExtraError {
    warehouse_id: String,
    code: i64,
    message: String,
}

fn update(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let product_id = visit.id("product_id").to_owned();
    let asked: Asked = body(&visit.call.body)?;
    if asked.skus.is_empty() {
        return Err(invalid("skus", "is missing"));
    }
    if asked.skus.len() > MOST_SKUS {
        return Err(Refusal::new(code::TOO_MANY_SKUS, format!("skus: must be at most {MOST_SKUS}")));
    }
    let found = product(visit, &product_id)?;
    let least = u32::from(visit.settings.refuse_zero_stock);
    let mut times: HashMap<&str, u32> = HashMap::new();
    asked.skus.iter().for_each(|sku| *times.entry(&sku.id).or_default() += 1);
    let bounds = Bounds { least, off: &visit.world.switched_off };
    let judged: Vec<_> = asked.skus.iter().map(|sku| sku.judged(found, times[sku.id.as_str()] > 1, &bounds)).collect();

    let (mut errors, mut applied) = (Vec::new(), false);
    for sku in judged {
        match sku {
            Ok(levels) => applied |= visit.world.kept.shop.set_stock(&product_id, &[levels], visit.now)?,
            Err(failure) => errors.push(failure),
        }
    }
    Done::written(&Updated { errors }, applied)
}

/// What levels are taken.
struct Bounds<'a> {
    least: u32,
    /// Warehouses in which none may change.
    off: &'a [String],
}

impl AskedSku {
    fn judged(&self, product: &Product, twice: bool, bounds: &Bounds<'_>) -> Result<SkuLevels, Failure> {
        if twice {
            return Err(self.failure(code::SKU_TWICE, "the SKU is given twice"));
        }
        let sku =
            product.sku(&self.id).ok_or_else(|| self.failure(code::NO_SUCH_SKU, "the product has no such SKU"))?;
        let levels: Vec<_> = self.inventory.iter().map(|asked| asked.judged(sku, bounds)).collect();
        let extra_errors: Vec<_> = levels.iter().filter_map(|level| level.as_ref().err().cloned()).collect();
        if let Some(ExtraError { code, message, .. }) = extra_errors.first().cloned() {
            return Err(Failure { code, message, detail: Detail { sku_id: self.id.clone(), extra_errors } });
        }
        let levels: Vec<Level> = levels.into_iter().flatten().collect();
        let once = |level: &Level| levels.iter().filter(|other| other.warehouse_id == level.warehouse_id).count() == 1;
        if levels.len() != sku.stock_infos.len() || !levels.iter().all(once) {
            return Err(self.failure(code::WAREHOUSES_MISSING, "each warehouse of the SKU must be listed, and once"));
        }
        Ok(SkuLevels { sku_id: self.id.clone(), levels })
    }

    fn failure(&self, code: i64, message: &str) -> Failure {
        let detail = Detail { sku_id: self.id.clone(), extra_errors: Vec::new() };
        Failure { code, message: message.into(), detail }
    }
}

impl AskedLevel {
    fn judged(&self, sku: &Sku, bounds: &Bounds<'_>) -> Result<Level, ExtraError> {
        let least = bounds.least;
        let only = match sku.stock_infos.as_slice() {
            [only] => Some(&only.warehouse_id),
            _ => None,
        };
        let warehouse_id = self.warehouse_id.as_ref().or(only).cloned().unwrap_or_default();
        let there = warehouse_id.clone();
        let wrong = |code, message: String| {
            let warehouse_id = there.clone();
            Err(ExtraError { warehouse_id, code, message })
        };
        if !sku.has_warehouse(&warehouse_id) {
            return wrong(code::NO_SUCH_WAREHOUSE, "the SKU is not kept in this warehouse".into());
        }
        let Some(quantity) = self.quantity.as_i64() else {
            return wrong(code::BAD_COUNT, "quantity must be a whole number".into());
        };
        let in_range = u32::try_from(quantity).ok().filter(|quantity| (least..=MOST_STOCK).contains(quantity));
        let Some(available_stock) = in_range else {
            return wrong(code::OUT_OF_RANGE, format!("quantity must be from {least} to {MOST_STOCK}"));
        };
        let held = sku.held(&warehouse_id);
        if available_stock < held {
            return wrong(code::HELD_BY_CAMPAIGN, format!("a campaign holds {held}, so it can't go below"));
        }
        let level = Level { warehouse_id, available_stock };
        if bounds.off.contains(&level.warehouse_id) && !sku.stock_infos.contains(&level) {
            return wrong(code::SWITCHED_OFF, "the warehouse is switched off".into());
        }
        Ok(level)
    }
}
