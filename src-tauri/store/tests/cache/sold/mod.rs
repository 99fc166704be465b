//! What was sold, day by day, and when it can't be told.

mod by_hand;

use domain::{Line, Money, Order, OrderStatus, ProductId, ShopId, SkuId};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use store::Store;

use crate::shelf::{SHOP, at, known_shop, order, shelf};

pub(super) type Span = (Timestamp, Timestamp);

const OTHER: ShopId = ShopId(2);
const DAY: i64 = 86_400;

/// Some days of a zone, from this one on.
pub(super) fn days(first: Date, count: usize, zone: &TimeZone) -> Vec<Span> {
    let begins = |date: Date| date.to_zoned(zone.clone()).unwrap().timestamp();
    first
        .series(jiff::Span::new().days(1))
        .take(count)
        .map(|day| (begins(day), begins(day.tomorrow().unwrap())))
        .collect()
}

/// Three days of 24 hours; orders are placed at `at(0)`, an hour into the second.
fn three_days() -> Vec<Span> {
    (-1..2).map(|day| (at(day * DAY - 3_600), at((day + 1) * DAY - 3_600))).collect()
}

pub(crate) fn line(product: &str, sku: &str, quantity: u32) -> Line {
    let (product, sku) = (ProductId::new(product), SkuId::new(sku));
    Line { product, sku, name: "Linen Tote".into(), quantity, price: Money::default(), pieces: Vec::new() }
}

fn of(lines: Vec<Line>, id: &str, updated: i64) -> Order {
    Order { lines, ..order(id, OrderStatus::AwaitingShipment, updated) }
}

fn two(id: &str, updated: i64) -> Order {
    of(vec![line("product_1", "a", 2)], id, updated)
}

async fn put(store: &Store, shop: ShopId, orders: &[Order]) {
    let asked = orders.iter().map(|order| order.updated).max().unwrap();
    store.put_orders(shop, orders, &[], asked, None).await.unwrap();
}

/// What was sold of this SKU of `product_1`, as far as it is known.
async fn told(store: &Store, shop: ShopId, sku: &str, days: &[Span]) -> Option<Vec<u64>> {
    let asked = [(ProductId::new("product_1"), SkuId::new(sku))];
    store.pieces_sold(shop, &asked, days).await.unwrap().map(|mut sold| sold.remove(0))
}

/// The same, read first.
async fn sold(store: &Store, shop: ShopId, sku: &str, days: &[Span]) -> Vec<u64> {
    store.read_sales(shop, days).await.unwrap();
    told(store, shop, sku, days).await.unwrap()
}

#[tokio::test]
async fn nothing_is_told_before_the_orders_have_been_read_once() {
    let (_folder, store) = shelf().await;
    put(&store, SHOP, &[two("1", 1)]).await;
    assert_eq!(told(&store, SHOP, "a", &three_days()).await, None);
    assert_eq!(sold(&store, SHOP, "a", &three_days()).await, [0, 2, 0]);
}

#[tokio::test]
async fn an_order_that_comes_is_counted_by_its_lines_and_each_sku_for_itself() {
    let (_folder, store) = shelf().await;
    assert_eq!(sold(&store, SHOP, "a", &three_days()).await, [0, 0, 0]);
    let lines = vec![
        line("product_1", "a", 2),
        line("product_1", "b", 1),
        line("product_1", "a", 3),
        line("product_2", "a", 9),
    ];
    put(&store, SHOP, &[of(lines, "1", 1), two("2", 1)]).await;
    assert_eq!(told(&store, SHOP, "a", &three_days()).await.unwrap(), [0, 7, 0]);
    assert_eq!(told(&store, SHOP, "b", &three_days()).await.unwrap(), [0, 1, 0]);
    assert_eq!(told(&store, SHOP, "nobody bought it", &three_days()).await.unwrap(), [0, 0, 0]);
}

#[tokio::test]
async fn an_order_that_is_cancelled_counts_no_more_and_again_when_it_comes_back() {
    let (_folder, store) = shelf().await;
    put(&store, SHOP, &[two("1", 1), two("2", 1)]).await;
    assert_eq!(sold(&store, SHOP, "a", &three_days()).await, [0, 4, 0]);
    put(&store, SHOP, &[Order { status: OrderStatus::Cancelled, ..two("1", 2) }]).await;
    assert_eq!(told(&store, SHOP, "a", &three_days()).await.unwrap(), [0, 2, 0]);
    assert_eq!(sold(&store, SHOP, "a", &three_days()).await, [0, 2, 0], "nor when it is read anew");
    put(&store, SHOP, &[Order { status: OrderStatus::OnHold, ..two("1", 3) }]).await;
    assert_eq!(told(&store, SHOP, "a", &three_days()).await.unwrap(), [0, 4, 0]);
}

#[tokio::test]
async fn an_order_whose_lines_change_counts_by_its_new_ones() {
    let (_folder, store) = shelf().await;
    put(&store, SHOP, &[two("1", 1)]).await;
    assert_eq!(sold(&store, SHOP, "a", &three_days()).await, [0, 2, 0]);
    put(&store, SHOP, &[of(vec![line("product_1", "b", 5)], "1", 2)]).await;
    assert_eq!(told(&store, SHOP, "a", &three_days()).await.unwrap(), [0, 0, 0]);
    assert_eq!(told(&store, SHOP, "b", &three_days()).await.unwrap(), [0, 5, 0]);
    put(&store, SHOP, &[two("1", 1)]).await;
    assert_eq!(told(&store, SHOP, "b", &three_days()).await.unwrap(), [0, 5, 0], "an older state changes nothing");
}

