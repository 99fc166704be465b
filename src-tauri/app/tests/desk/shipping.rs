use app::{
    AppEvent,
    boundary::{ActivityFilter, ChangedTable, ErrorCode, Look, OrderTab, OutboxState},
};
use sandbox::{Fault, FaultKind};

use crate::desk::{Desk, SHOP, UPDATE};

async fn look_of(desk: &Desk, order: &str) -> Look {
    desk.app.order_detail(SHOP, order).await.unwrap().row.look
}

#[tokio::test]
async fn an_order_is_queued_sent_and_done_and_never_called_sent_before_the_shop_has_it() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    // Both the look before it and the shipment itself take their time.
    for path in ["/api/orders/detail/query", UPDATE] {
        desk.shop.fault(Fault::once(path, FaultKind::Slow { ms: 5_000 }));
    }
    let queued = desk.app.ship_order(SHOP, &order, "9400 1118 9922").await.unwrap();
    assert_eq!((queued.state, queued.target.as_str()), (OutboxState::Queued, order.as_str()));
    assert_eq!(look_of(&desk, &order).await, Look::Queued);
    desk.in_time(async || desk.calls(UPDATE).len() == 1).await;
    assert_eq!(look_of(&desk, &order).await, Look::Sending);
    assert_eq!(desk.state().await.outbox.sending, 1);
    desk.comes_to(&queued.id, OutboxState::Done).await;
    let detail = desk.app.order_detail(SHOP, &order).await.unwrap();
    assert_eq!((detail.row.look, detail.tracking_number.as_str()), (Look::Sent, "940011189922"));
    let told: Vec<&str> = detail.history.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(told.last(), Some(&"The shop confirmed it"));
    assert!(!told.iter().any(|text| text.contains("Last changed")), "a time before the shipment says nothing of it");
    assert_eq!(desk.calls(UPDATE).iter().filter(|call| call.applied).count(), 1);
}

#[tokio::test]
async fn a_tracking_number_that_cannot_be_one_stays_in_its_field_and_nothing_is_queued() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    for (typed, sentence) in [
        ("", "is empty"),
        (" \n ", "is empty"),
        (&"9".repeat(65), "65 characters long"),
        ("9400\n1118", "line break"),
        ("9400\t1118", "line break or tab"),
    ] {
        let error = desk.app.ship_order(SHOP, &order, typed).await.unwrap_err();
        assert_eq!(
            (error.code, error.field.as_deref()),
            (ErrorCode::InvalidInput, Some("tracking_number")),
            "{typed:?}"
        );
        assert!(error.message.contains(sentence), "{}", error.message);
    }
    assert_eq!(desk.app.activity(SHOP, ActivityFilter::All).await.unwrap(), []);
    assert_eq!(look_of(&desk, &order).await, Look::ToShip);
}

#[tokio::test]
async fn an_order_that_is_not_here_is_not_shipped() {
    let desk = Desk::connected().await;
    let error = desk.app.ship_order(SHOP, "12345", "TK1").await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    assert!(error.message.contains("your number is still in the field"));
    assert_eq!(desk.app.order_detail(SHOP, "12345").await.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_second_number_for_an_order_on_its_way_is_refused_and_the_first_stays() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    desk.shop.fault(Fault::once(UPDATE, FaultKind::Slow { ms: 5_000 }));
    let first = desk.app.ship_order(SHOP, &order, "TK1").await.unwrap();
    let error = desk.app.ship_order(SHOP, &order, "TK2").await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Busy);
    assert!(error.message.contains("already being shipped with TK1"));
    desk.comes_to(&first.id, OutboxState::Done).await;
    assert_eq!(desk.app.order_detail(SHOP, &order).await.unwrap().tracking_number, "TK1");
}

#[tokio::test]
async fn a_refused_shipment_shows_its_reason_and_can_be_dropped_or_tried_again() {
    let desk = Desk::connected().await;
    let (kept, dropped) = {
        let rows = desk.orders(OrderTab::ToShip, "").await;
        (rows[0].id.clone(), rows[1].id.clone())
    };
    let refuse = FaultKind::Code { code: 1001, message: Some("tracking_number: unknown carrier".into()) };
    desk.shop.fault(Fault { times: Some(2), ..Fault::once(UPDATE, refuse) });
    let (mut wishes, orders) = (Vec::new(), [&kept, &dropped]);
    for order in orders {
        let wish = desk.app.ship_order(SHOP, order, "TK1").await.unwrap().id;
        let refused = desk.comes_to(&wish, OutboxState::Refused).await;
        assert!(refused.can_retry && refused.can_discard && refused.reason.unwrap().contains("unknown carrier"));
        assert_eq!(look_of(&desk, order).await, Look::Refused);
        wishes.push(wish);
    }
    desk.app.retry(&wishes[0]).await.unwrap();
    desk.comes_to(&wishes[0], OutboxState::Done).await;
    desk.app.discard(&wishes[1]).await.unwrap();
    assert_eq!(look_of(&desk, &dropped).await, Look::ToShip);
    for over in [wishes[0].as_str(), "no number", "999999"] {
        assert_eq!(desk.app.retry(over).await.unwrap_err().code, ErrorCode::NotFound, "{over}");
        assert_eq!(desk.app.discard(over).await.unwrap_err().code, ErrorCode::NotFound, "{over}");
    }
}

#[tokio::test]
async fn a_refused_shipment_of_an_order_that_was_cancelled_since_offers_no_other_try() {
    let desk = Desk::connected().await;
    let order = desk.orders(OrderTab::ToShip, "").await[0].id.clone();
    desk.shop.fault(Fault::once(UPDATE, FaultKind::Code { code: 1001, message: Some("unknown carrier".into()) }));
    let wish = desk.app.ship_order(SHOP, &order, "TK1").await.unwrap().id;
    assert!(desk.comes_to(&wish, OutboxState::Refused).await.can_retry);
    let offered = async || desk.app.order_detail(SHOP, &order).await.unwrap().shipping.unwrap();
    assert!(offered().await.can_retry);
    desk.shop.cancel(&order).await.unwrap();
    desk.in_time(async || desk.orders(OrderTab::Cancelled, &order).await.len() == 1).await;
    let (here, there) = (offered().await, desk.wish(&wish).await);
    assert!(!here.can_retry && here.can_discard, "the panel");
    assert!(!there.can_retry && there.can_discard, "Activity");
}

#[tokio::test]
async fn the_screens_hear_which_tables_changed() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    let mut events = desk.app.events();
    let wish = desk.app.ship_order(SHOP, &order, "TK1").await.unwrap();
    desk.comes_to(&wish.id, OutboxState::Done).await;
    let mut heard = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let AppEvent::Changed(changed) = event {
            heard.extend(changed.tables);
        }
    }
    assert!(heard.contains(&ChangedTable::Outbox) && heard.contains(&ChangedTable::Orders), "{heard:?}");
}
