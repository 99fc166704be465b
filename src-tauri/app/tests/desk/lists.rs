use app::boundary::{
    ErrorCode, OrderFilter, OrderSort, OrderSortBy, OrderTab, StockFilter, StockRow, StockSort, StockSortBy, StockTab,
};

use sandbox::{Fault, FaultKind};

use crate::desk::{Desk, SHOP, UPDATE};

#[tokio::test]
async fn every_tab_counts_what_it_lists() {
    let desk = Desk::connected().await;
    let open = async |tab| desk.app.open_orders(SHOP, OrderFilter { tab, ..OrderFilter::default() }).await.unwrap();
    let counts = open(OrderTab::All).await.counts;
    for (tab, count) in [
        (OrderTab::ToShip, counts.to_ship),
        (OrderTab::OnHold, counts.on_hold),
        (OrderTab::Sent, counts.sent),
        (OrderTab::Delivered, counts.delivered),
        (OrderTab::Cancelled, counts.cancelled),
        (OrderTab::All, 60),
    ] {
        let list = open(tab).await;
        assert!(count > 0, "{tab:?}");
        assert_eq!((list.total, list.counts), (count, counts), "{tab:?}");
        assert_eq!(desk.app.order_rows(list.view, 0, 500).await.unwrap().len() as u32, count, "{tab:?}");
    }
}

#[tokio::test]
async fn how_many_wait_for_the_seller_is_told_whatever_is_searched() {
    let desk = Desk::connected().await;
    let open = async |search: &str| {
        desk.app
            .open_orders(SHOP, OrderFilter { tab: OrderTab::ToShip, search: search.into(), ..OrderFilter::default() })
            .await
            .unwrap()
    };
    let all = open("").await;
    let none = open("nobody has this name").await;
    assert_eq!((none.total, none.counts.to_ship, none.to_ship), (0, 0, all.total));
}

#[tokio::test]
async fn a_list_is_read_by_position_and_those_to_ship_come_oldest_first() {
    let desk = Desk::connected().await;
    let all = desk.orders(OrderTab::All, "").await;
    assert!(all.is_sorted_by(|a, b| a.created_at >= b.created_at));
    assert!(desk.orders(OrderTab::ToShip, "").await.is_sorted_by(|a, b| a.created_at <= b.created_at));
    let list = desk.app.open_orders(SHOP, OrderFilter::default()).await.unwrap();
    assert_eq!(desk.app.order_rows(list.view, 58, 30).await.unwrap(), all[58..]);
    assert_eq!(desk.app.order_rows(list.view, 60, 30).await.unwrap(), []);
}

#[tokio::test]
async fn a_search_finds_an_order_by_id_and_counts_what_it_found() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    assert_eq!(desk.orders(OrderTab::All, &order).await.len(), 1);
    let list = desk
        .app
        .open_orders(SHOP, OrderFilter { tab: OrderTab::Sent, search: order, ..OrderFilter::default() })
        .await
        .unwrap();
    assert_eq!((list.total, list.counts.to_ship, list.counts.all), (0, 1, 1));
}

#[tokio::test]
async fn pasted_ids_narrow_every_tab_to_them_and_each_is_found_kept_by_something_or_not_here() {
    let desk = Desk::connected().await;
    let waiting = desk.orders(OrderTab::ToShip, "").await;
    let [to_ship, leaving] = [0, 1].map(|place: usize| waiting[place].id.clone());
    let sent = desk.orders(OrderTab::Sent, "").await[0].id.clone();
    let gone = desk.orders(OrderTab::Cancelled, "").await[0].id.clone();
    desk.shop.fault(Fault::once(UPDATE, FaultKind::Slow { ms: 60_000 }));
    desk.app.ship_order(SHOP, &leaving, "JT01234567").await.unwrap();
    let pasted = Some(format!("Order ID\n{leaving}\n{sent}, 5.76E+17;{to_ship}\n{gone}\n{to_ship}\n999"));
    let filter = OrderFilter { tab: OrderTab::ToShip, pasted, ..OrderFilter::default() };
    let list = desk.app.open_orders(SHOP, filter).await.unwrap();
    assert_eq!((list.total, list.counts.sent, list.counts.all), (2, 1, 4));
    let listed = desk.app.order_rows(list.view, 0, 9).await.unwrap();
    assert!(listed.iter().all(|row| [&to_ship, &leaving].contains(&&row.id)), "{listed:?}");

    let told = list.pasted.unwrap();
    assert_eq!((told.ready, told.missing), (vec![to_ship], vec!["5.76E+17".to_owned(), "999".to_owned()]));
    let status = desk.app.order_detail(SHOP, &sent).await.unwrap().status_text;
    let kept: Vec<_> = told.kept.into_iter().map(|group| (group.why, group.ids)).collect();
    let why = |why: &str, id: String| (why.to_owned(), vec![id]);
    assert_eq!(kept, [why("Already on its way out", leaving), why(&status, sent), why("Cancelled", gone)]);
}

#[tokio::test]
async fn without_pasted_ids_there_is_nothing_to_tell_of_them() {
    let desk = Desk::connected().await;
    assert_eq!(desk.app.open_orders(SHOP, OrderFilter::default()).await.unwrap().pasted, None);
}