#[tokio::test]
async fn a_status_that_moves_on_sells_nothing_twice() {
    let (_folder, store) = shelf().await;
    put(&store, SHOP, &[two("1", 1)]).await;
    assert_eq!(sold(&store, SHOP, "a", &three_days()).await, [0, 2, 0]);
    for (status, updated) in [(OrderStatus::Shipped, 2), (OrderStatus::Delivered, 3), (OrderStatus::Completed, 4)] {
        put(&store, SHOP, &[Order { status, ..two("1", updated) }]).await;
        assert_eq!(told(&store, SHOP, "a", &three_days()).await.unwrap(), [0, 2, 0]);
    }
}

#[tokio::test]
async fn two_shops_sell_the_same_sku_each_for_itself() {
    let (_folder, store) = shelf().await;
    store.put_shop(&known_shop(OTHER)).await.unwrap();
    put(&store, SHOP, &[two("1", 1)]).await;
    put(&store, OTHER, &[two("1", 1), two("2", 1)]).await;
    assert_eq!(sold(&store, SHOP, "a", &three_days()).await, [0, 2, 0]);
    assert_eq!(told(&store, OTHER, "a", &three_days()).await, None, "one shop's is never told for another one's");
    assert_eq!(sold(&store, OTHER, "a", &three_days()).await, [0, 4, 0]);
    put(&store, SHOP, &[two("3", 2)]).await;
    assert_eq!(told(&store, OTHER, "a", &three_days()).await.unwrap(), [0, 4, 0]);
    store.remove_shop(OTHER).await.unwrap();
    assert_eq!(told(&store, OTHER, "a", &three_days()).await, None);
    assert_eq!(sold(&store, SHOP, "a", &three_days()).await, [0, 4, 0]);
}

#[tokio::test]
async fn a_day_has_its_first_moment_and_not_its_last_also_where_the_clocks_change() {
    let (_folder, store) = shelf().await;
    // In New York 1 November 2026 has 25 hours, and 14 March 2027 has 23.
    let zone = TimeZone::get("America/New_York").unwrap();
    for (id, placed) in [
        "2026-11-01T03:59:59.999Z",
        "2026-11-01T04:00:00Z",
        "2026-11-02T04:30:00Z",
        "2026-11-02T04:59:59.999Z",
        "2026-11-02T05:00:00Z",
        "2027-03-14T04:59:59.999Z",
        "2027-03-14T05:00:00Z",
        "2027-03-15T03:59:59.999Z",
        "2027-03-15T04:00:00Z",
    ]
    .into_iter()
    .enumerate()
    {
        put(&store, SHOP, &[Order { created: placed.parse().unwrap(), ..two(&id.to_string(), 1) }]).await;
    }
    let around = |day: Date| days(day.yesterday().unwrap(), 3, &zone);
    assert_eq!(sold(&store, SHOP, "a", &around(jiff::civil::date(2026, 11, 1))).await, [2, 6, 2]);
    assert_eq!(sold(&store, SHOP, "a", &around(jiff::civil::date(2027, 3, 14))).await, [2, 4, 2]);
}

#[tokio::test]
async fn another_day_begins_without_reading_and_a_clock_that_is_set_back_reads_again() {
    let (_folder, store) = shelf().await;
    let placed = |id: &str, day: i64| Order { created: at(day * DAY), ..two(id, 1) };
    put(&store, SHOP, &[placed("1", -1), placed("2", 0), placed("3", 1), placed("4", 2)]).await;
    let from = |day: i64| {
        three_days()
            .into_iter()
            .map(|(from, to)| {
                let later = jiff::SignedDuration::from_secs(day * DAY);
                (from + later, to + later)
            })
            .collect::<Vec<_>>()
    };
    put(&store, SHOP, &[of(vec![line("product_1", "a", 1)], "5", 1)]).await;
    assert_eq!(sold(&store, SHOP, "a", &from(0)).await, [2, 3, 2]);
    assert_eq!(told(&store, SHOP, "a", &from(1)).await.unwrap(), [3, 2, 2]);
    assert_eq!(told(&store, SHOP, "a", &from(0)).await, None, "what was let go is not told as nothing");
    assert_eq!(sold(&store, SHOP, "a", &from(0)).await, [2, 3, 2]);
}

#[tokio::test]
async fn after_very_many_orders_nobody_waits_until_they_are_read() {
    let (_folder, store) = shelf().await;
    assert_eq!(sold(&store, SHOP, "a", &three_days()).await, [0, 0, 0]);
    let many: Vec<Order> = (0..5_001).map(|id| two(&id.to_string(), 1)).collect();
    put(&store, SHOP, &many).await;
    assert_eq!(told(&store, SHOP, "a", &three_days()).await, None);
    assert_eq!(sold(&store, SHOP, "a", &three_days()).await, [0, 10_002, 0]);
}

#[tokio::test]
async fn the_first_order_of_a_shop_is_known_by_its_time() {
    let (_folder, store) = shelf().await;
    assert_eq!(store.first_order_placed(SHOP).await.unwrap(), None);
    put(&store, SHOP, &[two("1", 1), Order { created: at(-DAY), ..two("2", 1) }]).await;
    assert_eq!(store.first_order_placed(SHOP).await.unwrap(), Some(at(-DAY)));
}
