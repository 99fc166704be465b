//! What runs away: seen within one look for new orders, told once, and over when it is.

use std::time::Duration;

use app::boundary::{NoticeAction, OrderTab, Runaway, StockRow, StockTab};
use sandbox::{Fault, FaultKind, NewOrder, Wanted};

use crate::desk::{Desk, SHOP};

/// Where new orders are looked for.
const LIST: &str = "/api/orders/search";

/// An app that tells what sells out within a day, and a SKU of which the shop has some pieces, but not many.
async fn watching() -> (Desk, StockRow) {
    let desk = Desk::connected().await;
    desk.app.set_runaway_hours(SHOP, 24).await.unwrap();
    let rows = desk.grid(StockTab::All).await.1;
    let fits = |row: &&StockRow| row.total.is_some_and(|total| (60..450).contains(&total));
    let sku = rows.iter().find(fits).unwrap().clone();
    (desk, sku)
}

/// So many buyers take a piece each, and the app's next look for new orders brings them. From then on no look brings
/// anything.
async fn bought(desk: &Desk, sku: &StockRow, buyers: usize) {
    desk.shop.clear_faults();
    let known = desk.orders(OrderTab::All, "").await.len();
    for _ in 0..buyers {
        let items = vec![Wanted { sku_id: sku.sku_id.clone(), quantity: 1, warehouse_id: None }];
        desk.shop.order(NewOrder { items, ..NewOrder::default() }).await.unwrap();
    }
    desk.in_time(async || desk.orders(OrderTab::All, "").await.len() == known + buyers).await;
    desk.shop.fault(Fault { times: None, ..Fault::once(LIST, FaultKind::Http { status: 503 }) });
}

async fn runs(desk: &Desk) -> Vec<Runaway> {
    desk.app.stock_watch(SHOP).await.unwrap().runs
}

async fn has_run(desk: &Desk) {
    desk.in_time(async || !runs(desk).await.is_empty()).await;
}

async fn is_told(desk: &Desk) -> bool {
    desk.notice("runaway 1").await.is_some()
}

#[tokio::test]
async fn a_burst_is_told_by_the_look_that_brings_its_orders() {
    let (desk, sku) = watching().await;
    bought(&desk, &sku, 10).await;
    has_run(&desk).await;
    let run = runs(&desk).await.remove(0);
    assert_eq!((&run.sku_id, run.per_hour, run.seen), (&sku.sku_id, 40.0, false));
    assert!(run.left > 0 && (run.hours_left - run.left as f64 / 40.0).abs() < 1e-9, "{run:?}");
    desk.in_time(async || is_told(&desk).await).await;
    let notice = desk.notice("runaway 1").await.unwrap();
    assert!(notice.title.contains(&sku.product) && notice.body.contains("40 an hour"), "{notice:?}");
    assert_eq!(notice.action, Some(NoticeAction::Stock));
}

#[tokio::test]
async fn a_run_is_told_once_also_over_a_restart_and_stays_in_the_list() {
    let (desk, sku) = watching().await;
    bought(&desk, &sku, 8).await;
    desk.in_time(async || is_told(&desk).await).await;
    desk.app.dismiss_notice("runaway 1");
    bought(&desk, &sku, 3).await;
    desk.in_time(async || runs(&desk).await[0].per_hour > 40.0).await;
    assert!(!is_told(&desk).await, "it goes on, and is none that has begun");
    desk.shop.clear_faults();
    let desk = desk.reopened().await;
    desk.app.resume().await;
    desk.synced().await;
    bought(&desk, &sku, 3).await;
    desk.in_time(async || runs(&desk).await[0].per_hour > 50.0).await;
    assert!(!is_told(&desk).await);
}

#[tokio::test]
async fn one_that_was_seen_is_told_again_only_when_it_is_over_and_begins_anew() {
    let (desk, sku) = watching().await;
    bought(&desk, &sku, 8).await;
    desk.in_time(async || is_told(&desk).await).await;
    desk.app.see_runaway(SHOP, &sku.product_id, &sku.sku_id).await.unwrap();
    assert!(runs(&desk).await[0].seen && !is_told(&desk).await);
    let three_hours = Duration::from_secs(3 * 3600);
    desk.drawer.clock.pass(three_hours);
    desk.in_time(async || runs(&desk).await.is_empty()).await;
    bought(&desk, &sku, 8).await;
    desk.in_time(async || is_told(&desk).await).await;
    assert!(!runs(&desk).await[0].seen);
}

#[tokio::test]
async fn turned_off_nothing_is_told_and_what_ran_is_gone() {
    let (desk, sku) = watching().await;
    bought(&desk, &sku, 8).await;
    desk.in_time(async || is_told(&desk).await).await;
    assert!(desk.app.set_runaway_hours(SHOP, 169).await.is_err(), "longer than a week");
    desk.app.set_runaway_hours(SHOP, 0).await.unwrap();
    desk.in_time(async || runs(&desk).await.is_empty() && !is_told(&desk).await).await;
}
