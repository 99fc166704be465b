//! The order desk as the screens ask for it: conditions, selection, deadlines, marks, views, the day.

use std::time::Duration;

use crate::desk::{Desk, Drawer, SHOP, UPDATE};
use app::boundary::{
    DueChip, ErrorCode, HandlingRule, OrderChips, OrderFilter, OrderRow, OrderSort, OrderSortBy, OrderTab, OutboxState,
    SavedView,
};

async fn listed(desk: &Desk, filter: OrderFilter) -> (u32, Vec<OrderRow>) {
    let list = desk.app.open_orders(SHOP, filter).await.unwrap();
    (list.view, desk.app.order_rows(list.view, 0, 500).await.unwrap())
}

fn now(desk: &Desk) -> String {
    tiktok_shop::Clock::now(&*desk.drawer.clock).to_string()
}

fn chips(chips: OrderChips) -> OrderFilter {
    OrderFilter { chips, ..OrderFilter::default() }
}

#[tokio::test]
async fn an_order_that_waits_has_a_deadline_and_says_when_it_is_an_estimate() {
    let desk = Desk::connected().await;
    let (_, rows) = listed(&desk, OrderFilter::default()).await;
    for row in rows {
        assert_eq!(row.ship_by.is_some(), row.status == "AWAITING_SHIPMENT", "{row:?}");
        assert_eq!(row.ship_by_estimated, row.ship_by.is_some(), "this shop tells none: {row:?}");
    }
}

#[tokio::test]
async fn another_rule_moves_the_deadlines_and_what_needs_action_with_them() {
    let desk = Desk::connected().await;
    let needing =
        async || listed(&desk, OrderFilter { tab: OrderTab::NeedsAction, ..OrderFilter::default() }).await.1.len();
    let all_week = [true; 7];
    desk.app.set_handling(SHOP, HandlingRule { days: 30, working: all_week }).await.unwrap();
    let relaxed = needing().await;
    desk.app.set_handling(SHOP, HandlingRule { days: 0, working: all_week }).await.unwrap();
    let waiting = listed(&desk, OrderFilter { tab: OrderTab::ToShip, ..OrderFilter::default() }).await.1.len();
    assert!(relaxed < waiting, "{relaxed} of {waiting}");
    assert_eq!(needing().await, waiting, "each is due by the end of its own day");
    let refused = desk.app.set_handling(SHOP, HandlingRule { days: 31, working: all_week }).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::InvalidInput, Some("handling")));
    assert_eq!(needing().await, waiting, "the old rule stays");
}

#[tokio::test]
async fn conditions_narrow_the_list_and_its_counts_alike() {
    let desk = Desk::connected().await;
    let (_, all) = listed(&desk, OrderFilter::default()).await;
    let two = |row: &&OrderRow| row.quantity >= 2 && row.region == "US";
    let narrow = OrderChips { quantity_from: Some(2), regions: vec!["US".into()], ..OrderChips::default() };
    let list = desk.app.open_orders(SHOP, chips(narrow)).await.unwrap();
    assert_eq!(list.total as usize, all.iter().filter(two).count());
    assert_eq!(list.total, list.counts.all);
    let late = OrderChips { due: Some(DueChip::Late), ..OrderChips::default() };
    let now = now(&desk);
    let (_, found) = listed(&desk, chips(late)).await;
    assert_eq!(found.len(), all.iter().filter(|row| row.ship_by.as_ref().is_some_and(|due| *due < now)).count());
}

#[tokio::test]
async fn a_value_that_is_none_is_told_with_its_field() {
    let desk = Desk::connected().await;
    for (narrow, field) in [
        (OrderChips { total_from: Some("a lot".into()), ..OrderChips::default() }, "totalFrom"),
        (OrderChips { placed_to: Some("yesterday".into()), ..OrderChips::default() }, "placedTo"),
    ] {
        let error = desk.app.open_orders(SHOP, chips(narrow)).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some(field)));
    }
}

