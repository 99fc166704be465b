//! Labels that are paid for: bought once each and at the price that was seen, whatever becomes of the answers.

use domain::{OrderId, Parcel, Purchase, Stage, Units};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Fault, FaultKind, ShippingType, When};
use serde_json::Value;
use store::{Entry, State};
use tiktok_shop::{Clock as _, Lane};

use crate::{
    seller::{SHOP, Seller},
    spoken::{DETAIL, SHIPPED, TROUBLE},
};

const PRICES: &str = "/fulfillment/202309/orders/{order_id}/shipping_services/query";
const BUY: &str = "/fulfillment/202512/packages";
/// Longer than any request that is under way can take to arrive.
const SETTLED: SignedDuration = SignedDuration::from_secs(35);

/// A shop in a market whose labels are bought.
async fn buying() -> Seller {
    let seller = Seller::at_work_with(|shop| {
        (shop.shipping_type, shop.region, shop.orders) = (ShippingType::TikTok, "US".into(), 60);
    })
    .await;
    seller.shop.clear_journal();
    seller
}

fn parcel() -> Parcel {
    let [weight, length, width, height] = ["1", "10", "6", "4"].map(|text| text.parse().unwrap());
    Parcel { units: Units::Imperial, weight, length, width, height }
}

/// The cheapest label as the shop offers it now.
async fn seen(seller: &Seller, order: &OrderId) -> Purchase {
    let offered = seller.computer.client.shipping_services(order, &parcel(), Lane::Person).await.unwrap();
    let cheapest = offered.into_iter().min_by_key(|service| service.price.amount).unwrap();
    seller.shop.clear_journal();
    let (service, name, carrier, price) = (cheapest.id, cheapest.name, cheapest.carrier, cheapest.price);
    Purchase { parcel: parcel(), service, name, carrier, price }
}

async fn buy(seller: &Seller, order: &OrderId, purchase: &Purchase) -> i64 {
    let now = seller.clock.now();
    let queued = seller.computer.store.queue_shipment(SHOP, order, purchase.clone(), now, now).await.unwrap();
    seller.computer.engine.outbox_changed();
    queued.id
}

/// An order to ship, and the wish to buy the label that was seen for it.
async fn wished(seller: &Seller) -> (OrderId, i64) {
    let order = seller.order_to_ship().await;
    let purchase = seen(seller, &order).await;
    let wish = buy(seller, &order, &purchase).await;
    (order, wish)
}

async fn packages_there(seller: &Seller, order: &OrderId) -> usize {
    seller.computer.client.order(order, Lane::Person).await.unwrap().handling.packages.len()
}

async fn refused(seller: &Seller, wish: i64) -> String {
    seller.comes_to_at_once(wish, State::Refused).await.reason.unwrap()
}

fn bought(seller: &Seller) -> (usize, usize) {
    (seller.calls(BUY).len(), seller.applied(BUY))
}

#[tokio::test]
async fn a_label_is_bought_once_at_the_price_that_was_seen_and_its_parcel_is_known_at_once() {
    let seller = buying().await;
    let order = seller.order_to_ship().await;
    let purchase = seen(&seller, &order).await;
    let wish = buy(&seller, &order, &purchase).await;
    assert_eq!(buy(&seller, &order, &purchase).await, wish, "asking twice is asking once");
    let done = seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!((done.attempts, done.reason), (1, None));
    assert_eq!(bought(&seller), (1, 1));
    let (asked, paid) = (&seller.calls(PRICES)[0], &seller.calls(BUY)[0]);
    assert!(asked.n < paid.n && seller.calls(DETAIL)[0].n < asked.n, "order, price, purchase");
    let body: Value = serde_json::from_str(&paid.body).unwrap();
    assert_eq!((&body["order_id"], &body["ship_type"]), (&order.as_str().into(), &"1".into()));
    assert_eq!(body["shipping_service_id"], purchase.service.as_str());
    seller.at_once(async || seller.order(&order).await.handling.packages.len() == 1).await;
    let here = seller.order(&order).await;
    assert_eq!(here.row.status, SHIPPED);
    assert!(!here.tracking.is_empty() && !here.row.lacks_parcel);
}

