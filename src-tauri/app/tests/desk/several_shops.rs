//! Several shops in one cache: each with its own keys, orders and health.

use std::cell::{Cell, RefCell};

use app::{
    AppEvent,
    boundary::{ChangedTable, ErrorCode, OrderFilter, OrderTab, OutboxState, SyncState},
};
use sandbox::{Fault, FaultKind, Sandbox, Settings};
use tokio::sync::broadcast;

use crate::{
    desk::{Desk, REFRESH, SHOP, UPDATE},
    neighbour::{
        NEIGHBOUR, OTHER_KEY, OTHER_SECRET, SELLER, both, health, of_its_own_app, of_the_same_app, opened, sign_in,
    },
};

const OURS: &str = "Linh Kay Studio";

/// What a screen hears.
struct Hears(RefCell<broadcast::Receiver<AppEvent>>);

impl Hears {
    /// Whether it was told to read `table` again since it was last asked.
    fn of(&self, table: ChangedTable) -> bool {
        let mut events = self.0.borrow_mut();
        let mut told = false;
        while let Ok(event) = events.try_recv() {
            told |= matches!(event, AppEvent::Changed(changed) if changed.tables.contains(&table));
        }
        told
    }
}

async fn ids(desk: &Desk) -> Vec<String> {
    desk.orders(OrderTab::All, "").await.into_iter().map(|row| row.id).collect()
}

/// Whether every token that the shop was shown is one of its own.
fn knows_its_tokens(shop: &Sandbox) -> bool {
    let journal = shop.journal();
    !journal.is_empty() && !journal.iter().any(|call| matches!(call.answer_code, Some(1003 | 1004)))
}

#[tokio::test]
async fn another_shop_is_added_beside_the_first_and_comes_into_view() {
    let (desk, neighbour) = both(of_its_own_app).await;
    let state = desk.state().await;
    assert_eq!(state.shop.as_ref().map(|shop| (shop.id, shop.name.as_str())), Some((NEIGHBOUR, SELLER)));
    let told: Vec<_> = state.shops.iter().map(|shop| (shop.id, shop.name.as_str(), shop.state)).collect();
    assert_eq!(told, [(SHOP, OURS, SyncState::Idle), (NEIGHBOUR, SELLER, SyncState::Idle)], "by name");
    let theirs = ids(&desk).await;
    assert_eq!(theirs.len(), 30);
    let waiting = desk.orders(OrderTab::ToShip, "").await.len() as u32;
    assert_eq!(health(&desk, NEIGHBOUR).await.to_ship, waiting);

    desk.app.choose_shop(SHOP).await.unwrap();
    let ours = ids(&desk).await;
    assert_eq!(ours.len(), 60);
    assert!(!ours.iter().any(|id| theirs.contains(id)), "no order is in both lists");
    assert!(knows_its_tokens(&neighbour));
}

#[tokio::test]
async fn what_is_shipped_in_one_shop_goes_to_its_server_and_to_no_other() {
    let (desk, neighbour) = both(of_its_own_app).await;
    let theirs = desk.order_to_ship().await;
    desk.app.choose_shop(SHOP).await.unwrap();
    let ours = desk.order_to_ship().await;
    for (shop, order) in [(SHOP, &ours), (NEIGHBOUR, &theirs)] {
        let wish = desk.app.ship_order(shop, order, "TK1").await.unwrap();
        desk.app.choose_shop(shop).await.unwrap();
        desk.comes_to(&wish.id, OutboxState::Done).await;
    }
    for (shop, order) in [(&desk.shop, &ours), (&neighbour, &theirs)] {
        let shipped: Vec<_> = shop.journal().into_iter().filter(|call| call.path == UPDATE).collect();
        assert!(shipped.len() == 1 && shipped[0].applied && shipped[0].body.contains(order.as_str()), "{shipped:?}");
    }
    let crossed = desk.app.ship_order(SHOP, &theirs, "TK1").await.unwrap_err();
    assert_eq!(crossed.code, ErrorCode::NotFound, "an order belongs to its shop");
}

