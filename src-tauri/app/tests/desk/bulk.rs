//! Many orders with one press: one batch, an outcome for each.

use app::boundary::{Batch, BatchKind, OrderTab, OutboxState, Shipment};
use sandbox::{Fault, FaultKind, Settings};

use crate::desk::{Desk, Drawer, SHOP, UPDATE, settings};

fn shipment(order: &str, number: &str) -> Shipment {
    Shipment { order_id: order.to_owned(), tracking_number: number.to_owned(), handover: None, purchase: None }
}

/// A desk at which a good many orders wait.
async fn busy() -> Desk {
    let drawer = Drawer::empty();
    let settings = Settings { orders: 400, ..settings(&drawer.clock) };
    let desk = Desk::with_shop(drawer, settings).await;
    desk.connect().await;
    desk.synced().await;
    desk.shop.clear_journal();
    desk
}

/// One for each order that waits, with numbers of their own.
async fn everything(desk: &Desk) -> Vec<Shipment> {
    let orders = desk.orders(OrderTab::ToShip, "").await;
    orders.iter().zip(1..).map(|(row, number)| shipment(&row.id, &format!("TK{number}"))).collect()
}

async fn batch(desk: &Desk, id: &str) -> Batch {
    let all = desk.app.batches(SHOP).await.unwrap();
    all.into_iter().find(|batch| batch.id == id).unwrap()
}

#[tokio::test]
async fn all_that_waits_is_shipped_with_one_press_and_each_order_once() {
    let desk = busy().await;
    let shipments = everything(&desk).await;
    let number = shipments.len();
    assert!(number > 6, "{number}");
    let saved = desk.app.ship_orders(SHOP, shipments).await.unwrap();
    assert_eq!((saved.queued as usize, saved.refused), (number, vec![]));
    let id = saved.batch.unwrap();
    assert_eq!(batch(&desk, &id).await.title, format!("Ship {number} orders"));
    desk.in_time(async || batch(&desk, &id).await.done as usize == number).await;
    let told = batch(&desk, &id).await;
    assert_eq!((told.kind, told.title), (BatchKind::Ship, format!("Shipped {number} orders")));
    assert!(!told.can_undo, "the contract has no way back");
    assert_eq!(desk.calls(UPDATE).iter().filter(|call| call.applied).count(), number);
    assert_eq!(desk.calls(UPDATE).len(), number);
}

#[tokio::test]
async fn what_cannot_be_shipped_is_named_by_its_place_and_the_others_are_saved() {
    let desk = busy().await;
    let mut all = everything(&desk).await;
    all.truncate(5);
    all[1].tracking_number = " ".into();
    all[2].order_id = "12345".into();
    all[3].tracking_number = "9".repeat(65);
    let saved = desk.app.ship_orders(SHOP, all).await.unwrap();
    assert_eq!(saved.queued, 2);
    let told: Vec<_> = saved.refused.iter().map(|it| (it.index, it.message.as_str())).collect();
    let sentences = [(1, "is empty"), (2, "not in the list any more"), (3, "65 characters long")];
    assert_eq!(told.len(), sentences.len());
    for ((index, message), (place, sentence)) in told.into_iter().zip(sentences) {
        assert!(index == place && message.contains(sentence), "{index}: {message}");
    }
    let items = desk.app.batch_items(&saved.batch.unwrap()).await.unwrap();
    assert_eq!(items.len(), 2);
}

#[tokio::test]
async fn nothing_to_ship_is_no_batch() {
    let desk = busy().await;
    let saved = desk.app.ship_orders(SHOP, vec![shipment("1", "")]).await.unwrap();
    assert_eq!((saved.batch, saved.queued, saved.refused.len()), (None, 0, 1));
    assert_eq!(desk.app.batches(SHOP).await.unwrap(), []);
}

#[tokio::test]
async fn a_refused_order_stops_none_of_the_others_and_is_tried_again_alone() {
    let desk = busy().await;
    let mut all = everything(&desk).await;
    all.truncate(6);
    let refuse = FaultKind::Code { code: 1001, message: Some("tracking_number: unknown carrier".into()) };
    desk.shop.fault(Fault { times: Some(2), ..Fault::once(UPDATE, refuse) });
    let id = desk.app.ship_orders(SHOP, all).await.unwrap().batch.unwrap();
    desk.in_time(async || batch(&desk, &id).await.waiting == 0).await;
    let told = batch(&desk, &id).await;
    assert_eq!((told.done, told.refused, told.title.as_str()), (4, 2, "Ship 6 orders"));
    let items = desk.app.batch_items(&id).await.unwrap();
    assert!(items[..2].iter().all(|item| item.state == OutboxState::Refused && item.reason.is_some()));

    desk.shop.clear_journal();
    assert_eq!(desk.app.retry_failed(&id).await.unwrap(), 2);
    desk.in_time(async || batch(&desk, &id).await.done == 6).await;
    assert_eq!(desk.calls(UPDATE).len(), 2, "the four are not sent again");
    assert_eq!(desk.app.retry_failed(&id).await.unwrap(), 0);
}
