use domain::{Handling, OrderId, OrderStatus, PackageId, Shipper, Stage};
use store::{Cursor, OrderFilter, OrderListing, Pile, SetAsideRow, Tables};

use crate::shelf::{SHOP, at, known_shop, order, shelf};

#[tokio::test]
async fn an_older_state_never_overwrites_a_newer_one() {
    let (_folder, store) = shelf().await;
    store.put_orders(SHOP, &[order("1", OrderStatus::Shipped, 20)], &[], at(30), None).await.unwrap();
    store.put_orders(SHOP, &[order("1", OrderStatus::AwaitingShipment, 10)], &[], at(40), None).await.unwrap();
    assert_eq!(store.order(SHOP, &OrderId::new("1")).await.unwrap().row.status, OrderStatus::Shipped);
}

#[tokio::test]
async fn of_two_answers_with_the_same_time_stamp_the_one_asked_later_wins() {
    let (_folder, store) = shelf().await;
    store.put_orders(SHOP, &[order("1", OrderStatus::Shipped, 20)], &[], at(31), None).await.unwrap();
    store.put_orders(SHOP, &[order("1", OrderStatus::AwaitingShipment, 20)], &[], at(30), None).await.unwrap();
    assert_eq!(store.order(SHOP, &OrderId::new("1")).await.unwrap().row.status, OrderStatus::Shipped);
}

#[tokio::test]
async fn the_same_page_twice_is_one_page() {
    let (_folder, store) = shelf().await;
    let page = [order("1", OrderStatus::AwaitingShipment, 1), order("2", OrderStatus::OnHold, 1)];
    for asked in [2, 3] {
        store.put_orders(SHOP, &page, &[], at(asked), None).await.unwrap();
    }
    assert_eq!(store.order_list(SHOP, &OrderFilter::default()).await.unwrap().numbers.len(), 2);
}

#[tokio::test]
async fn a_count_always_equals_its_list_whatever_is_searched() {
    let (_folder, store) = shelf().await;
    let page: Vec<_> = (0..40)
        .map(|n| {
            let status = [OrderStatus::AwaitingShipment, OrderStatus::Cancelled, OrderStatus::Other("NEW".into())];
            order(&format!("5766{n:04}"), status[n % 3].clone(), 1)
        })
        .collect();
    store.put_orders(SHOP, &page, &[], at(2), None).await.unwrap();
    for search in ["", "nguyễn", "NGUYỄN serum", "57660012", "nobody"] {
        for pile in
            [Pile::NeedsAction, Pile::Of(Stage::ToShip), Pile::Of(Stage::Cancelled), Pile::Of(Stage::Sent), Pile::All]
        {
            let filter = OrderFilter { search: search.into(), ..OrderFilter::of(pile) };
            let OrderListing { numbers: list, counts, .. } = store.order_list(SHOP, &filter).await.unwrap();
            let count = match pile {
                Pile::NeedsAction => counts.needs_action,
                Pile::Of(Stage::ToShip) => counts.to_ship,
                Pile::Of(Stage::Cancelled) => counts.cancelled,
                Pile::Of(_) => counts.sent,
                Pile::CancelAsked => counts.cancel_asked,
                Pile::All => counts.all,
            };
            assert_eq!(list.len() as i64, count, "{pile:?} for “{search}”");
        }
    }
}

#[tokio::test]
async fn a_list_among_given_ids_counts_itself() {
    let (_folder, store) = shelf().await;
    let page = [
        order("1", OrderStatus::AwaitingShipment, 1),
        order("2", OrderStatus::Cancelled, 1),
        order("3", OrderStatus::AwaitingShipment, 1),
    ];
    store.put_orders(SHOP, &page, &[], at(2), None).await.unwrap();
    let among = |ids: &[&str]| Some(ids.iter().map(|id| OrderId::new(*id)).collect());
    let filter = OrderFilter { among: among(&["9", "2", "1", "8"]), ..OrderFilter::of(Pile::Of(Stage::ToShip)) };
    let listing = store.order_list(SHOP, &filter).await.unwrap();
    let rows = store.order_rows(SHOP, &listing.numbers.to_vec()).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["1"]);
    assert_eq!((listing.counts.to_ship, listing.counts.cancelled, listing.counts.all), (1, 1, 2));
    let none = store.order_list(SHOP, &OrderFilter { among: among(&[]), ..OrderFilter::default() }).await.unwrap();
    assert_eq!((none.numbers.len(), none.counts.all), (0, 0), "none asked for is none, not all");
}

