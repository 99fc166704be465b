//! What sells, beside the levels of the grid.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use app::{
    AppEvent,
    boundary::{ChangedTable, OrderTab, StockRow, StockTab},
};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use tiktok_shop::Clock as _;

use crate::desk::{Desk, Drawer, SHOP};

/// The grid with what sells in it.
pub(crate) async fn selling(desk: &Desk) -> Vec<StockRow> {
    desk.at_once(async || desk.grid(StockTab::All).await.1.iter().all(|row| row.sold.len() == 12)).await;
    desk.grid(StockTab::All).await.1
}

/// Pieces by SKU that the order desk shows, of orders since a moment that are not cancelled.
async fn by_orders(desk: &Desk, since: Timestamp) -> HashMap<String, u32> {
    let mut pieces = HashMap::new();
    for row in desk.orders(OrderTab::All, "").await {
        if row.status != "CANCELLED" && row.created_at.parse::<Timestamp>().unwrap() >= since {
            for line in desk.app.order_detail(SHOP, &row.id).await.unwrap().lines {
                *pieces.entry(line.sku_id).or_default() += line.quantity;
            }
        }
    }
    pieces
}

/// When the day began `ago` days ago.
fn midnight(desk: &Desk, ago: i64) -> Timestamp {
    let today = desk.drawer.clock.now().to_zoned(desk.drawer.zone.clone()).date();
    today.checked_sub(ago.days()).unwrap().to_zoned(desk.drawer.zone.clone()).unwrap().timestamp()
}

async fn agrees_with_the_orders(desk: &Desk, rows: &[StockRow]) {
    let (shown, counted) = (by_orders(desk, midnight(desk, 11)).await, by_orders(desk, midnight(desk, 27)).await);
    assert!(!shown.is_empty(), "something was sold");
    for row in rows {
        let of = |pieces: &HashMap<String, u32>| pieces.get(&row.sku_id).copied().unwrap_or_default();
        assert_eq!(row.sold.iter().sum::<u32>(), of(&shown), "{row:?}");
        assert_eq!(
            row.lasts_days.is_some(),
            of(&counted) > 0 && row.levels.iter().any(|it| it.level.is_some()),
            "{row:?}"
        );
    }
}

#[tokio::test]
async fn what_sells_comes_behind_the_levels_and_the_grid_is_told() {
    let desk = Desk::connected().await;
    let events = RefCell::new(desk.app.events());
    let is_told = async || {
        let stock =
            |event| matches!(event, AppEvent::Changed(changed) if changed.tables.contains(&ChangedTable::Stock));
        std::iter::from_fn(|| events.borrow_mut().try_recv().ok()).any(stock)
    };
    // What the first pull brought is told first.
    let looks = Cell::new(0);
    desk.in_time(async || looks.replace(looks.get() + 1) > 5).await;
    while is_told().await {}
    let first = desk.grid(StockTab::All).await.1;
    assert!(first.iter().all(|row| row.sold.is_empty() && row.lasts_days.is_none()), "nobody waits for it");
    desk.in_time(is_told).await;
    agrees_with_the_orders(&desk, &desk.grid(StockTab::All).await.1).await;
}

#[tokio::test]
async fn days_begin_where_the_seller_lives() {
    for zone in ["Asia/Bangkok", "America/Los_Angeles"] {
        let zone = TimeZone::get(zone).unwrap();
        let desk = Desk::connected_with(Drawer { zone, ..Drawer::empty() }).await;
        agrees_with_the_orders(&desk, &selling(&desk).await).await;
        let today = by_orders(&desk, midnight(&desk, 0)).await;
        for row in selling(&desk).await {
            assert_eq!(row.sold[11], today.get(&row.sku_id).copied().unwrap_or_default(), "{row:?}");
        }
    }
}

#[tokio::test]
async fn an_order_that_the_buyer_cancels_was_not_sold() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    let line = desk.app.order_detail(SHOP, &order).await.unwrap().lines.remove(0);
    let sold = async || {
        let rows = selling(&desk).await;
        rows.into_iter().find(|row| row.sku_id == line.sku_id).unwrap().sold.iter().sum::<u32>()
    };
    let before = sold().await;
    desk.shop.cancel(&order).await.unwrap();
    desk.app.sync_now();
    desk.in_time(async || sold().await < before).await;
    agrees_with_the_orders(&desk, &selling(&desk).await).await;
}
