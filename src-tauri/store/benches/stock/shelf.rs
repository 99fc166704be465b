//! A cache of so many SKUs in five warehouses, as a shop has it that sells everywhere in the region.

use domain::{Money, Product, ProductId, ShopId, Sku, SkuId, StockInfo, WarehouseId};
use jiff::Timestamp;
use store::{Shop, StockTarget, Store};

pub(crate) const SHOP: ShopId = ShopId(1);
pub(crate) const WAREHOUSES: [&str; 5] = ["bangkok", "hanoi", "jakarta", "manila", "singapore"];
/// Products that go in together.
const PAGE: usize = 500;
/// A product has 1 to so many SKUs.
const MOST_SKUS: u64 = 12;
/// What a seller may look for: each occurs in many names or codes.
pub(crate) const SEARCHES: [(&str, &str); 4] = [
    ("a Latin name", "linen tote"),
    ("a Thai name", "เซรั่มบำรุง"),
    ("a Chinese name", "手工香皂"),
    ("a code", "cla-0042"),
];

const NAMES: [&str; 12] = [
    "Linen Tote Bag Washable",
    "Glow Serum 30 ml · Vitamin C",
    "Wireless Earbuds with Charging Case",
    "เซรั่มบำรุงผิวหน้าสูตรเข้มข้น",
    "เสื้อยืดผ้าฝ้ายโอเวอร์ไซส์",
    "กระเป๋าผ้าแคนวาสพิมพ์ลาย",
    "手工香皂礼盒 玫瑰",
    "无线蓝牙耳机 降噪",
    "纯棉短袖T恤 宽松",
    "Bánh tráng trộn Tây Ninh",
    "Áo thun cotton form rộng",
    "Túi vải bố thêu hoa",
];
const COLOURS: [&str; 6] = ["BLACK", "WHITE", "SAND", "MINT", "ROSE", "NAVY"];

/// When the shelf was told.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).expect("a time")
}

/// Fills the cache with so many SKUs.
pub(crate) async fn fill(store: &Store, skus: u64) {
    let name = "Linh Kay Studio".to_owned();
    let shop = Shop {
        id: SHOP,
        name,
        region: "SG".into(),
        practice: false,
        currency: None,
        told_currency: None,
        seller: String::new(),
    };
    store.put_shop(&shop).await.expect("a shop");
    let mut told = 0;
    let products = (0..).map_while(|n| {
        let count = (1 + scattered(n) % MOST_SKUS).min(skus - told);
        told += count;
        (count > 0).then(|| product(n, count))
    });
    let products: Vec<Product> = products.collect();
    for page in products.chunks(PAGE) {
        store.put_products(SHOP, page, &[], now(), None).await.expect("room on the disk");
    }
}

/// A number from another, the same on every run.
pub(crate) fn scattered(n: u64) -> u64 {
    let mixed = (n ^ (n >> 30)).wrapping_add(0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 1
}

/// The first SKU of a product, in one of its warehouses.
pub(crate) fn cell(n: u64) -> StockTarget {
    let warehouse = WarehouseId::new(WAREHOUSES[scattered(n) as usize % WAREHOUSES.len()]);
    StockTarget { product: product_id(n), sku: sku_id(n, 0), warehouse }
}

fn product_id(n: u64) -> ProductId {
    ProductId::new((1_729_000_000_000_000_000 + scattered(n) % 900_000_000_000_000).to_string())
}

fn sku_id(product: u64, at: u64) -> SkuId {
    SkuId::new((1_730_000_000_000_000_000 + scattered(product * MOST_SKUS + at) % 900_000_000_000_000).to_string())
}

fn product(n: u64, skus: u64) -> Product {
    let name = NAMES[scattered(n) as usize % NAMES.len()];
    let skus: Vec<Sku> = (0..skus).map(|at| sku(n, at)).collect();
    Product {
        id: product_id(n),
        name: format!("{name} {}", scattered(n) % 9_973),
        description: "Softer with every wash. Made by hand.".repeat(10),
        price: Money::default(),
        stock: WAREHOUSES.iter().map(|warehouse| info(warehouse, 50)).collect(),
        skus,
        created: now(),
        updated: now(),
        extra: serde_json::Map::new(),
    }
}

/// Of every 20 SKUs one is sold out everywhere, and one the shop tells by its product alone.
fn sku(product: u64, at: u64) -> Sku {
    let draw = scattered(product * MOST_SKUS + at);
    let level = |place: usize| if draw.is_multiple_of(20) { 0 } else { (draw >> (8 * place)) as i64 % 120 };
    let stock = WAREHOUSES.iter().enumerate().map(|(place, warehouse)| info(warehouse, level(place)));
    Sku {
        id: sku_id(product, at),
        seller_sku: format!("CLA-{:06}-{}", product, COLOURS[at as usize % COLOURS.len()]),
        price: Money::default(),
        stock: (draw % 20 != 1).then(|| stock.collect()),
    }
}

fn info(warehouse: &str, available: i64) -> StockInfo {
    StockInfo { warehouse: WarehouseId::new(warehouse), available, campaign: None }
}
