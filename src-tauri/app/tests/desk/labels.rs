//! Orders with the platform's label: handed over from here, and their labels printed.

use std::time::Duration;

use app::boundary::{Handover, LabelSheet, OrderTab, OutboxState, Paper, PrintsMade, Shipment, Theme};
use sandbox::{Fault, FaultKind, ShippingType};

use crate::{desk::Desk, signed::connected_to};

const DOCUMENTS: &str = "/fulfillment/202309/packages/{package_id}/shipping_documents";

async fn with_labels() -> Desk {
    let desk = connected_to(|shop| {
        (shop.shipping_type, shop.region, shop.orders) = (ShippingType::TikTok, "GB".into(), 200);
    })
    .await;
    desk.synced().await;
    desk
}

fn handed_over(orders: &[String], handover: Handover) -> Vec<Shipment> {
    let one = |order: &String| Shipment {
        order_id: order.clone(),
        tracking_number: String::new(),
        handover: Some(handover.clone()),
        purchase: None,
    };
    orders.iter().map(one).collect()
}

/// Orders that were handed over just now.
async fn arranged(desk: &Desk, many: usize) -> Vec<String> {
    let waiting = desk.orders(OrderTab::ToShip, "").await;
    let orders: Vec<String> = waiting.into_iter().take(many).map(|order| order.id).collect();
    assert_eq!(orders.len(), many);
    let shop = desk.shop_in_view().await;
    let saved = desk.app.ship_orders(shop, handed_over(&orders, Handover::Usual)).await.unwrap();
    assert_eq!((saved.queued as usize, &saved.refused[..]), (many, &[][..]));
    let batch = saved.batch.unwrap();
    let over = async || {
        let wishes = desk.app.batch_items(&batch).await.unwrap();
        wishes.iter().all(|wish| wish.state == OutboxState::Done)
    };
    desk.in_time(over).await;
    orders
}

async fn print(desk: &Desk, orders: &[String], again: bool) -> PrintsMade {
    desk.app.print_orders(desk.shop_in_view().await, orders.to_vec(), Paper::ShippingLabels, again).await.unwrap()
}

fn asked_for_labels(desk: &Desk) -> usize {
    desk.shop.journal().iter().filter(|call| call.path.ends_with("/shipping_documents")).count()
}

#[tokio::test]
async fn labels_are_fetched_once_put_together_and_opened_and_a_second_print_asks() {
    let desk = with_labels().await;
    let orders = arranged(&desk, 3).await;
    let waits = desk.order_to_ship().await;
    let asked: Vec<String> = orders.iter().chain([&waits]).cloned().collect();
    let made = print(&desk, &asked, false).await;
    assert_eq!((made.orders, made.pages, made.before.len()), (3, 3, 0));
    let [left] = &made.left_out[..] else { panic!("{made:?}") };
    assert!(left.order_id == waits && left.reason.contains("Arrange its shipment first"), "{left:?}");
    let file = desk.drawer.viewer.opened().pop().unwrap();
    assert!(file.starts_with(desk.drawer.folder.path().join("papers")), "{file:?}");
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF-"));
    assert_eq!(asked_for_labels(&desk), 3);

    let asks = print(&desk, &orders, false).await;
    assert_eq!((asks.orders, asks.before.len(), desk.drawer.viewer.opened().len()), (0, 3, 1));
    let made = print(&desk, &orders, true).await;
    assert_eq!((made.orders, asked_for_labels(&desk)), (3, 3), "what was fetched is not asked for again");

    let shop = desk.shop_in_view().await;
    let detail = desk.app.order_detail(shop, &orders[0]).await.unwrap();
    assert!(!detail.tracking_number.is_empty(), "the label brought the number along");
    assert!(detail.history.iter().any(|entry| entry.text == "TikTok’s label printed here"));
    let found = desk.orders(OrderTab::All, &detail.tracking_number).await;
    assert_eq!(found.into_iter().map(|order| order.id).collect::<Vec<_>>(), orders[..1], "and it is found by it");
}

