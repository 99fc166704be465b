//! The order desk's lists: piles by deadline, conditions, sorting, and the seller's own marks.

use domain::{Order, OrderId, OrderStatus, Private, ShipByRule, Stage, TrackingNumber, WarehouseId};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use store::{Between, Deadlines, Due, Narrow, OrderFilter, OrderSort, Pile, SortBy, State, Store};

use crate::shelf::{SHOP, at, order, product, shelf};

/// Wednesday, 09:00 in New York.
fn clock() -> Deadlines {
    Deadlines {
        now: "2026-03-11T13:00:00Z".parse().unwrap(),
        rule: ShipByRule::default(),
        zone: TimeZone::get("America/New_York").unwrap(),
    }
}

fn placed(id: &str, created: &str) -> Order {
    let created: Timestamp = created.parse().unwrap();
    Order { created, ..order(id, OrderStatus::AwaitingShipment, 0) }
}

/// To ship: *late* since yesterday, *tonight*, *tomorrow* by the rule, *told* by the shop in two hours.
/// Besides one on hold that has been there for longest, and one that was sent.
async fn desk() -> (tempfile::TempDir, Store) {
    let (folder, store) = shelf().await;
    let told = Order {
        ship_by: Some(clock().now.checked_add(2.hours()).unwrap()),
        warehouse: Some(WarehouseId::new("wh_la")),
        ..placed("told", "2026-03-11T12:00:00Z")
    };
    let orders = [
        placed("late", "2026-03-06T12:00:00Z"),
        placed("tonight", "2026-03-09T12:00:00Z"),
        placed("tomorrow", "2026-03-10T12:00:00Z"),
        told,
        Order { status: OrderStatus::OnHold, ..placed("held", "2026-03-01T12:00:00Z") },
        Order { status: OrderStatus::Shipped, ..placed("sent", "2026-03-11T12:30:00Z") },
    ];
    store.put_orders(SHOP, &orders, &[], at(2), None).await.unwrap();
    (folder, store)
}

async fn listed(store: &Store, filter: OrderFilter) -> Vec<String> {
    let numbers = store.order_list(SHOP, &OrderFilter { clock: clock(), ..filter }).await.unwrap().numbers.to_vec();
    store.order_rows(SHOP, &numbers).await.unwrap().into_iter().map(|row| row.id.to_string()).collect()
}

async fn narrowed(store: &Store, narrow: Narrow) -> Vec<String> {
    let mut found = listed(store, OrderFilter { narrow, ..OrderFilter::default() }).await;
    found.sort();
    found
}

#[tokio::test]
async fn what_is_to_ship_stands_by_deadline_the_shops_own_and_the_rules_together() {
    let (_folder, store) = desk().await;
    let list = listed(&store, OrderFilter::of(Pile::Of(Stage::ToShip))).await;
    assert_eq!(list, ["late", "told", "tonight", "tomorrow"]);
}

#[tokio::test]
async fn orders_that_wait_for_nobody_come_behind_the_deadlines_newest_first() {
    let (_folder, store) = desk().await;
    let by =
        |descending| OrderFilter { sort: Some(OrderSort { by: SortBy::ShipBy, descending }), ..OrderFilter::default() };
    assert_eq!(listed(&store, by(false)).await, ["late", "told", "tonight", "tomorrow", "sent", "held"]);
    assert_eq!(listed(&store, by(true)).await, ["tomorrow", "tonight", "told", "late", "sent", "held"]);
}

#[tokio::test]
async fn what_is_late_or_due_within_a_day_needs_the_seller_unless_it_is_on_its_way_out() {
    let (_folder, store) = desk().await;
    let needing = || listed(&store, OrderFilter::of(Pile::NeedsAction));
    assert_eq!(needing().await, ["late", "told", "tonight"]);
    let number = TrackingNumber::parse("TK1").unwrap();
    let wish = store.queue_shipment(SHOP, &OrderId::new("late"), &number, at(3), at(3)).await.unwrap();
    assert_eq!(needing().await, ["told", "tonight"]);
    store.settle(&[wish.id], State::Refused, Some("no"), at(4), at(4)).await.unwrap();
    assert_eq!(needing().await, ["late", "told", "tonight"]);
}

#[tokio::test]
async fn a_refused_shipment_needs_the_seller_whenever_it_is_due() {
    let (_folder, store) = desk().await;
    let number = TrackingNumber::parse("TK1").unwrap();
    let wish = store.queue_shipment(SHOP, &OrderId::new("tomorrow"), &number, at(3), at(3)).await.unwrap();
    store.settle(&[wish.id], State::Refused, Some("no"), at(4), at(4)).await.unwrap();
    let filter = OrderFilter { clock: clock(), ..OrderFilter::of(Pile::NeedsAction) };
    let listing = store.order_list(SHOP, &filter).await.unwrap();
    assert_eq!((listing.numbers.len(), listing.counts.needs_action), (4, 4));
    let waiting = store.orders_waiting(SHOP, &clock()).await.unwrap();
    assert_eq!((waiting.to_ship, waiting.needs_action), (4, 4));
}