#[tokio::test]
async fn a_day_is_taken_whole_and_totals_are_compared_to_the_cent() {
    let desk = Desk::connected().await;
    let (_, all) = listed(&desk, OrderFilter::default()).await;
    let day = all[0].created_at[..10].to_owned();
    let placed = OrderChips { placed_from: Some(day.clone()), placed_to: Some(day.clone()), ..OrderChips::default() };
    let (_, found) = listed(&desk, chips(placed)).await;
    assert_eq!(found.len(), all.iter().filter(|row| row.created_at.starts_with(&day)).count());
    let total = all[0].total.clone();
    let exactly =
        OrderChips { total_from: Some(total.clone()), total_to: Some(total.clone()), ..OrderChips::default() };
    let (_, found) = listed(&desk, chips(exactly)).await;
    assert!(!found.is_empty() && found.iter().all(|row| row.total == total));
}

#[tokio::test]
async fn a_sort_that_was_chosen_is_kept_on_every_pile() {
    let desk = Desk::connected().await;
    let sort = Some(OrderSort { by: OrderSortBy::Quantity, descending: true });
    let (_, rows) = listed(&desk, OrderFilter { sort, tab: OrderTab::Delivered, ..OrderFilter::default() }).await;
    assert!(rows.len() > 3 && rows.is_sorted_by_key(|row| std::cmp::Reverse(row.quantity)));
}

