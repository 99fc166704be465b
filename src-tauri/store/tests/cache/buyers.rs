//! What the cache knows of buyers: kept where the shop hides it.

use domain::{Order, OrderId, OrderStatus, Private, Recipient};
use store::{OrderFilter, Store, Tables};

use crate::shelf::{SHOP, at, known_shop, order, shelf};

fn recipient(name: &str, street: &str) -> Recipient {
    let of = |text: &str| Private::new(text.to_owned());
    Recipient {
        name: of(name),
        phone: of("+1 213 555 0117"),
        street1: of(street),
        street2: of("Apt 5"),
        city: of("Los Angeles"),
        state: of("California"),
        zipcode: of("90013"),
        country: of("US"),
    }
}

fn hoa() -> Recipient {
    recipient("Nguyễn Thị Hoa", "12 Alameda St")
}

fn hidden() -> Recipient {
    let stars = || Private::new("***".to_owned());
    let (name, phone, street1) = (stars(), stars(), stars());
    Recipient { name, phone, street1, street2: Private::default(), zipcode: stars(), ..hoa() }
}

fn told(status: OrderStatus, updated: i64, recipient: Recipient) -> Order {
    Order { recipient, ..order("1", status, updated) }
}

async fn put(store: &Store, orders: &[Order], asked: i64) {
    store.put_orders(SHOP, orders, &[], at(asked), None).await.unwrap();
}

async fn kept(store: &Store) -> Recipient {
    store.order(SHOP, &OrderId::new("1")).await.unwrap().recipient
}

async fn found(store: &Store, words: &str) -> usize {
    let search = OrderFilter { search: words.into(), ..OrderFilter::default() };
    store.order_list(SHOP, &search).await.unwrap().numbers.len()
}

#[tokio::test]
async fn what_the_shop_hides_later_is_kept_and_still_found() {
    let (_folder, store) = shelf().await;
    put(&store, &[told(OrderStatus::AwaitingShipment, 10, hoa())], 11).await;
    put(&store, &[told(OrderStatus::Cancelled, 20, hidden())], 21).await;
    let order = store.order(SHOP, &OrderId::new("1")).await.unwrap();
    assert_eq!((order.row.status, &order.recipient), (OrderStatus::Cancelled, &hoa()));
    assert_eq!(order.row.buyer, hoa().name);
    assert_eq!(found(&store, "nguyễn hoa").await, 1);
}

#[tokio::test]
async fn an_address_that_was_changed_is_taken_in() {
    let (_folder, store) = shelf().await;
    put(&store, &[told(OrderStatus::AwaitingShipment, 10, hoa())], 11).await;
    let moved = recipient("Trần Văn Minh", "9 Sunset Blvd");
    put(&store, &[told(OrderStatus::AwaitingShipment, 10, moved.clone())], 21).await;
    assert_eq!(kept(&store).await, moved);
    assert_eq!((found(&store, "hoa").await, found(&store, "minh").await), (0, 1));
}

#[tokio::test]
async fn of_one_answer_that_names_an_order_twice_what_it_shows_once_is_kept() {
    let (_folder, store) = shelf().await;
    let twice = [told(OrderStatus::AwaitingShipment, 10, hoa()), told(OrderStatus::Cancelled, 20, hidden())];
    put(&store, &twice, 21).await;
    assert_eq!(kept(&store).await, hoa());
}

#[tokio::test]
async fn a_hidden_buyer_is_news_once_and_not_at_every_reading() {
    let (_folder, store) = shelf().await;
    put(&store, &[told(OrderStatus::AwaitingShipment, 10, hoa())], 11).await;
    put(&store, &[told(OrderStatus::Cancelled, 20, hidden())], 21).await;
    let mut watch = store.watch();
    put(&store, &[told(OrderStatus::Cancelled, 20, hidden())], 31).await;
    store.put_shop(&known_shop(SHOP)).await.unwrap();
    assert!(!watch.next().await.unwrap().touches(Tables::ORDERS), "an unchanged order was written again");
    assert_eq!(store.order(SHOP, &OrderId::new("1")).await.unwrap().asked, at(31));
}

#[tokio::test]
async fn a_first_sight_of_a_hidden_buyer_is_kept_as_it_is_and_completed_later() {
    let (_folder, store) = shelf().await;
    put(&store, &[told(OrderStatus::OnHold, 10, hidden())], 11).await;
    assert_eq!(kept(&store).await, hidden());
    put(&store, &[told(OrderStatus::AwaitingShipment, 20, hoa())], 21).await;
    assert_eq!(kept(&store).await, hoa());
}