#[tokio::test]
async fn conditions_are_met_all_together_and_values_of_one_in_any_way() {
    let (_folder, store) = desk().await;
    let statuses = vec![OrderStatus::OnHold, OrderStatus::Shipped];
    assert_eq!(narrowed(&store, Narrow { statuses: statuses.clone(), ..Narrow::default() }).await, ["held", "sent"]);
    let warehouses = vec!["wh_la".to_owned()];
    assert_eq!(narrowed(&store, Narrow { warehouses: warehouses.clone(), ..Narrow::default() }).await, ["told"]);
    assert_eq!(narrowed(&store, Narrow { statuses, warehouses, ..Narrow::default() }).await, [""; 0]);
}

#[tokio::test]
async fn due_value_quantity_and_day_include_their_ends() {
    let (_folder, store) = desk().await;
    let due = |from, hours: i64| Narrow {
        due: Some(Due { from, until: clock().now.checked_add(hours.hours()).unwrap() }),
        ..Narrow::default()
    };
    assert_eq!(narrowed(&store, due(None, 0)).await, ["late"]);
    assert_eq!(narrowed(&store, due(None, 3)).await, ["late", "told"]);
    assert_eq!(narrowed(&store, due(Some(clock().now), 3)).await, ["told"], "what is late was due before");
    let value = |least, most| Narrow { value: Between { least, most }, ..Narrow::default() };
    assert_eq!(narrowed(&store, value(Some(599_800), Some(599_800))).await.len(), 6, "59.98 each");
    assert_eq!(narrowed(&store, value(Some(599_801), None)).await.len(), 0);
    let quantity = Between { least: Some(2), most: Some(2) };
    assert_eq!(narrowed(&store, Narrow { quantity, ..Narrow::default() }).await.len(), 6);
    let moment = "2026-03-09T12:00:00Z".parse::<Timestamp>().unwrap().as_millisecond();
    let placed = Between { least: Some(moment), most: Some(moment) };
    assert_eq!(narrowed(&store, Narrow { placed, ..Narrow::default() }).await, ["tonight"]);
}

#[tokio::test]
async fn goods_are_looked_for_in_what_was_bought_and_not_in_who_bought_it() {
    let (_folder, store) = desk().await;
    let mut gift = placed("gift", "2026-03-11T12:00:00Z");
    gift.recipient.name = Private::new("Serum Lover".into());
    gift.lines[0].name = "Linen Tote".into();
    store.put_orders(SHOP, &[gift], &[], at(3), None).await.unwrap();
    let goods = |words: &str| Narrow { goods: words.into(), ..Narrow::default() };
    assert_eq!(narrowed(&store, goods("LINEN tote")).await, ["gift"]);
    assert_eq!(narrowed(&store, goods("serum")).await.len(), 6);
    let search = OrderFilter { search: "serum".into(), ..OrderFilter::default() };
    assert_eq!(listed(&store, search).await.len(), 7, "the search looks at both");
}

#[tokio::test]
async fn an_order_is_found_by_the_sellers_own_code_as_it_is_now() {
    let (_folder, store) = desk().await;
    let found = async |code: &str| listed(&store, OrderFilter { search: code.into(), ..OrderFilter::default() }).await;
    assert_eq!(found("lt-sku").await.len(), 0, "the product isn't known yet");
    store.put_products(SHOP, &[product("product_1", &[("sku_1", 3)], 1)], &[], at(3), None).await.unwrap();
    assert_eq!(found("lt-sku").await.len(), 6);
    store.put_orders(SHOP, &[placed("new", "2026-03-11T12:00:00Z")], &[], at(4), None).await.unwrap();
    assert_eq!(found("LT-SKU_1").await.len(), 7);

    let mut renamed = product("product_1", &[("sku_1", 3)], 5);
    renamed.skus[0].seller_sku = "Winter Tote".into();
    store.put_products(SHOP, &[renamed], &[], at(5), None).await.unwrap();
    assert_eq!(found("lt-sku").await.len(), 0);
    let goods = Narrow { goods: "winter".into(), ..Narrow::default() };
    assert_eq!(narrowed(&store, goods).await.len(), 7);
}

