//! The shop's own news comes in by the door that the person opened, and only then.

use std::net::{Ipv4Addr, TcpListener};

use app::boundary::{ErrorCode, OrderTab, Theme, WebhookChoice, WebhookView};
use sandbox::{NewOrder, Settings};

use crate::desk::{Desk, Drawer, SHOP, settings};

const SEARCH: &str = "/api/orders/search";
const DETAIL: &str = "/api/orders/detail/query";

/// Somebody buys; the order's id.
async fn bought(desk: &Desk) -> String {
    let order = desk.shop.order(NewOrder::default()).await.unwrap();
    let order: serde_json::Value = serde_json::from_str(&order).unwrap();
    order["order_id"].as_str().unwrap().to_owned()
}

/// A port that nobody listens at.
fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

fn at(port: u16) -> WebhookChoice {
    WebhookChoice { on: true, port, signed_only: true }
}

async fn shown(desk: &Desk) -> WebhookView {
    desk.app.settings(Theme::System, "1.0.0").await.unwrap().webhooks
}

/// A desk with everything in its cache, whose shop posts its news to `port`.
async fn with_news(port: u16, webhook_secret: Option<&str>) -> Desk {
    let drawer = Drawer::empty();
    let settings = Settings {
        webhook_url: Some(format!("http://127.0.0.1:{port}/webhook")),
        webhook_secret: webhook_secret.map(str::to_owned),
        ..settings(&drawer.clock)
    };
    let desk = Desk::with_shop(drawer, settings).await;
    desk.connect().await;
    desk.synced().await;
    desk
}

#[tokio::test]
async fn a_new_order_arrives_by_the_shops_own_word_and_before_the_next_look() {
    let port = free_port();
    let desk = with_news(port, None).await;
    desk.app.set_webhooks(at(port)).await.unwrap();
    assert_eq!(shown(&desk).await.address, Some(format!("http://127.0.0.1:{port}/webhook")));
    desk.shop.clear_journal();
    let order = bought(&desk).await;
    desk.at_once(async || desk.orders(OrderTab::All, &order).await.len() == 1).await;
    let asked = desk.shop.journal();
    assert!(asked.iter().any(|call| call.path == DETAIL && call.query.contains(&order)), "it was asked for");
    assert!(!asked.iter().any(|call| call.path == SEARCH), "no list was read");
    let view = shown(&desk).await;
    let last = view.last.unwrap();
    assert!(view.taken > 0 && view.turned_away == 0 && !last.subject.is_empty(), "{last:?}");
    assert_eq!(last.verdict, "the shop is asked");
}

#[tokio::test]
async fn news_with_another_signature_is_turned_away_unless_the_person_takes_unsigned_ones() {
    let port = free_port();
    let desk = with_news(port, Some("a secret that is not the app's")).await;
    desk.app.set_webhooks(at(port)).await.unwrap();
    desk.shop.clear_journal();
    bought(&desk).await;
    desk.at_once(async || shown(&desk).await.turned_away > 0).await;
    assert_eq!((shown(&desk).await.taken, desk.shop.journal()), (0, vec![]));

    desk.app.set_webhooks(WebhookChoice { signed_only: false, ..at(port) }).await.unwrap();
    let order = bought(&desk).await;
    desk.at_once(async || desk.orders(OrderTab::All, &order).await.len() == 1).await;
}

#[tokio::test]
async fn the_door_is_shut_until_it_is_opened_and_open_again_after_a_restart() {
    let desk = Desk::connected().await;
    let view = shown(&desk).await;
    assert!(!view.on && view.address.is_none() && view.signed_only);
    let port = free_port();
    desk.app.set_webhooks(at(port)).await.unwrap();
    desk.app.close().await;
    assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok(), "a closed app listens nowhere");
    let desk = desk.reopened().await;
    desk.app.resume().await;
    let view = shown(&desk).await;
    assert!(view.on && view.address.is_some_and(|address| address.contains(&port.to_string())));
    desk.app.set_webhooks(WebhookChoice { on: false, ..at(port) }).await.unwrap();
    assert_eq!(shown(&desk).await.address, None);
    assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok());
}

#[tokio::test]
async fn a_port_in_use_is_told_and_the_choice_is_kept() {
    let desk = Desk::connected().await;
    let busy = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = busy.local_addr().unwrap().port();
    desk.app.set_webhooks(at(port)).await.unwrap();
    let view = shown(&desk).await;
    assert_eq!((view.on, view.port, view.address), (true, port, None));
    assert!(view.problem.unwrap().contains(&format!("uses port {port}")));
    drop(busy);
    desk.app.set_webhooks(at(port)).await.unwrap();
    let view = shown(&desk).await;
    assert!(view.address.is_some() && view.problem.is_none());
}

#[tokio::test]
async fn a_port_of_the_systems_is_refused_beside_its_field() {
    let desk = Desk::connected().await;
    let error = desk.app.set_webhooks(at(80)).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("port")));
    assert!(!shown(&desk).await.on);
}

#[tokio::test]
async fn a_reset_shuts_the_door_and_removing_a_shop_leaves_it_open() {
    let desk = Desk::connected().await;
    let port = free_port();
    desk.app.set_webhooks(at(port)).await.unwrap();
    desk.app.disconnect(SHOP).await.unwrap();
    assert!(shown(&desk).await.address.is_some());
    desk.app.reset_everything().await.unwrap();
    let view = shown(&desk).await;
    assert!(!view.on && view.address.is_none() && view.port == 7878);
}
