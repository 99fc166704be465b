//! What stays of several shops when one goes, when the app is closed, and when something is lost.

use app::boundary::{NoticeAction, OrderTab, Phase, SyncState};
use sandbox::{NewOrder, Settings};

use crate::{
    desk::{Desk, SHOP, bytes_in, holds},
    neighbour::{NEIGHBOUR, SELLER, beside, both, health, of_its_own_app, of_the_same_app, opened},
};

const OURS: &str = "Canary Featherstonehaugh";
const THEIRS: &str = "Canary Cholmondeley";

fn buying(name: &str) -> NewOrder {
    NewOrder { recipient_name: Some(name.into()), ..NewOrder::default() }
}

#[tokio::test]
async fn removing_one_shop_leaves_the_other_with_all_it_has() {
    let (desk, neighbour) = beside(Desk::connected_plain().await, of_the_same_app).await;
    desk.shop.order(buying(OURS)).await.unwrap();
    neighbour.order(buying(THEIRS)).await.unwrap();
    desk.app.sync_now();
    let folder = desk.drawer.folder.path().to_owned();
    let (knows_ours, knows_theirs) = (|| holds(&bytes_in(&folder), OURS), || holds(&bytes_in(&folder), THEIRS));
    desk.at_once(async || knows_ours() && knows_theirs()).await;

    desk.app.disconnect(NEIGHBOUR).await.unwrap();
    neighbour.clear_journal();
    assert_eq!(desk.drawer.keychain.names(), ["connection", "tokens"]);
    assert!(knows_ours() && !knows_theirs(), "the other's buyers are gone down to the bytes");
    let state = desk.state().await;
    assert_eq!((state.shops.len(), state.shop.unwrap().id, state.notices), (1, SHOP, vec![]));
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 61);

    desk.shop.clear_journal();
    desk.app.sync_now();
    desk.in_time(async || !desk.shop.journal().is_empty()).await;
    assert_eq!(neighbour.journal(), [], "nobody asks the shop that was removed");
}

#[tokio::test]
async fn the_first_shop_can_go_and_its_number_is_not_given_to_another() {
    let (desk, _neighbour) = both(of_its_own_app).await;
    desk.app.disconnect(SHOP).await.unwrap();
    assert_eq!(desk.drawer.keychain.names(), ["connection 2", "shops", "tokens 2"]);
    assert_eq!(desk.shop_in_view().await, NEIGHBOUR);
    desk.connect().await;
    desk.synced().await;
    let numbers: Vec<_> = desk.state().await.shops.into_iter().map(|shop| shop.id).collect();
    assert_eq!(numbers, [3, NEIGHBOUR]);
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60);
}

#[tokio::test]
async fn a_reset_removes_every_shop_and_keys_that_no_list_knows_any_more() {
    let (desk, _neighbour) = both(of_its_own_app).await;
    desk.drawer.keychain.secrets.lock().unwrap().insert("shops".into(), b"[2,5]".to_vec());
    desk.drawer.keychain.secrets.lock().unwrap().insert("tokens 5".into(), b"of a shop that is lost".to_vec());
    desk.app.reset_everything().await.unwrap();
    let state = desk.state().await;
    assert_eq!((state.phase, state.shops, state.notices), (Phase::Connect, vec![], vec![]));
    assert!(desk.drawer.keychain.names().is_empty());
}

#[tokio::test]
async fn after_a_restart_every_shop_goes_on_and_the_one_chosen_last_is_in_view() {
    let (desk, neighbour) = both(of_its_own_app).await;
    desk.app.choose_shop(SHOP).await.unwrap();
    let desk = desk.reopened().await;
    for shop in [&desk.shop, &neighbour] {
        shop.clear_journal();
    }
    desk.app.resume().await;
    desk.at_once(async || !desk.shop.journal().is_empty() && !neighbour.journal().is_empty()).await;
    assert_eq!((desk.shop_in_view().await, desk.state().await.notices), (SHOP, vec![]));
}

#[tokio::test]
async fn a_shop_whose_keys_are_lost_says_so_and_the_others_go_on() {
    let (desk, _neighbour) = both(of_its_own_app).await;
    desk.app.choose_shop(SHOP).await.unwrap();
    let desk = desk.reopened().await;
    desk.drawer.keychain.secrets.lock().unwrap().remove("tokens 2");
    desk.app.resume().await;
    desk.synced().await;
    let notice = desk.notice("connection 2").await.unwrap();
    assert!(notice.body.contains(SELLER) && notice.action == Some(NoticeAction::Connect), "{notice:?}");
    assert_eq!(health(&desk, NEIGHBOUR).await.state, SyncState::NeedsConnect);
    assert_eq!(desk.notice("connection 1").await, None);
}

#[tokio::test]
async fn a_lost_cache_is_filled_again_for_every_shop_under_the_number_that_its_keys_bear() {
    let (desk, neighbour) = both(of_its_own_app).await;
    desk.app.disconnect(SHOP).await.unwrap();
    let (drawer, shop) = desk.closed().await;
    std::fs::write(drawer.folder.path().join("tiktokflow.db"), b"this was a database once").unwrap();
    let desk = drawer.begun_anew(shop).await;
    // Another shop signs in before anybody has looked at the keys.
    desk.connect().await;
    let told: Vec<_> = desk.state().await.shops.into_iter().map(|shop| (shop.id, shop.name)).collect();
    assert_eq!(told, [(3, "Linh Kay Studio".to_owned()), (NEIGHBOUR, SELLER.to_owned())]);
    neighbour.clear_journal();
    desk.app.resume().await;
    desk.app.choose_shop(NEIGHBOUR).await.unwrap();
    desk.synced().await;
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 30);
}

#[tokio::test]
async fn a_shop_from_before_sellers_were_told_apart_learns_who_it_is_and_is_not_mixed_with_its_namesake() {
    let (drawer, shop) = Desk::connected().await.closed().await;
    std::fs::write(drawer.folder.path().join("tiktokflow.db"), b"this was a database once").unwrap();
    {
        let mut secrets = drawer.keychain.secrets.lock().unwrap();
        let mut connection: serde_json::Value = serde_json::from_slice(&secrets["connection"]).unwrap();
        connection.as_object_mut().unwrap().remove("seller").unwrap();
        secrets.insert("connection".to_owned(), connection.to_string().into_bytes());
    }
    let desk = drawer.begun_anew(shop).await;
    desk.app.resume().await;
    desk.synced().await;
    let namesake = Settings { seller: "Linh Kay Studio".into(), ..of_its_own_app(&desk) };
    let _namesake = opened(&desk, namesake).await;
    let numbers: Vec<_> = desk.state().await.shops.into_iter().map(|shop| shop.id).collect();
    assert_eq!(numbers, [SHOP, NEIGHBOUR]);
}