#[tokio::test]
async fn a_price_that_moved_since_it_was_seen_buys_nothing_and_is_asked_anew() {
    for (dearer, before) in [(25, 0), (0, 25)] {
        let seller = buying().await;
        let order = seller.order_to_ship().await;
        seller.shop.raise_label_prices(before, 0);
        let purchase = seen(&seller, &order).await;
        seller.shop.raise_label_prices(dearer, 0);
        let wish = buy(&seller, &order, &purchase).await;
        let reason = refused(&seller, wish).await;
        assert!(reason.contains(&format!("not {} as you saw it. Nothing was bought", purchase.price)), "{reason}");
        assert_eq!(bought(&seller), (0, 0));

        let purchase = seen(&seller, &order).await;
        let wish = buy(&seller, &order, &purchase).await;
        seller.comes_to_at_once(wish, State::Done).await;
        assert_eq!(bought(&seller), (1, 1));
    }
}

#[tokio::test]
async fn a_price_that_rises_between_question_and_purchase_is_said() {
    let seller = buying().await;
    let order = seller.order_to_ship().await;
    let purchase = seen(&seller, &order).await;
    seller.shop.raise_label_prices(0, 30);
    let wish = buy(&seller, &order, &purchase).await;
    let done = seller.comes_to_at_once(wish, State::Done).await;
    let told = done.reason.unwrap();
    assert!(told.contains(&format!("where {} was seen", purchase.price)), "{told}");
    assert_eq!(bought(&seller), (1, 1));
}

#[tokio::test]
async fn a_service_that_is_not_offered_any_more_is_not_taken_for_another() {
    let seller = buying().await;
    let order = seller.order_to_ship().await;
    let offered = seller.computer.client.shipping_services(&order, &parcel(), Lane::Person).await.unwrap();
    let dearest = offered.into_iter().max_by_key(|service| service.price.amount).unwrap();
    seller.shop.allot_labels(true);
    let allotted = seen(&seller, &order).await;
    let other = Purchase { service: dearest.id, name: dearest.name, price: dearest.price, ..allotted.clone() };
    let wish = buy(&seller, &order, &other).await;
    assert!(refused(&seller, wish).await.contains("doesn’t offer"), "the one that is allotted costs something else");
    let wish = buy(&seller, &order, &allotted).await;
    seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!(bought(&seller), (1, 1));
}

/// Runs with a shop that refuses a second purchase, and with one that takes it.
async fn with_either_shop() -> [Seller; 2] {
    let (careful, careless) = (buying().await, buying().await);
    careless.shop.sell_labels_twice();
    [careful, careless]
}

#[tokio::test]
async fn a_purchase_whose_answer_is_lost_is_looked_up_and_not_paid_again() {
    for fault in [
        Fault::once(BUY, FaultKind::LoseAnswer),
        Fault { when: Some(When::After), ..Fault::once(BUY, FaultKind::Code { code: TROUBLE, message: None }) },
    ] {
        for seller in with_either_shop().await {
            seller.shop.fault(fault.clone());
            let (order, wish) = wished(&seller).await;
            seller.comes_to_at_once(wish, State::Checking).await;
            seller.comes_to(wish, State::Done).await;
            assert_eq!(bought(&seller), (1, 1), "{fault:?}");
            assert_eq!(packages_there(&seller, &order).await, 1);
        }
    }
}

#[tokio::test]
async fn a_purchase_that_never_arrived_is_made_once_it_cannot_be_under_way_any_more_at_a_fresh_price() {
    let seller = buying().await;
    seller.shop.fault(Fault::once(BUY, FaultKind::Http { status: 500 }));
    let asked = Timestamp::from_millisecond(seller.clock.now().as_millisecond()).unwrap();
    let (_, wish) = wished(&seller).await;
    seller.comes_to(wish, State::Done).await;
    let calls = seller.calls(BUY);
    assert_eq!(bought(&seller), (2, 1));
    assert!(calls[1].at.duration_since(asked) >= SETTLED);
    for look in [DETAIL, PRICES] {
        assert!(seller.calls(look).iter().any(|look| look.n > calls[0].n && look.n < calls[1].n), "{look}");
    }
}

