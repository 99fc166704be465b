//! Products, their SKUs and the stock each warehouse has of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::price::Price;

/// The most a seller may write as a level. The contract sets no bound; this is the real service's.
pub(crate) const MOST_STOCK: u32 = 99_999;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Product {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) skus: Vec<Sku>,
    pub(crate) create_time: Timestamp,
    pub(crate) update_time: Timestamp,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sku {
    pub(crate) id: String,
    pub(crate) seller_sku: String,
    pub(crate) price: Price,
    pub(crate) stock_infos: Vec<Level>,
    #[serde(default)]
    pub(crate) campaigns: Vec<Campaign>,
    /// What creators hold, in all warehouses.
    #[serde(default)]
    pub(crate) creators: u32,
}

/// What a campaign holds of a SKU in one warehouse: no level below is taken. One that is over holds nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Campaign {
    pub(crate) warehouse_id: String,
    pub(crate) quantity: u32,
    /// Whether answers say so.
    pub(crate) told: bool,
}

/// What one warehouse has to sell of one SKU; also the shape in which levels are read and written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Level {
    pub(crate) warehouse_id: String,
    pub(crate) available_stock: u32,
}

/// A product as the contract shows it.
#[derive(Serialize)]
pub(crate) struct ShownProduct<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    price: Price,
    skus: Vec<ShownSku<'a>>,
    stock_infos: Vec<ShownLevel>,
    create_time: Timestamp,
    update_time: Timestamp,
}

#[derive(Serialize)]
struct ShownSku<'a> {
    id: &'a str,
    seller_sku: &'a str,
    price: Price,
    #[serde(skip_serializing_if = "Option::is_none")]
    stock_infos: Option<Vec<ShownLevel>>,
}

/// A level as reads show it: with what campaigns hold of it, where there was one that says so.
#[derive(Serialize)]
struct ShownLevel {
    #[serde(flatten)]
    level: Level,
    #[serde(skip_serializing_if = "Option::is_none")]
    campaign_inventory: Option<Vec<Share>>,
}

#[derive(Serialize)]
struct Share {
    quantity: u32,
}

impl Product {
    /// The product as answers show it, with levels per SKU or, as the bare contract has it, without.
    pub(crate) fn shown(&self, sku_stock: bool) -> ShownProduct<'_> {
        ShownProduct {
            id: &self.id,
            name: &self.name,
            description: &self.description,
            price: self.lowest_price(),
            skus: self.skus.iter().map(|sku| sku.shown(sku_stock)).collect(),
            stock_infos: self.stock_over_skus(),
            create_time: self.create_time,
            update_time: self.update_time,
        }
    }

    pub(crate) fn sku(&self, sku_id: &str) -> Option<&Sku> {
        self.skus.iter().find(|sku| sku.id == sku_id)
    }

    pub(crate) fn sku_mut(&mut self, sku_id: &str) -> Option<&mut Sku> {
        self.skus.iter_mut().find(|sku| sku.id == sku_id)
    }

    fn lowest_price(&self) -> Price {
        self.skus.iter().map(|sku| sku.price).min().unwrap_or(Price::of_hundredths(0))
    }

    fn stock_over_skus(&self) -> Vec<ShownLevel> {
        let mut sums: Vec<ShownLevel> = Vec::new();
        for shown in self.skus.iter().flat_map(Sku::shown_levels) {
            match sums.iter_mut().find(|sum| sum.level.warehouse_id == shown.level.warehouse_id) {
                Some(sum) => sum.add(shown),
                None => sums.push(shown),
            }
        }
        sums
    }
}

impl ShownLevel {
    fn add(&mut self, other: Self) {
        let sum = &mut self.level.available_stock;
        *sum = sum.saturating_add(other.level.available_stock);
        if let Some(shares) = other.campaign_inventory {
            self.campaign_inventory.get_or_insert_default().extend(shares);
        }
    }
}

impl Sku {
    /// What a campaign holds in a warehouse.
    pub(crate) fn held(&self, warehouse_id: &str) -> u32 {
        self.campaign(warehouse_id).map_or(0, |campaign| campaign.quantity)
    }

    fn campaign(&self, warehouse_id: &str) -> Option<&Campaign> {
        self.campaigns.iter().find(|campaign| campaign.warehouse_id == warehouse_id)
    }

    fn shown_levels(&self) -> Vec<ShownLevel> {
        let shown = |level: &Level| {
            let told = self.campaign(&level.warehouse_id).filter(|campaign| campaign.told);
            let shares = |campaign: &Campaign| {
                let quantity = campaign.quantity;
                (quantity > 0).then_some(Share { quantity }).into_iter().collect()
            };
            ShownLevel { level: level.clone(), campaign_inventory: told.map(shares) }
        };
        self.stock_infos.iter().map(shown).collect()
    }

    pub(crate) fn level_mut(&mut self, warehouse_id: &str) -> Option<&mut Level> {
        self.stock_infos.iter_mut().find(|level| level.warehouse_id == warehouse_id)
    }

    pub(crate) fn has_warehouse(&self, warehouse_id: &str) -> bool {
        self.stock_infos.iter().any(|level| level.warehouse_id == warehouse_id)
    }

    fn shown(&self, sku_stock: bool) -> ShownSku<'_> {
        ShownSku {
            id: &self.id,
            seller_sku: &self.seller_sku,
            price: self.price,
            stock_infos: sku_stock.then(|| self.shown_levels()),
        }
    }
}
