//! A shop with a few things in it.

use domain::{
    Line, Money, Order, OrderId, OrderStatus, Private, Product, ProductId, Recipient, ShopId, Sku, SkuId, StockInfo,
    WarehouseId,
};
use jiff::Timestamp;
use store::{LedgerRow, PastOf, Shop, StockTarget, Store};
use tempfile::TempDir;

pub(crate) const SHOP: ShopId = ShopId(1);

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub(crate) fn known_shop(id: ShopId) -> Shop {
    Shop {
        id,
        name: "Linh Kay Studio".into(),
        region: "US".into(),
        practice: false,
        currency: None,
        told_currency: None,
        seller: String::new(),
    }
}

pub(crate) async fn shelf() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), at(0)).await.unwrap().store;
    store.put_shop(&known_shop(SHOP)).await.unwrap();
    (folder, store)
}

pub(crate) fn order(id: &str, status: OrderStatus, updated: i64) -> Order {
    Order {
        id: OrderId::new(id),
        status,
        payment_method: "CREDIT_CARD".into(),
        shipping_provider: "USPS".into(),
        tracking_number: String::new(),
        recipient: Recipient { name: Private::new("Nguyễn Thị Hoa".into()), ..Recipient::default() },
        lines: vec![Line {
            product: ProductId::new("product_1"),
            sku: SkuId::new("sku_1"),
            name: "Glow Serum 30 ml".into(),
            quantity: 2,
            price: "29.99".parse::<Money>().unwrap(),
            pieces: Vec::new(),
        }],
        currency: None,
        created: at(0),
        updated: at(updated),
        ship_by: None,
        collect_by: None,
        warehouse: None,
        handling: domain::Handling::default(),
        extra: Private::default(),
    }
}

/// A product with one SKU for each of `skus`, whose stock the shop tells by SKU.
pub(crate) fn product(id: &str, skus: &[(&str, i64)], updated: i64) -> Product {
    let info = |level| StockInfo { warehouse: WarehouseId::new("default"), available: level, campaign: None };
    Product {
        id: ProductId::new(id),
        name: "Linen Tote".into(),
        description: String::new(),
        price: Money::default(),
        skus: skus
            .iter()
            .map(|(sku, level)| Sku {
                id: SkuId::new(*sku),
                seller_sku: format!("LT-{sku}"),
                price: Money::default(),
                stock: Some(vec![info(*level)]),
            })
            .collect(),
        stock: vec![info(skus.iter().map(|(_, level)| level).sum())],
        created: at(0),
        updated: at(updated),
        extra: serde_json::Map::new(),
    }
}

pub(crate) fn target(sku: &str) -> StockTarget {
    StockTarget { product: ProductId::new("product_1"), sku: SkuId::new(sku), warehouse: WarehouseId::new("default") }
}

/// All of a SKU's past, wherever.
pub(crate) fn past_of(sku: &str) -> PastOf {
    PastOf { product: ProductId::new("product_1"), sku: SkuId::new(sku), warehouse: None }
}

/// The newest lines of a SKU's ledger, newest first.
pub(crate) async fn ledger_of(store: &Store, sku: &str) -> Vec<LedgerRow> {
    store.ledger_piece(SHOP, &past_of(sku), None, 500).await.unwrap()
}