#[tokio::test]
async fn labels_come_on_the_sheet_that_the_seller_chose_and_what_was_fetched_on_another_is_no_such_paper() {
    let desk = with_labels().await;
    let (shop, orders) = (desk.shop_in_view().await, arranged(&desk, 1).await);
    let asked = |desk: &Desk| {
        let calls = desk.shop.journal().into_iter().filter(|call| call.path.ends_with("/shipping_documents"));
        let kind = |call: sandbox::Entry, name: &str| {
            let value = call.query.split('&').find_map(|pair| pair.strip_prefix(name)).unwrap_or_default();
            value.trim_start_matches('=').to_owned()
        };
        calls.map(|call| (kind(call.clone(), "document_type"), kind(call, "document_size"))).collect::<Vec<_>>()
    };
    let label = ("SHIPPING_LABEL".to_owned(), "A6".to_owned());
    print(&desk, &orders, false).await;
    assert_eq!(asked(&desk), std::slice::from_ref(&label));
    desk.app.set_label_sheet(shop, LabelSheet::A5WithSlip).await.unwrap();
    assert_eq!(desk.app.settings(Theme::System, "").await.unwrap().label_sheet, Some(LabelSheet::A5WithSlip));
    print(&desk, &orders, true).await;
    assert_eq!(asked(&desk), [label, ("SHIPPING_LABEL_AND_PACKING_SLIP".to_owned(), "A5".to_owned())]);
    desk.app.set_label_sheet(shop, LabelSheet::A6).await.unwrap();
    print(&desk, &orders, true).await;
    assert_eq!(asked(&desk).len(), 2, "the first one is kept still");
}

#[tokio::test]
async fn a_label_that_is_being_made_is_waited_for_and_one_that_is_gone_is_said_plainly() {
    let desk = with_labels().await;
    let orders = arranged(&desk, 2).await;
    let being_made = FaultKind::Code { code: 11_034_023, message: None };
    desk.shop.fault(Fault { times: Some(2), ..Fault::once(DOCUMENTS, being_made) });
    let job = print(&desk, &orders[..1], false);
    let passing = async {
        loop {
            desk.drawer.clock.pass(Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let made = tokio::select! { made = job => made, () = passing => unreachable!("it never ends") };
    assert_eq!((made.orders, asked_for_labels(&desk)), (1, 3));

    desk.shop.fault(Fault::once(DOCUMENTS, FaultKind::Code { code: 21_042_102, message: Some("gone".into()) }));
    let made = print(&desk, &orders[1..], false).await;
    assert_eq!((made.orders, desk.drawer.viewer.opened().len()), (0, 1));
    assert!(made.left_out[0].reason.contains("picked it up, so there is no label any more"), "{made:?}");
}

#[tokio::test]
async fn the_shop_tells_when_its_carrier_comes_and_an_order_can_be_picked_up_then() {
    let desk = with_labels().await;
    let (shop, order) = (desk.shop_in_view().await, desk.order_to_ship().await);
    let ways = desk.app.handover_ways(shop, &order).await.unwrap();
    assert!(ways.can_drop_off && ways.can_pick_up && ways.slots.len() == 3, "{ways:?}");
    let slot = ways.slots[1].clone();
    let wishes = handed_over(&[order], Handover::Pickup(slot.clone()));
    let saved = desk.app.ship_orders(shop, wishes).await.unwrap();
    let wish = desk.app.batch_items(&saved.batch.unwrap()).await.unwrap().remove(0);
    assert_eq!(wish.detail, "With TikTok’s label, picked up");
    desk.comes_to(&wish.id, OutboxState::Done).await;
    let shipped = desk.shop.journal().into_iter().find(|call| call.path.ends_with("/ship")).unwrap();
    let from: jiff::Timestamp = slot.from.parse().unwrap();
    assert!(shipped.body.contains(&format!("\"start_time\":{}", from.as_second())), "{}", shipped.body);
}