#[tokio::test]
async fn ids_beyond_2_to_the_53_and_exact_prices_survive_the_cache() {
    let (_folder, store) = shelf().await;
    store.put_orders(SHOP, &[order("576618402217359921", OrderStatus::OnHold, 1)], &[], at(2), None).await.unwrap();
    let rows = store
        .order_rows(SHOP, &store.order_list(SHOP, &OrderFilter::default()).await.unwrap().numbers.to_vec())
        .await
        .unwrap();
    assert_eq!((rows[0].id.as_str(), rows[0].total.as_str()), ("576618402217359921", "59.98"));
}

#[tokio::test]
async fn fields_that_this_version_does_not_know_are_kept() {
    let (folder, store) = shelf().await;
    let mut unknown = order("1", OrderStatus::OnHold, 1);
    let fields = [("rts_sla_time".to_owned(), 1_790_000_000.into())];
    unknown.extra = domain::Private::new(fields.into_iter().collect());
    store.put_orders(SHOP, &[unknown], &[], at(2), None).await.unwrap();
    store.close().await;
    let bytes = std::fs::read(folder.path().join("tiktokflow.db")).unwrap();
    assert!(bytes.windows(12).any(|window| window == b"rts_sla_time"));
}

#[tokio::test]
async fn a_cursor_commits_with_its_page() {
    let (_folder, store) = shelf().await;
    let cursor = Cursor::new("orders", &7).unwrap();
    store.put_orders(SHOP, &[order("1", OrderStatus::OnHold, 1)], &[], at(2), Some(&cursor)).await.unwrap();
    assert_eq!(store.cursor::<u32>(SHOP, "orders").await.unwrap(), Some(7));
}

#[tokio::test]
async fn the_change_feed_speaks_after_news_and_is_silent_without() {
    let (_folder, store) = shelf().await;
    let mut watch = store.watch();
    let page = [order("1", OrderStatus::OnHold, 1)];
    store.put_orders(SHOP, &page, &[], at(2), None).await.unwrap();
    assert!(watch.next().await.unwrap().touches(Tables::ORDERS));
    store.put_orders(SHOP, &page, &[], at(3), None).await.unwrap();
    store.set_currency(SHOP, Some("USD")).await.unwrap();
    let next = watch.next().await.unwrap();
    assert!(next.touches(Tables::SHOP));
    store.put_orders(SHOP, &[order("1", OrderStatus::OnHold, 1)], &[], at(4), None).await.unwrap();
    store.put_shop(&known_shop(SHOP)).await.unwrap();
    assert!(!watch.next().await.unwrap().touches(Tables::ORDERS), "an unchanged order was told as news");
}

#[tokio::test]
async fn a_window_counts_what_was_seen_in_this_pass_and_what_could_not_be_read() {
    let (_folder, store) = shelf().await;
    let placed = |id: &str, second| {
        let mut placed = order(id, OrderStatus::OnHold, 1);
        placed.created = at(second);
        placed
    };
    store.put_orders(SHOP, &[placed("earlier", 10), placed("old", 20)], &[], at(100), None).await.unwrap();
    let unreadable = SetAsideRow {
        kind: "order".into(),
        id: "9".into(),
        reason: "no id".into(),
        raw: domain::Private::new("{}".into()),
        seen: at(205).as_millisecond(),
    };
    let page = [placed("earlier", 10), placed("new", 29), placed("outside", 30)];
    store.put_orders(SHOP, &page, &[unreadable], at(205), None).await.unwrap();
    let seen = store.orders_seen_in_window(SHOP, at(10), at(30), at(200)).await.unwrap();
    assert_eq!(seen, 3, "two orders of the window, and one record that may be of it");
    let record = store.set_aside_record(SHOP, "order", "9").await.unwrap().unwrap();
    assert_eq!((record.reason.as_str(), record.raw.reveal().as_str()), ("no id", "{}"));
    assert_eq!(store.set_aside_record(SHOP, "product", "9").await.unwrap(), None);
}

#[tokio::test]
async fn who_sends_an_order_is_kept_and_decides_where_it_lies() {
    let (_folder, store) = shelf().await;
    let by = |id: &str, shipper| {
        let handling = Handling { shipper, packages: vec![PackageId::new("1153")], ..Handling::default() };
        domain::Order { handling, ..order(id, OrderStatus::AwaitingShipment, 1) }
    };
    let orders = [by("1", Shipper::Seller), by("2", Shipper::Platform), by("3", Shipper::Warehouse)];
    store.put_orders(SHOP, &orders, &[], at(2), None).await.unwrap();
    for order in &orders {
        let kept = store.order(SHOP, &order.id).await.unwrap();
        assert_eq!((kept.row.shipper, &kept.handling), (order.handling.shipper, &order.handling));
    }
    assert_eq!(store.orders_to_ship(SHOP).await.unwrap(), 2, "what TikTok sends itself asks nothing of the seller");
}
