//! How much there is of each SKU: what is free to be sold, and what is promised to orders not yet shipped.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    route::{Route, Verb},
    visit::{Visit, body, invalid},
};
use crate::{
    answer::{Done, Refusal},
    shop::{Order, Product, Shop, Sku},
};

const MOST_PRODUCTS: usize = 100;
const MOST_SKUS: usize = 600;

pub(super) const ROUTES: &[Route] = &[Route {
    verb: Verb::Post,
    pattern: "/product/202309/inventory/search",
    scope: "seller.product.basic",
    wants_cipher: true,
    work: search,
}];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    product_ids: Vec<String>,
    sku_ids: Vec<String>,
}

#[derive(Serialize)]
struct Found<'a> {
    inventory: Vec<OfProduct<'a>>,
}

#[derive(Serialize)]
struct OfProduct<'a> {
    product_id: &'a str,
    skus: Vec<OfSku<'a>>,
}

#[derive(Serialize)]
struct OfSku<'a> {
    id: &'a str,
    seller_sku: &'a str,
    total_available_quantity: u32,
    total_committed_quantity: u32,
    warehouse_inventory: Vec<InWarehouse<'a>>,
    total_available_inventory_distribution: Distribution,
}

#[derive(Serialize)]
struct InWarehouse<'a> {
    warehouse_id: &'a str,
    available_quantity: u32,
    committed_quantity: u32,
}

/// Whom what is free is kept for.
#[derive(Serialize)]
struct Distribution {
    in_shop_inventory: Share,
    campaign_inventory: Vec<Share>,
    creator_inventory: Vec<Share>,
}

#[derive(Serialize)]
struct Share {
    quantity: u32,
}

/// Pieces that orders not yet shipped were promised, by SKU and warehouse.
struct Committed<'a>(HashMap<(&'a str, &'a str), u32>);

fn search(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let asked: Asked = body(&visit.call.body)?;
    if asked.product_ids.len() > MOST_PRODUCTS {
        return Err(invalid("product_ids", format!("must be at most {MOST_PRODUCTS}")));
    }
    if asked.sku_ids.len() > MOST_SKUS {
        return Err(invalid("sku_ids", format!("must be at most {MOST_SKUS}")));
    }
    if asked.product_ids.is_empty() && asked.sku_ids.is_empty() {
        return Err(invalid("product_ids", "is missing, and sku_ids too"));
    }
    let shop = visit.shop();
    let committed = Committed::of(shop);
    let inventory = shop.products.iter().filter_map(|product| asked.of(product, &committed)).collect();
    Done::shown(&Found { inventory })
}

impl Asked {
    /// What was asked for of a product, if anything. Where SKUs are named, products are not looked at.
    fn of<'a>(&self, product: &'a Product, committed: &Committed<'_>) -> Option<OfProduct<'a>> {
        let wanted = |sku: &&Sku| match self.sku_ids.as_slice() {
            [] => self.product_ids.contains(&product.id),
            ids => ids.contains(&sku.id),
        };
        let skus: Vec<_> = product.skus.iter().filter(wanted).map(|sku| OfSku::of(sku, committed)).collect();
        (!skus.is_empty()).then_some(OfProduct { product_id: &product.id, skus })
    }
}

impl<'a> OfSku<'a> {
    fn of(sku: &'a Sku, committed: &Committed<'_>) -> Self {
        let warehouses: Vec<_> = sku
            .stock_infos
            .iter()
            .map(|level| InWarehouse {
                warehouse_id: &level.warehouse_id,
                available_quantity: level.available_stock,
                committed_quantity: committed.of_sku(&sku.id, &level.warehouse_id),
            })
            .collect();
        let available = warehouses.iter().map(|warehouse| warehouse.available_quantity).sum();
        Self {
            id: &sku.id,
            seller_sku: &sku.seller_sku,
            total_available_quantity: available,
            total_committed_quantity: warehouses.iter().map(|warehouse| warehouse.committed_quantity).sum(),
            warehouse_inventory: warehouses,
            total_available_inventory_distribution: Distribution::of(sku, available),
        }
    }
}

impl Distribution {
    fn of(sku: &Sku, available: u32) -> Self {
        let told = sku.campaigns.iter().filter(|campaign| campaign.told && campaign.quantity > 0);
        let campaign_inventory: Vec<_> = told.map(|campaign| Share { quantity: campaign.quantity }).collect();
        let held: u32 = campaign_inventory.iter().map(|share| share.quantity).sum();
        let creator_inventory = if sku.creators > 0 { vec![Share { quantity: sku.creators }] } else { Vec::new() };
        let in_shop_inventory = Share { quantity: available.saturating_sub(held).saturating_sub(sku.creators) };
        Self { in_shop_inventory, campaign_inventory, creator_inventory }
    }
}

impl<'a> Committed<'a> {
    fn of(shop: &'a Shop) -> Self {
        let mut pieces = HashMap::new();
        let waiting = shop.orders.iter().filter(|order| order.order_status.can_be_cancelled());
        for (_, line) in waiting.flat_map(Order::staying) {
            *pieces.entry((line.sku_id.as_str(), line.taken_from.as_str())).or_default() += 1;
        }
        Self(pieces)
    }

    fn of_sku(&self, sku_id: &str, warehouse_id: &str) -> u32 {
        self.0.get(&(sku_id, warehouse_id)).copied().unwrap_or_default()
    }
}