#[tokio::test]
async fn each_shop_is_asked_with_its_own_tokens_also_after_they_were_renewed() {
    let (desk, neighbour) = both(of_its_own_app).await;
    for shop in [&desk.shop, &neighbour] {
        shop.expire_tokens().await;
        shop.clear_journal();
    }
    desk.app.sync_now();
    let read_again = |shop: &Sandbox| {
        let journal = shop.journal();
        let renewed = journal.iter().position(|call| call.path == REFRESH && call.answer_code == Some(0));
        renewed.is_some_and(|place| journal[place..].iter().any(|call| call.path.starts_with("/api/orders/")))
    };
    desk.at_once(async || read_again(&desk.shop) && read_again(&neighbour)).await;
    for shop in [&desk.shop, &neighbour] {
        let journal = shop.journal();
        let renewals = journal.iter().filter(|call| call.path == REFRESH).count();
        assert_eq!(renewals, 1);
        let after = journal.iter().skip_while(|call| call.path != REFRESH).filter_map(|call| call.answer_code);
        assert!(!after.clone().any(|code| matches!(code, 1003 | 1004)), "{:?}", after.collect::<Vec<_>>());
    }
    let secrets = desk.drawer.keychain.secrets.lock().unwrap().clone();
    assert_ne!(secrets["tokens"], secrets["tokens 2"]);
}

/// Requests of the day that the app of the shop in view has spent.
async fn spent(desk: &Desk) -> u32 {
    let sync = desk.state().await.sync;
    sync.requests_per_day - sync.requests_left_today
}

#[tokio::test]
async fn shops_of_one_app_share_its_budget() {
    let desk = Desk::connected().await;
    let ours = spent(&desk).await;
    let neighbour = opened(&desk, of_the_same_app(&desk)).await;
    desk.synced().await;
    for shop in [NEIGHBOUR, SHOP] {
        desk.app.choose_shop(shop).await.unwrap();
        desk.at_once(async || spent(&desk).await == ours + neighbour.journal().len() as u32).await;
    }
}

#[tokio::test]
async fn shops_of_two_apps_have_a_budget_each() {
    let (desk, neighbour) = both(of_its_own_app).await;
    desk.at_once(async || spent(&desk).await == neighbour.journal().len() as u32).await;
}

#[tokio::test]
async fn the_same_shop_signed_in_again_is_the_same_shop_whatever_it_is_called_by_now() {
    let (desk, neighbour) = both(of_its_own_app).await;
    neighbour.stop().await;
    let renamed = Settings { seller: "Mekong & Sons".into(), ..of_the_same_app(&desk) };
    let _neighbour = opened(&desk, renamed).await;
    desk.synced().await;
    let names: Vec<_> = desk.state().await.shops.into_iter().map(|shop| (shop.id, shop.name)).collect();
    assert_eq!(names, [(SHOP, OURS.to_owned()), (NEIGHBOUR, "Mekong & Sons".to_owned())]);
    assert_eq!(ids(&desk).await.len(), 30);
}

#[tokio::test]
async fn another_seller_of_the_same_name_is_another_shop() {
    let desk = Desk::connected().await;
    let _namesake = opened(&desk, Settings { seller: OURS.into(), ..of_its_own_app(&desk) }).await;
    desk.synced().await;
    let names: Vec<_> = desk.state().await.shops.into_iter().map(|shop| (shop.id, shop.name)).collect();
    assert_eq!(names, [(SHOP, OURS.to_owned()), (NEIGHBOUR, OURS.to_owned())]);
    assert_eq!(ids(&desk).await.len(), 30);
}

#[tokio::test]
async fn the_practice_shop_stands_beside_a_real_one() {
    let desk = Desk::connected().await;
    desk.app.practice_start().await.unwrap();
    desk.synced().await;
    let practice: Vec<_> = desk.state().await.shops.into_iter().map(|shop| (shop.id, shop.practice)).collect();
    assert_eq!(practice, [(SHOP, false), (NEIGHBOUR, true)]);
    desk.app.disconnect(NEIGHBOUR).await.unwrap();
    assert!(desk.drawer.practice.forgotten.load(std::sync::atomic::Ordering::SeqCst));
    assert_eq!(ids(&desk).await.len(), 60);
}

