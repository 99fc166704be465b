//! How often the shops are looked at, by whether anybody sees the window.

use app::boundary::SyncRhythm;

use crate::{
    desk::{Desk, SHOP},
    neighbour::{NEIGHBOUR, both, of_its_own_app},
};

async fn rhythm_of(desk: &Desk, shop: u32) -> (SyncRhythm, u32) {
    desk.app.choose_shop(shop).await.unwrap();
    let sync = desk.state().await.sync;
    (sync.rhythm, sync.every_seconds)
}

#[tokio::test]
async fn every_shop_is_looked_at_less_often_while_nobody_sees_the_window() {
    let (desk, _neighbour) = both(of_its_own_app).await;
    for shop in [SHOP, NEIGHBOUR] {
        assert_eq!(rhythm_of(&desk, shop).await, (SyncRhythm::InView, 10));
    }
    desk.app.set_in_view(false);
    for shop in [SHOP, NEIGHBOUR] {
        desk.at_once(async || rhythm_of(&desk, shop).await.1 >= 60).await;
    }
    desk.app.set_in_view(true);
    for shop in [SHOP, NEIGHBOUR] {
        desk.at_once(async || rhythm_of(&desk, shop).await == (SyncRhythm::InView, 10)).await;
    }
}

#[tokio::test]
async fn a_shop_that_is_connected_while_nobody_sees_the_window_knows_that() {
    let desk = Desk::new().await;
    desk.app.set_in_view(false);
    desk.connect().await;
    desk.synced().await;
    desk.at_once(async || rhythm_of(&desk, SHOP).await.1 >= 60).await;
}
