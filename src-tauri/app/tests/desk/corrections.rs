//! Tracking numbers that are put right: whether it is offered, what is said where it isn't, and what becomes of one.

use std::time::Duration;

use app::boundary::{ActivityFilter, ErrorCode, OrderTab, OutboxKind, OutboxState};
use sandbox::ShippingType;

use crate::{
    desk::{Desk, Drawer},
    signed::{connected, connected_from, connected_to},
};

const WRONG: &str = "9400111899223100001234";
const RIGHT: &str = "1Z999AA10123456784";

#[tokio::test]
async fn a_wrong_tracking_number_is_put_right_once_and_is_in_activity() {
    let drawer = Drawer { grace: Duration::from_secs(5), ..Drawer::empty() };
    let desk = connected_from(drawer, |_| (), |_| ()).await;
    desk.synced().await;
    let (shop, order) = (desk.shop_in_view().await, desk.order_to_ship().await);
    let detail = async || desk.app.order_detail(shop, &order).await.unwrap();
    let correct = async |number: &str| desk.app.correct_tracking(shop, &order, number, None, None).await;
    assert_eq!(detail().await.correction, None);
    assert_eq!(correct(RIGHT).await.unwrap_err().code, ErrorCode::Refused, "it is not shipped");
    let wish = desk.app.ship_order(shop, &order, WRONG).await.unwrap();
    desk.comes_to(&wish.id, OutboxState::Done).await;
    desk.app.sync_now();
    desk.in_time(async || detail().await.correction.is_some_and(|offer| offer.until.is_some())).await;
    let offer = detail().await.correction.unwrap();
    assert_eq!((offer.why_not, offer.carriers), (None, vec!["USPS".to_owned()]));

    for odd in ["", WRONG] {
        let refused = correct(odd).await.unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::InvalidInput, Some("tracking_number")));
    }
    let errand = correct(RIGHT).await.unwrap();
    assert!(errand.leaves_at.is_some() && errand.can_discard && errand.title.contains(&order), "{errand:?}");
    assert_eq!(errand.detail, format!("{RIGHT} instead of {WRONG}"));
    let waiting = detail().await;
    assert_eq!(waiting.tracking_number, WRONG, "the old one stands until the shop has the new one");
    assert_eq!(waiting.correction, None, "one is on its way");
    let busy = correct("1Z999AA10123456785").await.unwrap_err();
    assert_eq!(busy.code, ErrorCode::Busy, "{}", busy.message);
    desk.in_time(async || detail().await.errand.is_some_and(|errand| errand.state == OutboxState::Done)).await;
    let known = detail().await;
    assert_eq!((known.tracking_number.as_str(), known.shipping_provider.as_str()), (RIGHT, "UPS"));
    let done = desk.app.activity(shop, ActivityFilter::Done).await.unwrap();
    assert!(done.iter().any(|item| item.id == errand.id && item.kind == OutboxKind::Errand));
    assert!(known.correction.unwrap().why_not.unwrap().contains("corrected from here"));
    assert_eq!(correct(WRONG).await.unwrap_err().code, ErrorCode::Refused, "once");
    let calls = desk.shop.journal();
    assert_eq!(calls.iter().filter(|call| call.path.ends_with("/shipping_info/update")).count(), 1);
}

#[tokio::test]
async fn a_number_is_not_offered_to_be_corrected_where_the_contract_has_no_call_or_the_platform_ships() {
    let plain = Desk::connected().await;
    let by_tiktok = connected_to(|settings| settings.shipping_type = ShippingType::TikTok).await;
    for desk in [plain, by_tiktok] {
        desk.synced().await;
        let shop = desk.shop_in_view().await;
        let sent = desk.orders(OrderTab::Sent, "").await;
        let detail = desk.app.order_detail(shop, &sent[0].id).await.unwrap();
        assert_eq!(detail.correction, None);
        let refused = desk.app.correct_tracking(shop, &sent[0].id, RIGHT, None, None).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Refused);
    }
}

#[tokio::test]
async fn a_number_of_long_ago_says_why_it_stays_and_one_that_arrived_says_nothing() {
    let desk = connected().await;
    desk.synced().await;
    let shop = desk.shop_in_view().await;
    let order = desk.order_to_ship().await;
    let wish = desk.app.ship_order(shop, &order, WRONG).await.unwrap();
    desk.comes_to(&wish.id, OutboxState::Done).await;
    desk.app.sync_now();
    let offer = async || desk.app.order_detail(shop, &order).await.unwrap().correction;
    desk.in_time(async || offer().await.is_some_and(|offer| offer.until.is_some())).await;
    desk.drawer.clock.pass(Duration::from_secs(73 * 3_600));
    assert!(offer().await.unwrap().why_not.unwrap().contains("72 hours"));
    let refused = desk.app.correct_tracking(shop, &order, RIGHT, None, None).await.unwrap_err();
    assert!(refused.message.contains("72 hours"), "{}", refused.message);
    let delivered = desk.orders(OrderTab::Delivered, "").await;
    assert_eq!(desk.app.order_detail(shop, &delivered[0].id).await.unwrap().correction, None);
}
