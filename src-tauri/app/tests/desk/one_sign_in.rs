//! Several shops of one seller: one sign-in, one renewal, and a list to choose from.

use app::boundary::{ErrorCode, OfferedShop, OutboxState, Phase, SyncState};
use sandbox::{Settings, SisterShop};

use crate::{
    desk::{Desk, Drawer, REFRESH, SHOP, TOKEN, settings},
    signed::{approve, begun},
};

const HANOI: u32 = 2;
const BERLIN: u32 = 3;

fn sisters() -> Vec<SisterShop> {
    let sister = |name: &str, region: &str, n: u32| SisterShop {
        name: name.into(),
        region: region.into(),
        id: format!("749500000000000001{n}"),
        cipher: format!("ROW_cipher_{region}"),
    };
    vec![sister("Linh Kay Hanoi", "VN", 8), sister("Linh Kay Berlin", "DE", 9)]
}

/// A seller with three shops, who has just approved.
async fn approved(change: impl FnOnce(&mut Settings)) -> Desk {
    let drawer = Drawer::empty();
    let mut settings = Settings { sister_shops: sisters(), one_sign_in: true, ..settings(&drawer.clock) };
    change(&mut settings);
    let desk = Desk::with_shop(drawer, settings).await;
    let pending = begun(&desk).await;
    approve(&desk, &pending).await;
    desk
}

/// The same with shops at these places connected.
async fn with(places: &[u32]) -> Desk {
    let desk = approved(|_| ()).await;
    desk.app.add_shops(places.to_vec()).await.unwrap();
    all_read(&desk).await;
    desk.shop.clear_journal();
    desk
}

async fn all_read(desk: &Desk) {
    let rests = async || {
        let shops = desk.state().await.shops;
        shops.iter().all(|shop| shop.state == SyncState::Idle && shop.last_ok_at.is_some())
    };
    desk.at_once(rests).await;
}

async fn offered(desk: &Desk) -> Option<Vec<(String, bool)>> {
    let offered = desk.state().await.offered?;
    Some(offered.into_iter().map(|OfferedShop { name, here, .. }| (name, here)).collect())
}

async fn names(desk: &Desk) -> Vec<(u32, String)> {
    desk.state().await.shops.into_iter().map(|shop| (shop.id, shop.name)).collect()
}

fn asked_with(desk: &Desk, code: i64) -> bool {
    desk.shop.journal().iter().any(|call| call.answer_code == Some(code))
}

fn renewals(desk: &Desk) -> usize {
    desk.calls(REFRESH).len()
}

