use app::boundary::Look;

use crate::desk::{Desk, SHOP};

#[tokio::test]
async fn a_scanned_order_id_and_a_scanned_label_find_the_same_order() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    desk.app.ship_order(SHOP, &order, "9400111899223344556677").await.unwrap();
    let find = async |code: &str| desk.app.find_order(SHOP, code).await.unwrap();
    assert_eq!(find(&format!(" {order}\r\n")).await, Some(order.clone()));
    assert_eq!(find("9400111899223344556677").await, Some(order));
    assert_eq!(find("4006381333931").await, None, "an item is no order");
}

#[tokio::test]
async fn an_order_that_was_cancelled_since_is_told_by_the_look_before_it_is_closed() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    desk.shop.cancel(&order).await.unwrap();
    assert_eq!(desk.app.order_detail(SHOP, &order).await.unwrap().row.look, Look::ToShip, "nobody has looked yet");
    let check = desk.app.check_order(SHOP, &order).await.unwrap();
    assert_eq!((check.fresh, check.problem, check.order.row.look), (true, None, Look::Cancelled));
}

#[tokio::test]
async fn without_the_shop_what_is_known_comes_with_its_age_and_the_reason() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    let known = desk.app.order_detail(SHOP, &order).await.unwrap();
    let Desk { app, shop, drawer } = desk;
    shop.stop().await;
    let patient = async {
        tokio::select! {
            check = app.check_order(SHOP, &order) => check.unwrap(),
            () = async { loop { drawer.clock.pass(std::time::Duration::from_secs(1)); tokio::task::yield_now().await; } } => unreachable!(),
        }
    };
    let check = patient.await;
    assert!(!check.fresh && check.problem.is_some());
    assert_eq!((check.order.asked_at, check.order.row.look), (known.asked_at, Look::ToShip));
}

#[tokio::test]
async fn a_packed_order_says_when_and_the_shop_hears_nothing_of_it() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    desk.app.mark_packed(SHOP, &order).await.unwrap();
    let detail = desk.app.order_detail(SHOP, &order).await.unwrap();
    assert!(detail.packed_at.is_some() && detail.history.iter().any(|entry| entry.text.contains("Packed here")));
    assert!(desk.shop.journal().iter().all(|call| call.method == "GET"));
}