#[tokio::test]
async fn an_order_is_placed_in_the_list_that_is_meant_however_that_is_sorted() {
    let desk = Desk::connected().await;
    let rows = desk.orders(OrderTab::All, "").await;
    let view = async |filter| desk.app.open_orders(SHOP, filter).await.unwrap().view;
    let newest = view(OrderFilter::default()).await;
    let sort = Some(OrderSort { by: OrderSortBy::Created, descending: false });
    let oldest = view(OrderFilter { sort, ..OrderFilter::default() }).await;
    let waiting = view(OrderFilter { tab: OrderTab::ToShip, ..OrderFilter::default() }).await;
    let last = rows.len() as u32 - 1;
    for (place, row) in (0..).zip(&rows) {
        assert_eq!(desk.app.order_place(newest, &row.id).await, Ok(Some(place)));
    }
    assert_eq!(desk.app.order_place(oldest, &rows[0].id).await, Ok(Some(last)));
    let sent = desk.orders(OrderTab::Sent, "").await.remove(0).id;
    assert_eq!(desk.app.order_place(waiting, &sent).await, Ok(None), "another tab's order");
    assert_eq!(desk.app.order_place(newest, "12").await, Ok(None), "nobody's order");
}

#[tokio::test]
async fn a_list_that_was_replaced_says_so() {
    let desk = Desk::connected().await;
    let order = || OrderFilter::default();
    let first = desk.app.open_orders(SHOP, order()).await.unwrap().view;
    for _ in 0..8 {
        desk.app.open_orders(SHOP, order()).await.unwrap();
    }
    assert_eq!(desk.app.order_rows(first, 0, 30).await.unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(desk.app.order_place(first, "12").await.unwrap_err().code, ErrorCode::NotFound);
    let stock = || StockFilter { search: String::new(), tab: StockTab::All, sort: StockSort::default(), folds: None };
    let first = desk.app.open_stock(SHOP, stock(), &[]).await.unwrap().view;
    for _ in 0..8 {
        desk.app.open_stock(SHOP, stock(), &[]).await.unwrap();
    }
    assert_eq!(desk.app.stock_rows(first, 0, 30).await.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_currency_has_three_letters_or_none_at_all() {
    let desk = Desk::connected().await;
    for typed in ["dollars", "U$D", "€"] {
        let error = desk.app.set_currency(SHOP, Some(typed)).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("currency")), "{typed}");
    }
    desk.app.set_currency(SHOP, Some(" vnd ")).await.unwrap();
    assert_eq!(desk.state().await.shop.unwrap().currency.as_deref(), Some("VND"));
    desk.app.set_currency(SHOP, Some("")).await.unwrap();
    assert_eq!(desk.state().await.shop.unwrap().currency, None);
}

#[tokio::test]
async fn a_list_brings_as_many_of_its_first_rows_along_as_are_asked_for() {
    let desk = Desk::connected().await;
    let with = async |first| desk.app.open_orders_with_rows(SHOP, OrderFilter::default(), first).await.unwrap();
    let opened = with(3).await;
    assert_eq!(opened.first, desk.app.order_rows(opened.list.view, 0, 3).await.unwrap());
    assert_eq!((opened.first.len(), with(0).await.first.len()), (3, 0));
}

#[tokio::test]
async fn the_first_list_is_of_the_shop_in_view_and_there_is_none_without_one() {
    let desk = Desk::connected().await;
    let first = desk.app.first_orders(OrderFilter::default(), 3).await.unwrap().unwrap();
    let rows = desk.app.order_rows(first.orders.list.view, 0, 3).await.unwrap();
    assert_eq!((first.shop, first.orders.first), (SHOP, rows));
    desk.app.disconnect(SHOP).await.unwrap();
    assert_eq!(desk.app.first_orders(OrderFilter::default(), 3).await.unwrap(), None);
}

#[tokio::test]
async fn the_grid_is_sorted_by_the_figures_that_it_shows_and_what_is_not_known_is_last() {
    let desk = Desk::connected().await;
    let warehouses = desk.grid(StockTab::All).await.0.warehouses;
    let level = StockSortBy::Level { warehouse_id: warehouses[0].id.clone() };
    let figure =
        |by: &StockSortBy, row: &StockRow| if *by == StockSortBy::Total { row.total } else { row.levels[0].level };
    for by in [level, StockSortBy::Total] {
        let rows = desk.sorted_grid(StockTab::All, StockSort { by: by.clone(), descending: true }).await.1;
        let figures: Vec<Option<i64>> = rows.iter().map(|row| figure(&by, row)).collect();
        let known = figures.iter().take_while(|figure| figure.is_some()).count();
        assert!(known > 1 && figures[..known].is_sorted_by(|one, next| one >= next), "{by:?}: {figures:?}");
        assert!(figures[known..].iter().all(Option::is_none), "{by:?}: {figures:?}");
    }
    let rows = desk.sorted_grid(StockTab::All, StockSort { by: StockSortBy::Sku, descending: false }).await.1;
    assert!(rows.is_sorted_by_key(|row| row.seller_sku.to_lowercase()));
}
