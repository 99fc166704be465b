use crate::practice::{Practice, connected, connected_to};
use sandbox::{Life, NewOrder, Status, Wanted};
use serde_json::Value;

const HOUR: i64 = 3_600;

/// A shop in which time passes only when a test says so: it looks at its clock once a second, and the
/// clock stands still.
async fn living(life: Life) -> Practice {
    connected_to(|settings| settings.life = life).await
}

fn count(practice: &Practice, status: Status) -> usize {
    practice.shop.counts().by_status[&status]
}

#[tokio::test]
async fn orders_arrive_at_about_the_rate_that_was_set() {
    let practice = living(Life { orders_per_hour: 10.0, ..Life::default() }).await;
    practice.shop.live();
    practice.hands.forward(20 * HOUR);
    practice.shop.live();
    let arrived = practice.shop.counts().orders - 120;
    assert!((120..280).contains(&arrived), "{arrived}");
}

#[tokio::test]
async fn what_is_cancelled_or_delivered_was_open_or_on_its_way() {
    let practice = living(Life { cancellations_per_hour: 2.0, deliveries_per_hour: 2.0, ..Life::default() }).await;
    let (delivered, cancelled) = (count(&practice, Status::Delivered), count(&practice, Status::Cancelled));
    practice.shop.live();
    practice.hands.forward(23 * HOUR);
    practice.shop.live();
    let counts = practice.shop.counts();
    assert_eq!(counts.orders, 120);
    assert!(counts.by_status[&Status::Delivered] > delivered);
    assert!(counts.by_status[&Status::Cancelled] > cancelled);
}

#[tokio::test]
async fn sales_elsewhere_draw_stock_down() {
    let practice = living(Life { sales_per_hour: 10.0, ..Life::default() }).await;
    let before = total_stock(&practice).await;
    practice.shop.live();
    practice.hands.forward(20 * HOUR);
    let sold = u64::from(practice.shop.live() - 1);
    let after = total_stock(&practice).await;
    // The one happening that is no sale is the end of the hold on an order.
    assert_eq!((before - after, practice.shop.counts().orders), (sold, 120));
    assert!(sold > 100);
}

async fn total_stock(practice: &Practice) -> u64 {
    let found = practice.get("/api/products/search", &[("page_size", "100")]).await;
    let products = found["data"]["products"].as_array().unwrap();
    let levels = products.iter().flat_map(|product| product["stock_infos"].as_array().unwrap());
    levels.map(|level| level["available_stock"].as_u64().unwrap()).sum()
}

#[tokio::test]
async fn a_hold_ends_after_an_hour() {
    let practice = living(Life { sales_per_hour: 0.01, ..Life::default() }).await;
    let new = NewOrder { status: Some(Status::OnHold), ..NewOrder::default() };
    let order: Value = serde_json::from_str(&practice.shop.order(new).await.unwrap()).unwrap();
    let order_id = order["order_id"].as_str().unwrap();
    practice.hands.forward(HOUR - 1);
    practice.shop.live();
    assert_eq!(practice.status_of(order_id).await, "ON_HOLD");
    practice.hands.forward(1);
    practice.shop.live();
    assert_eq!(practice.status_of(order_id).await, "AWAITING_SHIPMENT");
}

#[tokio::test]
async fn a_shop_that_slept_for_a_month_catches_up_on_a_day() {
    let practice = living(Life { orders_per_hour: 2.0, ..Life::default() }).await;
    practice.shop.live();
    practice.hands.forward(30 * 24 * HOUR);
    practice.shop.live();
    let arrived = practice.shop.counts().orders - 120;
    assert!((20..100).contains(&arrived), "{arrived}");
}

#[tokio::test]
async fn a_still_shop_stays_as_it_is() {
    let practice = connected().await;
    practice.hands.forward(24 * HOUR);
    assert_eq!(practice.shop.live(), 0);
}

#[tokio::test]
async fn an_order_takes_its_goods_out_of_stock_and_brings_them_back_when_cancelled() {
    let practice = connected().await;
    let product = practice.product().await;
    let (sku, warehouse) = in_stock(&product);
    let before = practice.level(&product, sku, warehouse).await;
    let sku_id = product["skus"][sku]["id"].as_str().unwrap().to_owned();
    let new = NewOrder { items: vec![Wanted { sku_id, quantity: 2, warehouse_id: None }], ..NewOrder::default() };
    let order: Value = serde_json::from_str(&practice.shop.order(new).await.unwrap()).unwrap();
    assert_eq!(practice.level(&product, sku, warehouse).await, before - 2);
    practice.shop.cancel(order["order_id"].as_str().unwrap()).await.unwrap();
    assert_eq!(practice.level(&product, sku, warehouse).await, before);
}

/// The first SKU and warehouse of a product that have at least two.
fn in_stock(product: &Value) -> (usize, usize) {
    for (sku, with) in product["skus"].as_array().unwrap().iter().enumerate() {
        let levels = with["stock_infos"].as_array().unwrap();
        if let Some(warehouse) = levels.iter().position(|level| level["available_stock"].as_u64().unwrap() >= 2) {
            return (sku, warehouse);
        }
    }
    panic!("the product is sold out: {product}")
}
