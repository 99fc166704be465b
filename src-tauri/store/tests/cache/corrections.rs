use domain::{Correction, Errand, Order, OrderId, OrderStatus, PackageId};
use store::{OrderFilter, Pile, State, Store};

use crate::shelf::{SHOP, at, order, shelf};

const WRONG: &str = "TK1";

fn sent(id: &str, updated: i64) -> Order {
    let (tracking_number, shipping_provider) = (WRONG.to_owned(), "USPS".to_owned());
    Order { tracking_number, shipping_provider, ..order(id, OrderStatus::InTransit, updated) }
}

fn right(number: &str) -> Correction {
    Correction { number: number.into(), from: WRONG.into(), carrier: None, parcel: None }
}

/// An order that was read at 2, and its correction on its way.
async fn asked() -> (tempfile::TempDir, Store, OrderId, i64) {
    let (folder, store) = shelf().await;
    store.put_orders(SHOP, &[sent("1", 1)], &[], at(2), None).await.unwrap();
    let order = OrderId::new("1");
    let errand = Errand::CorrectTracking(right("Ü2"));
    let id = store.queue_errand(SHOP, &order, &errand, at(3), at(3)).await.unwrap().id;
    assert!(store.start_errand(id, at(4)).await.unwrap());
    (folder, store, order, id)
}

async fn found(store: &Store, search: &str) -> usize {
    let filter = OrderFilter { search: search.to_owned(), ..OrderFilter::of(Pile::All) };
    store.order_list(SHOP, &filter).await.unwrap().numbers.len()
}

#[tokio::test]
async fn a_correction_is_kept_as_it_was_asked_for_and_shows_once_the_shop_has_it() {
    let (_folder, store, order, id) = asked().await;
    assert_eq!(store.errand(id).await.unwrap().errand, Errand::CorrectTracking(right("Ü2")));
    assert_eq!(store.order(SHOP, &order).await.unwrap().tracking, WRONG);
    assert!(!store.was_corrected(SHOP, &order, None).await.unwrap());
    assert_eq!(found(&store, "ü2").await, 0);

    store.finish_correction(SHOP, id, &order, &right("Ü2"), "UPS", at(5)).await.unwrap();
    let known = store.order(SHOP, &order).await.unwrap();
    assert_eq!((known.tracking.as_str(), known.shipping_provider.as_str()), ("Ü2", "UPS"));
    assert_eq!((store.errand(id).await.unwrap().state, known.asked), (State::Done, at(5)));
    assert!(store.was_corrected(SHOP, &order, None).await.unwrap());
    assert!(!store.was_corrected(SHOP, &order, Some(&PackageId::new("7"))).await.unwrap(), "a parcel of its own");
    assert!(!store.was_corrected(SHOP, &OrderId::new("2"), None).await.unwrap());
    assert_eq!(found(&store, "ü2").await, 1);
}

#[tokio::test]
async fn a_reading_that_was_asked_for_before_the_answer_brings_no_wrong_number_back_and_a_later_one_counts() {
    let (_folder, store, order, id) = asked().await;
    store.finish_correction(SHOP, id, &order, &right("TK2"), "UPS", at(5)).await.unwrap();
    let tracking = async || store.order(SHOP, &order).await.unwrap().tracking;
    store.put_orders(SHOP, &[sent("1", 1)], &[], at(4), None).await.unwrap();
    assert_eq!(tracking().await, "TK2");
    store.put_orders(SHOP, &[sent("1", 1)], &[], at(6), None).await.unwrap();
    assert_eq!(tracking().await, WRONG, "whatever the shop says then");
}
