//! The shop's own news, once the seller lets it in.

use std::net::{Ipv4Addr, TcpListener};

use fantoccini::key::Key;
use serde_json::json;

use crate::steps::open_connected;
use crate::world::World;

#[tokio::test]
async fn the_shops_own_news_is_let_in_by_a_switch_and_the_last_event_is_shown() {
    let mut world = World::new();
    let window = open_connected(&world).await;
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    window.go_to("Settings").await;
    window.switch("Receive webhooks").await;
    window.sees("None came yet.").await;
    window.fill("Port", &port.to_string()).await;
    window.press_key(Key::Enter).await;
    let address = format!("http://127.0.0.1:{port}/webhook");
    window.sees(&address).await;

    world.shop.post_news_to(address);
    world.shop.happen("order", json!({})).await;
    // Which of its events comes last is not promised.
    window.sees("the shop is asked").await;
}