#[tokio::test]
async fn a_selection_survives_sorting_other_piles_and_new_orders() {
    let desk = Desk::connected().await;
    let (view, rows) = listed(&desk, OrderFilter { tab: OrderTab::Delivered, ..OrderFilter::default() }).await;
    let told = desk.app.select_orders(view, 1, 3, true).unwrap();
    assert_eq!((told.count, told.in_list), (3, 3));
    assert_eq!(desk.app.select_orders(view, 2, 2, false).unwrap().count, 2, "a block can shrink again");
    let chosen = [rows[1].id.clone(), rows[3].id.clone()];

    let new = desk.shop.order(sandbox::NewOrder::default()).await.unwrap();
    desk.app.sync_now();
    desk.in_time(async || desk.orders(OrderTab::All, "").await.len() > rows.len() && !new.is_empty()).await;
    let sort = Some(OrderSort { by: OrderSortBy::Buyer, descending: false });
    let (_, sorted) = listed(&desk, OrderFilter { sort, ..OrderFilter::default() }).await;
    let mut selected: Vec<_> = sorted.into_iter().filter(|row| row.selected).map(|row| row.id).collect();
    selected.sort();
    let mut expected = chosen.to_vec();
    expected.sort();
    assert_eq!(selected, expected);
    assert_eq!(desk.app.selected_orders(SHOP).await.unwrap().len(), 2);

    let only = OrderFilter { selected: true, ..OrderFilter::default() };
    let list = desk.app.open_orders(SHOP, only).await.unwrap();
    assert_eq!((list.total, list.selection.count, list.selection.in_list), (2, 2, 2));
    let elsewhere =
        desk.app.open_orders(SHOP, OrderFilter { tab: OrderTab::Cancelled, ..OrderFilter::default() }).await.unwrap();
    assert_eq!((elsewhere.selection.count, elsewhere.selection.in_list), (2, 0));
    assert_eq!(desk.app.clear_selection(SHOP).count, 0);
    assert_eq!(desk.app.selected_orders(SHOP).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn positions_of_a_list_that_is_gone_select_nothing() {
    let desk = Desk::connected().await;
    let error = desk.app.select_orders(u32::MAX, 0, 9, true).unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    assert_eq!(desk.app.selected_orders(SHOP).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_note_and_tags_stand_beside_the_order_and_never_reach_the_shop() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    let asked = desk.shop.journal().len();
    desk.app.set_order_note(SHOP, &order, "  Call first \n").await.unwrap();
    desk.app.tag_orders(SHOP, std::slice::from_ref(&order), " gift ", true).await.unwrap();
    let detail = desk.app.order_detail(SHOP, &order).await.unwrap();
    assert_eq!((detail.own_note.as_str(), detail.row.tags.as_slice()), ("Call first", ["gift".to_owned()].as_slice()));
    let found = listed(&desk, chips(OrderChips { tags: vec!["gift".into()], ..OrderChips::default() })).await.1;
    assert_eq!((found.len(), found[0].id.as_str()), (1, order.as_str()));
    let long = desk.app.set_order_note(SHOP, &order, &"x".repeat(4_001)).await.unwrap_err();
    assert_eq!((long.code, long.field.as_deref()), (ErrorCode::InvalidInput, Some("note")));
    let nameless = desk.app.tag_orders(SHOP, std::slice::from_ref(&order), " ", true).await.unwrap_err();
    assert_eq!((nameless.code, nameless.field.as_deref()), (ErrorCode::InvalidInput, Some("tag")));
    assert!(desk.shop.journal()[asked..].iter().all(|call| !call.body.contains("gift") && !call.body.contains("Call")));
}

#[tokio::test]
async fn a_view_is_kept_by_its_name_without_what_is_of_the_moment() {
    let desk = Desk::connected().await;
    let narrow = OrderChips { due: Some(DueChip::Day), ..OrderChips::default() };
    let filter = OrderFilter { tab: OrderTab::ToShip, selected: true, pasted: Some("1".into()), ..chips(narrow) };
    let view = |name: &str, filter: &OrderFilter| SavedView { name: name.into(), filter: filter.clone() };
    desk.app.save_view(SHOP, view(" Van at four ", &filter)).await.unwrap();
    let kept = OrderFilter { selected: false, pasted: None, ..filter.clone() };
    assert_eq!(desk.app.saved_views(SHOP).await.unwrap(), [view("Van at four", &kept)]);
    desk.app.save_view(SHOP, view("Van at four", &OrderFilter::default())).await.unwrap();
    assert_eq!(desk.app.saved_views(SHOP).await.unwrap(), [view("Van at four", &OrderFilter::default())]);
    assert_eq!(desk.app.save_view(SHOP, view("", &filter)).await.unwrap_err().code, ErrorCode::InvalidInput);
    desk.app.remove_view(SHOP, "Van at four").await.unwrap();
    assert_eq!(desk.app.saved_views(SHOP).await.unwrap(), []);
}

#[tokio::test]
async fn the_day_counts_what_its_lists_show() {
    let desk = Desk::connected().await;
    let today = desk.app.today(SHOP).await.unwrap();
    let late = listed(&desk, chips(OrderChips { due: Some(DueChip::Late), ..OrderChips::default() })).await.1.len();
    let (_, waiting) = listed(&desk, OrderFilter { tab: OrderTab::ToShip, ..OrderFilter::default() }).await;
    assert_eq!((today.late as usize, today.to_ship as usize), (late, waiting.len()));
    for (chip, counted) in [(DueChip::Today, today.due_today), (DueChip::Tomorrow, today.due_tomorrow)] {
        let list = listed(&desk, chips(OrderChips { due: Some(chip), ..OrderChips::default() })).await.1;
        assert_eq!(list.len(), counted as usize, "{chip:?}");
    }
    assert_eq!(today.next_due, waiting[0].ship_by);
    assert_eq!((today.days.len(), today.days[29].day.as_str(), today.estimated), (30, &now(&desk)[..10], true));
    let (_, all) = listed(&desk, OrderFilter::default()).await;
    let day = &today.days[29];
    let placed = all.iter().filter(|row| row.created_at.starts_with(&day.day) && row.status != "CANCELLED");
    assert_eq!(day.orders as usize, placed.count());
}

#[tokio::test]
async fn within_the_grace_a_shipment_is_taken_back_and_the_shop_never_hears_of_it() {
    let drawer = Drawer { grace: Duration::from_secs(5), ..Drawer::empty() };
    let desk = Desk::connected_with(drawer).await;
    let order = desk.order_to_ship().await;
    let wish = desk.app.ship_order(SHOP, &order, "TK1").await.unwrap();
    desk.drawer.clock.pass(Duration::from_secs(4));
    desk.app.discard(&wish.id).await.unwrap();
    let second = desk.app.ship_order(SHOP, &order, "TK2").await.unwrap();
    desk.comes_to(&second.id, OutboxState::Done).await;
    let sent: Vec<_> = desk.calls(UPDATE).into_iter().map(|call| call.body).collect();
    assert!(sent.len() == 1 && sent[0].contains("TK2"), "{sent:?}");
}

#[tokio::test]
async fn what_is_kept_of_an_order_can_be_read_whole() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    let record: serde_json::Value = serde_json::from_str(&desk.app.order_record(SHOP, &order).await.unwrap()).unwrap();
    assert_eq!(record["order_id"], order.as_str());
    assert!(record["recipient"]["name"].is_string() && record["lines"].is_array());
    assert_eq!(desk.app.order_record(SHOP, "12").await.unwrap_err().code, ErrorCode::NotFound);
}
