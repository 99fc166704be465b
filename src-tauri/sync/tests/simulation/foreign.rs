//! The same shop seen from elsewhere: how the simulation looks at it, and what the seller does there
//! without this app.

use std::{collections::BTreeMap, sync::Arc};

use domain::{MAX_LEVEL, OrderId, Product, ProductId, SkuId, SkuLevel, TrackingNumber, WarehouseId};
use jiff::Timestamp;
use sandbox::Sandbox;
use tiktok_shop::{
    Budget, Client, Lane, Limits, Onward, OrderQuery, ProductQuery, Shipment, SpendLog, StockWrite, TokenStore, Tokens,
};

use crate::{
    clock::SimClock,
    desk::{CARRIER, client},
    spoken::standing,
};

pub(crate) use crate::spoken::Cell;

/// What a shop holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shelf {
    /// Status and tracking number of each order.
    pub(crate) orders: BTreeMap<String, (String, String)>,
    pub(crate) levels: BTreeMap<Cell, i64>,
}

pub(crate) struct Foreign(Client);

struct Forgetful;

#[async_trait::async_trait]
impl TokenStore for Forgetful {
    async fn save(&self, _: &Tokens) -> Result<(), String> {
        Ok(())
    }
}

#[async_trait::async_trait]
impl SpendLog for Forgetful {
    async fn spent(&self, _: i64, _: u32) -> Result<(), String> {
        Ok(())
    }
}

impl Foreign {
    pub(crate) fn new(shop: &Sandbox, tokens: Tokens, clock: &Arc<SimClock>) -> Self {
        let limits = Limits { per_minute: 1_000_000, per_day: 100_000_000 };
        let budget = Arc::new(Budget::new(limits, Vec::new(), Arc::new(Forgetful), Arc::clone(clock) as _));
        Self(client(shop, tokens, Arc::new(Forgetful), &budget, clock))
    }

    /// Everything that the shop has.
    pub(crate) async fn look(&self) -> Shelf {
        let mut shelf = Shelf::default();
        let mut query = OrderQuery { page_size: 100, ..OrderQuery::default() };
        loop {
            let page = self.0.search_orders(&query, Lane::Person).await.unwrap();
            for order in &page.items {
                let status = standing(order.status.as_shop()).to_owned();
                shelf.orders.insert(order.id.to_string(), (status, order.tracking_number.clone()));
            }
            match page.onward {
                Onward::Token(token) => query.page_token = Some(token),
                Onward::Unsaid if page.sent == 100 => query.page_number += 1,
                Onward::Unsaid | Onward::End => break,
            }
        }
        let page = self
            .0
            .search_products(&ProductQuery { page_size: 100, ..ProductQuery::default() }, Lane::Person)
            .await
            .unwrap();
        for product in &page.items {
            for known in product.sku_levels() {
                let cell = (product.id.to_string(), known.sku.to_string(), known.warehouse.to_string());
                shelf.levels.insert(cell, known.level);
            }
        }
        shelf
    }

    /// The seller fills every shelf.
    pub(crate) async fn fill(&self) {
        let page = self.0.search_products(&ProductQuery::default(), Lane::Person).await.unwrap();
        for product in &page.items {
            let full = |known| SkuLevel { level: MAX_LEVEL, ..known };
            let levels: Vec<SkuLevel> = product.sku_levels().into_iter().map(full).collect();
            self.set(product, &levels).await;
        }
    }

    /// The seller sets a level there.
    pub(crate) async fn restock(&self, (product, sku, warehouse): &Cell, level: i64) {
        let level = SkuLevel { sku: SkuId::new(sku), warehouse: WarehouseId::new(warehouse), level };
        self.set(&self.0.product(&ProductId::new(product), Lane::Person).await.unwrap(), &[level]).await;
    }

    async fn set(&self, seen: &Product, levels: &[SkuLevel]) {
        let write = StockWrite { seen, levels, leave_by: Timestamp::MAX };
        self.0.set_stock(&write, Lane::Person).await.unwrap();
    }

    /// Somebody ships an order in Seller Center.
    pub(crate) async fn ship(&self, order: &str, tracking: &str) {
        let number = TrackingNumber::parse(tracking).unwrap();
        let order = self.0.order(&OrderId::new(order), Lane::Person).await.unwrap();
        self.0
            .ship_order(
                &Shipment { order: &order, tracking: &number, usual_carrier: Some(CARRIER), market: "", pieces: &[] },
                Lane::Person,
            )
            .await
            .unwrap();
    }
}