#[tokio::test]
async fn a_process_killed_while_the_shop_is_still_at_it_pays_once() {
    for seller in with_either_shop().await {
        seller.shop.fault(Fault::once(BUY, FaultKind::Slow { ms: 10_000 }));
        let (order, wish) = wished(&seller).await;
        seller.at_once(async || seller.calls(BUY).len() == 1).await;
        assert_eq!(seller.wish(wish).await.state, State::Sending);
        let seller = Seller::started_again(seller.killed().await).await;
        seller.comes_to(wish, State::Done).await;
        assert_eq!(bought(&seller), (1, 1));
        assert_eq!(packages_there(&seller, &order).await, 1);
    }
}

#[tokio::test]
async fn what_the_shop_calls_bought_already_is_done_where_this_wish_may_have_done_it_and_refused_where_not() {
    let already = || FaultKind::Code { code: 21_022_025, message: Some("bought already".to_owned()) };
    let seller = buying().await;
    seller.shop.fault(Fault::once(BUY, already()));
    let (_, wish) = wished(&seller).await;
    assert!(refused(&seller, wish).await.contains("bought already"), "what doesn’t show is not called done");

    let order = seller.order_to_ship().await;
    let purchase = seen(&seller, &order).await;
    let elsewhere = seller.computer.client.clone();
    let leave_by = seller.clock.now() + SignedDuration::from_secs(60);
    let other = tiktok_shop::LabelPurchase { order: &order, purchase: &purchase, leave_by };
    elsewhere.buy_label(&other, Lane::Person).await.unwrap();
    let wish = buy(&seller, &order, &purchase).await;
    let reason = refused(&seller, wish).await;
    assert!(reason.contains("not made here") && reason.contains("nothing was paid"), "{reason}");
    assert_eq!(seller.applied(BUY), 1, "somebody else’s");
}

#[tokio::test]
async fn no_label_is_bought_for_an_order_that_its_buyer_wants_back_nor_where_labels_are_not_bought() {
    let seller = buying().await;
    let orders = seller.orders(Some(Stage::ToShip)).await;
    let (wanted_back, gone) = (&orders[0], &orders[1]);
    let (purchase, other) = (seen(&seller, wanted_back).await, seen(&seller, gone).await);
    seller.shop.ask_to_cancel(wanted_back.as_str()).await.unwrap();
    let wish = buy(&seller, wanted_back, &purchase).await;
    assert!(refused(&seller, wish).await.contains("asks to cancel"));
    seller.shop.cancel(gone.as_str()).await.unwrap();
    let wish = buy(&seller, gone, &other).await;
    assert!(refused(&seller, wish).await.contains("was cancelled"));
    assert_eq!((seller.calls(PRICES).len(), bought(&seller)), (0, (0, 0)));

    let own = Seller::at_work().await;
    let wish = buy(&own, &own.order_to_ship().await, &purchase).await;
    assert!(refused(&own, wish).await.contains("a carrier of yours"));
    assert_eq!((own.calls(PRICES).len(), bought(&own)), (0, (0, 0)));
}

#[tokio::test]
async fn a_no_to_the_question_or_to_the_purchase_ends_the_wish_and_nothing_is_paid() {
    let no = |on: &'static str| Fault::once(on, FaultKind::Code { code: 21_011_037, message: Some("none".into()) });
    for (on, asked) in [(PRICES, 0), (BUY, 1)] {
        let seller = buying().await;
        let order = seller.order_to_ship().await;
        let purchase = seen(&seller, &order).await;
        seller.shop.fault(no(on));
        let wish = buy(&seller, &order, &purchase).await;
        let reason = refused(&seller, wish).await;
        assert!(reason.contains("Nothing was changed there. No carrier takes this parcel"), "{reason}");
        assert_eq!(bought(&seller), (asked, 0));
    }
}

#[tokio::test]
async fn an_order_without_a_parcel_is_not_handed_over_instead() {
    let seller = buying().await;
    let order = seller.order_to_ship().await;
    let now = seller.clock.now();
    let queued: Entry =
        seller.computer.store.queue_shipment(SHOP, &order, domain::Handover::Usual, now, now).await.unwrap();
    seller.computer.engine.outbox_changed();
    assert!(refused(&seller, queued.id).await.contains("its label is bought first"));
    let waiting = seller.orders(Some(Stage::ToShip)).await;
    assert!(waiting.contains(&order) && bought(&seller) == (0, 0));
}