#[tokio::test]
async fn tags_and_notes_are_the_sellers_own_and_stay_when_the_shop_changes_the_order() {
    let (_folder, store) = desk().await;
    let ids = ["late", "sent", "not here"].map(OrderId::new);
    store.tag_orders(SHOP, &ids, "gift", true).await.unwrap();
    store.tag_orders(SHOP, &ids[..1], "fragile", true).await.unwrap();
    store.set_order_note(SHOP, &ids[0], "Call first", at(3)).await.unwrap();
    let tagged = Narrow { tags: vec!["gift".into()], ..Narrow::default() };
    assert_eq!(narrowed(&store, tagged.clone()).await, ["late", "sent"]);

    let changed = Order { status: OrderStatus::Shipped, updated: at(9), ..placed("late", "2026-03-06T12:00:00Z") };
    store.put_orders(SHOP, &[changed], &[], at(10), None).await.unwrap();
    let row = store.order(SHOP, &ids[0]).await.unwrap().row;
    assert_eq!((row.tags, row.has_note), (vec!["fragile".to_owned(), "gift".to_owned()], true));
    assert_eq!(store.order_note(SHOP, &ids[0]).await.unwrap(), "Call first");

    store.tag_orders(SHOP, &ids, "gift", false).await.unwrap();
    store.set_order_note(SHOP, &ids[0], "", at(11)).await.unwrap();
    assert_eq!(narrowed(&store, tagged).await, [""; 0]);
    assert!(!store.order(SHOP, &ids[0]).await.unwrap().row.has_note);
    assert_eq!(store.order_choices(SHOP).await.unwrap().tags, ["fragile"]);
}

#[tokio::test]
async fn there_is_to_choose_what_occurs_now_and_nothing_that_did_before() {
    let (_folder, store) = desk().await;
    let choices = store.order_choices(SHOP).await.unwrap();
    assert_eq!(choices.statuses, ["AWAITING_SHIPMENT", "ON_HOLD", "SHIPPED"]);
    assert!(choices.warehouses.contains(&"wh_la".to_owned()), "{:?}", choices.warehouses);
    let released = Order { updated: at(9), ..placed("held", "2026-03-01T12:00:00Z") };
    let moved =
        Order { warehouse: Some(WarehouseId::new("wh_ny")), updated: at(9), ..placed("told", "2026-03-11T12:00:00Z") };
    store.put_orders(SHOP, &[released, moved], &[], at(10), None).await.unwrap();
    let now = store.order_choices(SHOP).await.unwrap();
    assert_eq!(now.statuses, ["AWAITING_SHIPMENT", "SHIPPED"]);
    let warehouses: Vec<_> = choices.warehouses.iter().map(|name| name.replace("wh_la", "wh_ny")).collect();
    assert_eq!((now.warehouses, now.regions), (warehouses, choices.regions));
}

#[tokio::test]
async fn every_status_that_the_shop_told_is_remembered_with_its_time() {
    let (_folder, store) = desk().await;
    for (status, second) in
        [(OrderStatus::AwaitingCollection, 20), (OrderStatus::InTransit, 30), (OrderStatus::InTransit, 40)]
    {
        let seen = Order { status, updated: at(second), ..placed("late", "2026-03-06T12:00:00Z") };
        store.put_orders(SHOP, &[seen], &[], at(second + 1), None).await.unwrap();
    }
    let events = store.order_events(SHOP, &OrderId::new("late")).await.unwrap();
    let told: Vec<_> = events.iter().map(|event| (event.status.clone(), event.updated)).collect();
    assert_eq!(told, [(OrderStatus::AwaitingCollection, at(20)), (OrderStatus::InTransit, at(30))]);
}

#[tokio::test]
async fn days_count_what_was_placed_on_them_and_not_cancelled() {
    let (_folder, store) = desk().await;
    let cancelled = Order { status: OrderStatus::Cancelled, ..placed("off", "2026-03-11T12:10:00Z") };
    store.put_orders(SHOP, &[cancelled], &[], at(3), None).await.unwrap();
    let day = |day: &str| {
        let begins: jiff::civil::Date = day.parse().unwrap();
        let of = |date: jiff::civil::Date| date.to_zoned(clock().zone).unwrap().timestamp();
        (of(begins), of(begins.tomorrow().unwrap()))
    };
    let days = store.orders_per_day(SHOP, &[day("2026-03-10"), day("2026-03-11"), day("2026-03-12")]).await.unwrap();
    let figures: Vec<_> = days.iter().map(|day| (day.orders, day.value)).collect();
    assert_eq!(figures, [(1, 599_800), (2, 1_199_600), (0, 0)]);
}

#[tokio::test]
async fn a_shipment_does_not_leave_before_its_grace_is_over() {
    let (_folder, store) = desk().await;
    let number = TrackingNumber::parse("TK1").unwrap();
    store.queue_shipment(SHOP, &OrderId::new("late"), &number, at(3), at(8)).await.unwrap();
    store.queue_shipments(SHOP, &[(OrderId::new("told"), (&number).into())], at(3), at(8)).await.unwrap();
    assert_eq!(store.due_shipments(SHOP, at(7), 10).await.unwrap().len(), 0);
    assert_eq!(store.due_shipments(SHOP, at(8), 10).await.unwrap().len(), 2);
}
