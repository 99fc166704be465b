//! A cache of so many orders, as a shop of some years has it: most delivered, a few thousand open.

use domain::{Line, Money, Order, OrderId, OrderStatus, Private, ProductId, Recipient, ShopId, SkuId, TrackingNumber};
use jiff::{Timestamp, ToSpan as _};
use store::{OrderPage, Shop, Store};

pub(crate) const SHOP: ShopId = ShopId(1);
/// Orders that go in together.
const PAGE: u64 = 1_000;
/// Of the newest orders so many still wait: more than 5,000 of them can be shipped.
const OPEN: u64 = 5_500;

const BUYERS: [&str; 8] = [
    "Emily Carter",
    "Nguyễn Thị Hoa",
    "陈美玲",
    "Somchai Prasert",
    "María Fernández",
    "佐藤 健",
    "최유진",
    "Ana Souza",
];
const GOODS: [&str; 6] =
    ["Wireless Earbuds", "Glow Serum 30 ml", "Phone Grip · Mint", "Linen Tote", "手工香皂礼盒", "Bánh tráng trộn"];

/// When the newest order was placed.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).expect("a time")
}

/// The id of the order that was placed as the `n`-th.
pub(crate) fn id(n: u64) -> OrderId {
    OrderId::new((576_000_000_000_000_000 + scattered(n) % 900_000_000_000_000).to_string())
}

pub(crate) async fn fill(store: &Store, orders: u64) {
    let name = "Linh Kay Studio".to_owned();
    let shop = Shop {
        id: SHOP,
        name,
        region: "US".into(),
        practice: false,
        currency: None,
        told_currency: None,
        seller: String::new(),
    };
    store.put_shop(&shop).await.expect("a shop");
    for first in (0..orders).step_by(PAGE as usize) {
        let page: Vec<Order> = (first..(first + PAGE).min(orders)).map(|n| order(n, orders)).collect();
        let page = OrderPage::new(&page, Vec::new(), now()).expect("a page");
        store.put_order_pages(SHOP, vec![page], None).await.expect("room on the disk");
    }
}

/// One of the orders that wait is on its way from now on, as the shop tells it.
pub(crate) async fn change_one(store: &Store, n: u64, of: u64) {
    let known = order(of - 1 - n, of);
    let updated = known.updated.checked_add(1.hours()).expect("a time");
    let sent = Order { status: OrderStatus::Shipped, tracking_number: "94001".into(), updated, ..known };
    let page = OrderPage::new(&[sent], Vec::new(), now()).expect("a page");
    store.put_order_pages(SHOP, vec![page], None).await.expect("room on the disk");
}

/// A number from another, the same on every run.
pub(crate) fn scattered(n: u64) -> u64 {
    let mixed = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 1
}

fn order(n: u64, of: u64) -> Order {
    let draw = scattered(n + of);
    let pick = |from: &[&str], shift: u32| from[(draw >> shift) as usize % from.len()].to_owned();
    let created = now().checked_sub(i64::try_from((of - n) * 60).unwrap_or(i64::MAX).seconds()).expect("a time");
    let status = match (of - n <= OPEN, draw % 100) {
        (true, 0..95) => OrderStatus::AwaitingShipment,
        (true, _) => OrderStatus::OnHold,
        (false, 0..4) => OrderStatus::Cancelled,
        (false, 4..10) => OrderStatus::Shipped,
        (false, _) => OrderStatus::Delivered,
    };
    let tracking = if matches!(status, OrderStatus::Shipped | OrderStatus::Delivered) {
        format!("94001{:017}", draw % 100_000_000_000)
    } else {
        String::new()
    };
    debug_assert!(tracking.is_empty() || TrackingNumber::parse(&tracking).is_ok());
    Order {
        id: id(n),
        status,
        payment_method: "CREDIT_CARD".into(),
        shipping_provider: "USPS".into(),
        tracking_number: tracking,
        recipient: Recipient {
            name: Private::new(format!("{} {}", pick(&BUYERS, 8), draw % 997)),
            street1: Private::new("123 Main St".into()),
            city: Private::new("New York".into()),
            country: Private::new("US".into()),
            ..Recipient::default()
        },
        lines: vec![Line {
            product: ProductId::new(format!("1729{:06}", draw % 400)),
            sku: SkuId::new(format!("1730{:06}", draw % 1_200)),
            name: pick(&GOODS, 16),
            quantity: 1 + (draw % 3) as u32,
            price: "29.99".parse::<Money>().expect("a price"),
            pieces: Vec::new(),
        }],
        currency: None,
        created,
        updated: created,
        ship_by: None,
        collect_by: None,
        warehouse: None,
        handling: domain::Handling::default(),
        extra: Private::default(),
    }
}
