//! What amounts are in.

use app::boundary::{OrderTab, Theme};

use crate::signed::connected_to;

#[tokio::test]
async fn amounts_are_in_what_the_shops_orders_tell_unless_the_seller_chose_and_each_order_in_its_own() {
    let desk = connected_to(|shop| shop.region = "GB".into()).await;
    desk.synced().await;
    let shop = desk.shop_in_view().await;
    let view = async || desk.state().await.shop.unwrap();
    let settings = async || desk.app.settings(Theme::System, "1").await.unwrap();
    assert_eq!((view().await.currency.as_deref(), view().await.sums_currency.as_deref()), (Some("GBP"), Some("GBP")));
    assert_eq!((settings().await.currency, settings().await.told_currency.as_deref()), (None, Some("GBP")));
    let rows = desk.orders(OrderTab::All, "").await;
    assert!(rows.iter().all(|row| row.currency.as_deref() == Some("GBP")));

    desk.app.set_currency(shop, Some("usd")).await.unwrap();
    assert_eq!((view().await.currency.as_deref(), view().await.sums_currency.as_deref()), (Some("USD"), Some("GBP")));
    assert_eq!(
        (settings().await.currency.as_deref(), settings().await.told_currency.as_deref()),
        (Some("USD"), Some("GBP"))
    );
    assert!(desk.orders(OrderTab::All, "").await.iter().all(|row| row.currency.as_deref() == Some("GBP")));
    desk.app.set_currency(shop, None).await.unwrap();
    assert_eq!(view().await.currency.as_deref(), Some("GBP"));
}

#[tokio::test]
async fn a_shop_without_an_order_goes_by_its_market() {
    let desk = connected_to(|shop| (shop.region, shop.orders) = ("VN".into(), 0)).await;
    desk.synced().await;
    let shop = desk.state().await.shop.unwrap();
    assert_eq!((shop.currency.as_deref(), shop.sums_currency.as_deref()), (Some("VND"), Some("VND")));
}