#[tokio::test]
async fn a_list_stays_with_the_shop_that_it_was_opened_for() {
    let (desk, _neighbour) = both(of_its_own_app).await;
    desk.app.choose_shop(SHOP).await.unwrap();
    let filter = OrderFilter::default();
    let list = desk.app.open_orders(SHOP, filter).await.unwrap();
    let before = desk.app.order_rows(list.view, 0, 500).await.unwrap();
    desk.app.choose_shop(NEIGHBOUR).await.unwrap();
    assert_eq!(desk.app.order_rows(list.view, 0, 500).await.unwrap(), before);
}

#[tokio::test]
async fn a_shop_that_is_not_connected_is_not_found_and_nothing_is_saved_for_it() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    for error in [
        desk.app.choose_shop(7).await.unwrap_err(),
        desk.app.disconnect(7).await.unwrap_err(),
        desk.app.ship_order(7, &order, "TK1").await.unwrap_err(),
        desk.app.save_stock(7, vec![]).await.unwrap_err(),
        desk.app.ship_orders(7, vec![]).await.unwrap_err(),
    ] {
        assert_eq!(error.code, ErrorCode::NotFound);
        assert!(error.message.contains("no longer connected"), "{}", error.message);
    }
    assert_eq!(desk.shop_in_view().await, SHOP);
}

#[tokio::test]
async fn trouble_of_a_shop_out_of_view_is_told_with_its_name_and_the_one_in_view_goes_on() {
    let (desk, neighbour) = both(of_its_own_app).await;
    desk.app.choose_shop(SHOP).await.unwrap();
    let hears = Hears(RefCell::new(desk.app.events()));
    // Once this notice is told, all that happened before it is.
    desk.app.link("no link at all").await;
    desk.in_time(async || hears.of(ChangedTable::Notices)).await;
    neighbour.revoke_tokens().await;
    desk.app.sync_now();
    desk.at_once(async || health(&desk, NEIGHBOUR).await.state == SyncState::NeedsConnect).await;
    desk.in_time(async || hears.of(ChangedTable::Shop)).await;
    let notice = desk.notice("connection 2").await.unwrap();
    assert!(notice.title.contains(SELLER) && notice.body.contains(SELLER), "{notice:?}");
    assert_ne!(desk.state().await.sync.state, SyncState::NeedsConnect);
    assert_eq!(health(&desk, SHOP).await.problem, None);
}

#[tokio::test]
async fn whoever_connects_a_shop_again_is_offered_the_keys_of_that_shop() {
    let (desk, neighbour) = both(of_its_own_app).await;
    neighbour.revoke_tokens().await;
    desk.app.sync_now();
    desk.at_once(async || desk.notice("connection 2").await.is_some()).await;
    let keyless = Settings { app_key: String::new(), app_secret: String::new(), ..of_its_own_app(&desk) };
    let form = crate::desk::form_of(&neighbour, &keyless.app_key, &keyless.app_secret);
    let pending = desk.app.connect_start(form).await.unwrap();
    assert!(pending.authorize_url.contains(OTHER_KEY) && !pending.authorize_url.contains(OTHER_SECRET));
    assert!(pending.authorize_url.starts_with(&neighbour.base_url()));
    sign_in(&desk, &neighbour, &of_its_own_app(&desk)).await;
    assert_eq!(desk.notice("connection 2").await, None);
    assert_eq!(desk.state().await.shops.len(), 2);
}

#[tokio::test]
async fn keys_that_a_renewal_brings_late_do_not_come_back_after_disconnecting() {
    let (desk, neighbour) = both(of_its_own_app).await;
    neighbour.expire_tokens().await;
    neighbour.fault(Fault::once(REFRESH, FaultKind::Slow { ms: 5_000 }));
    desk.app.sync_now();
    let asked = || neighbour.journal().iter().any(|call| call.path == REFRESH);
    desk.at_once(async || asked()).await;
    desk.app.disconnect(NEIGHBOUR).await.unwrap();
    desk.in_time(async || neighbour.journal().iter().any(|call| call.path == REFRESH && call.answer_code.is_some()))
        .await;
    // The answer has every chance to be written down.
    let looks = Cell::new(0);
    desk.at_once(async || looks.replace(looks.get() + 1) == 20).await;
    assert_eq!(desk.drawer.keychain.names(), ["connection", "tokens"]);
}