#[tokio::test]
async fn a_sign_in_that_opens_several_shops_lists_them_and_nothing_is_kept_before_the_person_chose() {
    let desk = approved(|_| ()).await;
    let state = desk.state().await;
    assert_eq!((state.phase, state.shops.len()), (Phase::Connect, 0));
    let regions: Vec<_> = state.offered.unwrap().into_iter().map(|shop| (shop.name, shop.region, shop.here)).collect();
    let not_here = |name: &str, region: &str| (name.to_owned(), region.to_owned(), false);
    let all = [("Linh Kay Studio", "US"), ("Linh Kay Hanoi", "VN"), ("Linh Kay Berlin", "DE")];
    assert_eq!(regions, all.map(|(name, region)| not_here(name, region)));
    assert!(desk.drawer.keychain.names().is_empty());
    let none = desk.app.add_shops(vec![]).await.unwrap_err();
    assert_eq!((none.code, none.field.as_deref()), (ErrorCode::InvalidInput, Some("shops")));

    desk.app.leave_shops().await;
    assert_eq!((offered(&desk).await, desk.state().await.phase), (None, Phase::Connect));
    assert!(desk.drawer.keychain.names().is_empty());
    assert_eq!(desk.app.add_shops(vec![0]).await.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn the_shops_that_were_chosen_are_connected_and_go_by_one_sign_in() {
    let desk = with(&[0, 1]).await;
    let known = names(&desk).await;
    assert_eq!(known, [(HANOI, "Linh Kay Hanoi".to_owned()), (SHOP, "Linh Kay Studio".to_owned())]);
    assert_eq!(desk.drawer.keychain.names(), ["connection", "connection 2", "shops", "tokens"]);
    assert_eq!(offered(&desk).await, None);
}

#[tokio::test]
async fn a_renewal_is_one_for_all_shops_though_it_ends_the_old_tokens_at_once() {
    let desk = with(&[0, 1, 2]).await;
    for _ in 0..3 {
        desk.shop.expire_tokens().await;
        desk.shop.clear_journal();
        desk.app.sync_now();
        desk.at_once(async || renewals(&desk) > 0).await;
        all_read(&desk).await;
        assert_eq!(renewals(&desk), 1);
        assert_eq!(desk.state().await.notices, []);
    }
    let desk = desk.reopened().await;
    desk.app.resume().await;
    all_read(&desk).await;
    assert_eq!((desk.state().await.notices, desk.calls(TOKEN).len()), (vec![], 0), "the newest tokens were kept");
}

#[tokio::test]
async fn approving_one_shop_again_goes_for_all_of_its_sign_in_and_asks_about_no_other() {
    let desk = with(&[0, 1]).await;
    desk.shop.revoke_tokens().await;
    desk.app.sync_now();
    for shop in [SHOP, HANOI] {
        desk.at_once(async || desk.notice(&format!("connection {shop}")).await.is_some()).await;
    }
    let order = desk.order_to_ship().await;
    let wish = desk.app.ship_order(desk.shop_in_view().await, &order, "9400111899223100001234").await.unwrap();
    let pending = desk.app.approve_again(HANOI).await.unwrap();
    approve(&desk, &pending).await;
    assert_eq!((offered(&desk).await, desk.state().await.notices), (None, vec![]));
    all_read(&desk).await;
    desk.app.choose_shop(SHOP).await.unwrap();
    desk.at_once(async || desk.wish(&wish.id).await.state == OutboxState::Done).await;
    assert_eq!(desk.drawer.keychain.names(), ["connection", "connection 2", "shops", "tokens"]);
}

#[tokio::test]
async fn shops_that_were_left_are_added_later_without_the_browser() {
    let desk = with(&[1]).await;
    assert!(desk.state().await.may_offer_shops);
    desk.app.offer_shops().await.unwrap();
    let all = [("Linh Kay Studio", false), ("Linh Kay Hanoi", true), ("Linh Kay Berlin", false)];
    assert_eq!(offered(&desk).await.unwrap(), all.map(|(name, here)| (name.to_owned(), here)));
    desk.app.add_shops(vec![0, 1, 2]).await.unwrap();
    all_read(&desk).await;
    assert_eq!(desk.state().await.shops.len(), 3);
    assert_eq!((desk.calls(TOKEN).len(), desk.drawer.browser.opened.lock().unwrap().len()), (0, 1));
    assert_eq!(desk.app.offer_shops().await.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_sign_in_outlives_the_shop_that_it_was_made_for_and_goes_with_the_last() {
    let desk = with(&[0, 1]).await;
    desk.app.disconnect(SHOP).await.unwrap();
    assert_eq!(desk.drawer.keychain.names(), ["connection 2", "shops", "tokens"]);
    let desk = desk.reopened().await;
    desk.app.resume().await;
    desk.synced().await;
    assert_eq!((names(&desk).await.len(), desk.state().await.notices), (1, vec![]));

    // The first comes back under a number of its own, and to the same sign-in.
    desk.app.offer_shops().await.unwrap();
    desk.app.add_shops(vec![0]).await.unwrap();
    assert_eq!(desk.drawer.keychain.names(), ["connection 2", "connection 3", "shops", "tokens"]);
    desk.app.disconnect(HANOI).await.unwrap();
    desk.app.disconnect(BERLIN).await.unwrap();
    assert!(desk.drawer.keychain.names().is_empty(), "{:?}", desk.drawer.keychain.names());
}

/// Makes of the keychain what it was when each shop had tokens of its own: those of `older` are from before.
fn as_it_was(desk: &Desk, older: &str) {
    let mut secrets = desk.drawer.keychain.secrets.lock().unwrap();
    let tokens: serde_json::Value = serde_json::from_slice(&secrets["tokens"]).unwrap();
    for (shop, own) in [("connection", "tokens"), ("connection 2", "tokens 2")] {
        let mut way: serde_json::Value = serde_json::from_slice(&secrets[shop]).unwrap();
        let access = way.as_object_mut().unwrap().remove("access").unwrap();
        way.as_object_mut().unwrap().remove("sign_in");
        secrets.insert(shop.to_owned(), way.to_string().into_bytes());
        let mut kept = tokens.clone();
        kept["s"] = access;
        if own == older {
            kept["a"] = "TTP_access_that_was_replaced".into();
            kept["r"] = "TTP_refresh_that_was_replaced".into();
            kept["ae"] = (kept["ae"].as_i64().unwrap() - 60).into();
        }
        secrets.insert(own.to_owned(), kept.to_string().into_bytes());
    }
}

#[tokio::test]
async fn shops_that_each_had_a_sign_in_go_on_by_the_latest_of_them() {
    for (older, newer) in [("tokens", "tokens 2"), ("tokens 2", "tokens")] {
        let desk = with(&[0, 1]).await.reopened().await;
        as_it_was(&desk, older);
        desk.app.resume().await;
        all_read(&desk).await;
        assert_eq!(desk.state().await.notices, []);
        assert_eq!(desk.drawer.keychain.names(), ["connection", "connection 2", "shops", newer]);
        assert!(!asked_with(&desk, 36_009_004), "nobody asks with tokens that were replaced");
    }
}

#[tokio::test]
async fn an_update_that_breaks_off_anywhere_loses_nothing() {
    for writes in 0..6 {
        let desk = with(&[0, 1]).await.reopened().await;
        as_it_was(&desk, "tokens");
        desk.drawer.keychain.break_after(writes);
        desk.app.resume().await;
        let desk = desk.reopened().await;
        desk.drawer.keychain.mend();
        desk.app.resume().await;
        all_read(&desk).await;
        assert_eq!(desk.state().await.notices, [], "broken after {writes}");
        assert_eq!(desk.drawer.keychain.names(), ["connection", "connection 2", "shops", "tokens 2"], "{writes}");
    }
}

#[tokio::test]
async fn a_seller_of_one_shop_is_asked_nothing() {
    let desk = approved(|settings| settings.sister_shops.clear()).await;
    assert_eq!((offered(&desk).await, names(&desk).await.len()), (None, 1));
}
