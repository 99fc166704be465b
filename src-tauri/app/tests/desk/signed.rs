//! A shop that answers to the signed Partner API.

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::Arc,
    time::Duration,
};

use app::boundary::{
    ActivityFilter, CancelAnswer, ConnectForm, Contract, ErrorCode, HistoryOf, Look, Market, NoticeAction, OrderTab,
    OutboxKind, OutboxState, PendingConnect, Phase, StockChange, StockEdit, StockTab, SyncState,
};
use sandbox::{Fault, FaultKind, Sandbox, Settings};
use tiktok_shop::later;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::desk::{Desk, Drawer, KEY, SECRET, form_of, settings, state_in};

const SHIPPED: &str = "/fulfillment/202309/orders/";

pub(crate) async fn connected() -> Desk {
    connected_to(|_| ()).await
}

/// A sign-in that waits for the browser.
pub(crate) async fn begun(desk: &Desk) -> PendingConnect {
    desk.app.connect_start(signed_form(desk)).await.unwrap()
}

pub(crate) fn signed_form(desk: &Desk) -> ConnectForm {
    let mut form = form_of(&desk.shop, KEY, SECRET);
    form.contract = Contract::Partner;
    let own = form.endpoints.as_mut().unwrap();
    own.authorize_url = format!("{}/open/authorize?service_id=practice-service", desk.shop.base_url());
    form
}

/// Approves what was begun.
pub(crate) async fn approve(desk: &Desk, pending: &PendingConnect) {
    let link = desk.shop.approve_service(Some(&state_in(pending))).unwrap();
    desk.app.link(&link).await;
}

/// The same with a shop of another kind.
pub(crate) async fn connected_to(change: impl FnOnce(&mut Settings)) -> Desk {
    connected_after(change, |_| ()).await
}

/// The same with something that has happened there before.
pub(crate) async fn connected_after(change: impl FnOnce(&mut Settings), before: impl FnOnce(&Sandbox)) -> Desk {
    connected_from(Drawer::empty(), change, before).await
}

/// The same with what is in that drawer.
pub(crate) async fn connected_from(
    drawer: Drawer,
    change: impl FnOnce(&mut Settings),
    before: impl FnOnce(&Sandbox),
) -> Desk {
    let mut settings = settings(&drawer.clock);
    change(&mut settings);
    let desk = Desk::with_shop(drawer, settings).await;
    let pending = begun(&desk).await;
    let page = pending.authorize_url.as_str();
    assert!(page.contains("service_id=practice-service") && !page.contains("redirect_uri"), "{page}");
    before(&desk.shop);
    approve(&desk, &pending).await;
    desk
}

#[tokio::test]
async fn the_consent_page_is_that_of_the_service_and_the_market() {
    let desk = Desk::new().await;
    let mut form = desk.form();
    (form.market, form.endpoints) = (Market::Us, None);
    let error = desk.app.connect_start(form.clone()).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("service_id")));
    form.service_id = " 71 ".into();
    let pending = desk.app.connect_start(form.clone()).await.unwrap();
    let us = "https://services.us.tiktokshop.com/open/authorize?service_id=71&state=";
    assert!(pending.authorize_url.starts_with(us), "{}", pending.authorize_url);
    form.market = Market::Rest;
    let pending = desk.app.connect_start(form).await.unwrap();
    let world = "https://services.tiktokshop.com/open/authorize?service_id=71&state=";
    assert!(pending.authorize_url.starts_with(world), "{}", pending.authorize_url);
}

#[tokio::test]
async fn a_signed_shop_is_connected_under_its_own_name_and_ships() {
    let desk = connected().await;
    let state = desk.state().await;
    assert_eq!((state.phase, state.notices), (Phase::Ready, vec![]));
    assert_eq!(state.shop.unwrap().name, "Linh Kay Studio");
    desk.synced().await;
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60);

    let order = desk.order_to_ship().await;
    let wish = desk.app.ship_order(desk.shop_in_view().await, &order, "9400111899223100001234").await.unwrap();
    desk.comes_to(&wish.id, OutboxState::Done).await;
    let calls = desk.shop.journal();
    let shipped: Vec<_> = calls.iter().filter(|call| call.path.starts_with(SHIPPED) && call.applied).collect();
    assert_eq!(shipped.len(), 1);
    assert!(shipped[0].path.contains(&order));
}

#[tokio::test]
async fn a_number_of_no_known_carrier_waits_for_the_seller_and_says_which_carriers_there_are() {
    let desk = connected().await;
    desk.synced().await;
    let order = desk.order_to_ship().await;
    let wish = desk.app.ship_order(desk.shop_in_view().await, &order, "TK1").await.unwrap();
    let refused = desk.comes_to(&wish.id, OutboxState::Refused).await;
    let reason = refused.reason.unwrap();
    assert!(reason.contains("usual carrier in Settings") && reason.contains("USPS"), "{reason}");
    assert!(desk.shop.journal().iter().all(|call| !call.path.starts_with(SHIPPED)));
}

#[tokio::test]
async fn a_buyer_who_asks_to_cancel_is_answered_and_what_is_answered_is_in_activity() {
    let desk = connected().await;
    desk.synced().await;
    let (shop, order) = (desk.shop_in_view().await, desk.order_to_ship().await);
    let detail = async || desk.app.order_detail(shop, &order).await.unwrap();
    let none = desk.app.answer_cancel(shop, &order, CancelAnswer::Approve).await.unwrap_err();
    assert_eq!(none.code, ErrorCode::NotFound, "nobody asks");

    desk.shop.ask_to_cancel(&order).await.unwrap();
    desk.app.sync_now();
    let told = async || detail().await.cancellation.is_some_and(|asked| asked.reasons.is_some());
    desk.in_time(told).await;
    assert!(desk.orders(OrderTab::CancelAsked, "").await.iter().any(|row| row.id == order && row.cancel_asked));
    assert_eq!(detail().await.cancellation.unwrap().reason, "Order created by mistake");
    let odd = CancelAnswer::Reject { reason: "because".into() };
    let odd = desk.app.answer_cancel(shop, &order, odd).await.unwrap_err();
    assert_eq!((odd.code, odd.field.as_deref()), (ErrorCode::InvalidInput, Some("reason")));

    let reason = "seller_reject_apply_product_has_been_packed".to_owned();
    let no = desk.app.answer_cancel(shop, &order, CancelAnswer::Reject { reason }).await.unwrap();
    assert!(no.leaves_at.is_some() && no.can_discard && no.title.contains(&order), "{no:?}");
    desk.app.discard(&no.id).await.unwrap();
    let yes = desk.app.answer_cancel(shop, &order, CancelAnswer::Approve).await.unwrap();
    desk.in_time(async || detail().await.row.look == Look::Cancelled).await;
    let done = desk.app.activity(shop, ActivityFilter::Done).await.unwrap();
    assert!(done.iter().any(|item| item.id == yes.id && item.kind == OutboxKind::Errand));
    assert!(desk.orders(OrderTab::CancelAsked, "").await.is_empty());
    assert_eq!(detail().await.errand.unwrap().state, OutboxState::Done);
}

/// Waits until the shop's refusal is told with what to do about it.
async fn told(desk: &Desk, what_to_do: &str) {
    desk.app.sync_now();
    let says = async || desk.state().await.sync.problem.is_some_and(|problem| problem.contains(what_to_do));
    desk.in_time(says).await;
}

#[tokio::test]
async fn a_computer_whose_clock_is_two_hours_off_is_not_locked_out() {
    for ahead in [true, false] {
        let desk = connected_to(|shop| {
            let now = Arc::clone(&shop.now);
            let two_hours = Duration::from_secs(7_200);
            shop.now = Arc::new(move || match ahead {
                true => later(now(), two_hours),
                false => now().checked_sub(two_hours).unwrap(),
            });
        })
        .await;
        desk.synced().await;
        assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60);
        let refused = desk.shop.journal().iter().filter(|call| call.answer_code == Some(36_009_004)).count();
        assert!(refused <= 2, "the shop's own time was learned from its answers, not from {refused} refusals");
    }
}

#[tokio::test]
async fn a_permission_that_is_missing_and_a_version_that_is_gone_are_told_with_what_to_do() {
    let desk = connected().await;
    desk.synced().await;
    desk.shop.retire(&["/order/202309/orders/search"]);
    told(&desk, "install the newest one").await;
    desk.shop.retire(&[]);
    desk.shop.set_scopes(&["seller.product.basic".to_owned()]).await;
    told(&desk, "Turn the permission seller.order.info (orders) on").await;
}

/// What a browser gets to see at an address of this computer; nothing where nobody listens.
async fn seen_at(port: u16, rest: &str) -> Option<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok()?;
    let request = format!("GET /callback?{rest} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).await.unwrap();
    Some(page)
}

#[tokio::test]
async fn a_browser_that_lands_on_this_computer_connects_the_shop_and_finds_nobody_afterwards() {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let desk = Desk::with(Drawer { landing_port: port, ..Drawer::empty() }).await;
    assert_eq!(seen_at(port, "").await, None, "nothing listens while nobody signs in");
    let pending = begun(&desk).await;
    let foreign = seen_at(port, "code=c&state=foreign").await.unwrap();
    assert!(foreign.contains("Not connected") && foreign.contains("another sign-in"), "{foreign}");

    let link = desk.shop.approve_service(Some(&state_in(&pending))).unwrap();
    let landed = seen_at(port, link.split_once('?').unwrap().1).await.unwrap();
    assert!(landed.contains("Connected") && landed.contains("default-src 'none'"), "{landed}");
    assert_eq!(desk.state().await.phase, Phase::Ready);
    desk.at_once(async || seen_at(port, "code=c&state=s").await.is_none()).await;
}

#[tokio::test]
async fn a_browser_that_comes_back_after_a_restart_lands_on_this_computer_all_the_same() {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let desk = Desk::with(Drawer { landing_port: port, ..Drawer::empty() }).await;
    let pending = begun(&desk).await;
    let desk = desk.reopened().await;
    desk.app.resume().await;
    let waiting = desk.state().await.connecting.unwrap();
    assert_eq!(waiting.authorize_url, pending.authorize_url);
    let link = desk.shop.approve_service(Some(&state_in(&pending))).unwrap();
    let landed = seen_at(port, link.split_once('?').unwrap().1).await.unwrap();
    assert!(landed.contains("Connected"), "{landed}");
    assert_eq!((desk.state().await.phase, desk.state().await.connecting), (Phase::Ready, None));
}

#[tokio::test]
async fn a_sign_in_that_ended_while_the_app_was_closed_is_forgotten() {
    let desk = Desk::with(Drawer::empty()).await;
    begun(&desk).await;
    let desk = desk.reopened().await;
    desk.drawer.clock.pass(Duration::from_secs(600));
    desk.app.resume().await;
    assert_eq!(desk.state().await.connecting, None);
    assert!(desk.drawer.keychain.names().is_empty(), "{:?}", desk.drawer.keychain.names());
}

const SEARCH: &str = "/order/202309/orders/search";

fn refusals_of(desk: &Desk, path: &str) -> usize {
    let journal = desk.shop.journal();
    journal.iter().filter(|call| call.path.starts_with(path) && call.answer_code != Some(0)).count()
}

#[tokio::test]
async fn a_missing_permission_is_asked_for_once_an_hour_and_the_rest_goes_on() {
    let desk = connected().await;
    desk.synced().await;
    let products = ["seller.product.basic".to_owned(), "seller.authorization.info".to_owned()];
    desk.shop.set_scopes(&products).await;
    desk.shop.clear_journal();
    desk.in_time(async || desk.notice("standstill 1").await.is_some()).await;
    let notice = desk.notice("standstill 1").await.unwrap();
    assert_eq!(notice.action, Some(NoticeAction::Approve));
    assert!(notice.title.contains("permission is missing") && notice.body.contains("seller.order.info"), "{notice:?}");
    assert_eq!(desk.state().await.sync.state, SyncState::Refused);

    let asked = || desk.shop.journal().iter().filter(|call| call.path.contains("/products/search")).count();
    let before = asked();
    desk.in_time(async || asked() > before + 2).await;
    assert_eq!(refusals_of(&desk, SEARCH), 1, "products are read on, and orders are left alone");

    let pending = desk.app.approve_again(desk.shop_in_view().await).await.unwrap();
    let all: Vec<String> = sandbox_scopes();
    desk.shop.set_scopes(&all).await;
    approve(&desk, &pending).await;
    desk.synced().await;
    assert_eq!((desk.notice("standstill 1").await, desk.state().await.sync.problem), (None, None));
}

fn sandbox_scopes() -> Vec<String> {
    let names =
        ["order.info", "fulfillment.basic", "product.basic", "product.write", "authorization.info", "logistics"];
    names.iter().chain(&["fulfillment.package.write"]).map(|name| format!("seller.{name}")).collect()
}

#[tokio::test]
async fn what_only_a_person_can_mend_is_told_with_what_to_do_and_is_no_bad_connection() {
    let desk = connected().await;
    desk.synced().await;
    for (code, says, action) in [
        (36_009_043, "Seller Center says why", None),
        (36_009_044, "Seller Center says why", None),
        (36_009_014, "install the newest one", None),
        (36_009_033, "IP allow list", None),
        (106_001, "copy both from Partner Center", Some(NoticeAction::Connect)),
    ] {
        desk.shop.fault(Fault::always("*", FaultKind::Code { code, message: Some("no".into()) }));
        desk.app.sync_now();
        let told =
            async || desk.notice("standstill 1").await.is_some_and(|notice| notice.body.contains(&code.to_string()));
        desk.at_once(told).await;
        let notice = desk.notice("standstill 1").await.unwrap();
        assert!(notice.body.contains(says), "{notice:?}");
        assert_eq!(notice.action, action);
        assert_eq!(desk.state().await.sync.state, SyncState::Refused, "{code}");
        desk.shop.clear_faults();
        desk.app.sync_now();
        desk.at_once(async || desk.notice("standstill 1").await.is_none()).await;
        desk.at_once(async || desk.state().await.sync.state == SyncState::Idle).await;
    }
}

#[tokio::test]
async fn a_shipment_that_lacks_a_permission_waits_and_goes_out_once_it_is_there() {
    let desk = connected().await;
    desk.synced().await;
    let order = desk.order_to_ship().await;
    let scopes: Vec<String> = sandbox_scopes().into_iter().filter(|scope| !scope.contains("fulfillment")).collect();
    desk.shop.set_scopes(&scopes).await;
    let shop = desk.shop_in_view().await;
    let wish = desk.app.ship_order(shop, &order, "9400111899223100001234").await.unwrap();
    desk.at_once(async || desk.notice("standstill 1").await.is_some()).await;
    assert_eq!(desk.wish(&wish.id).await.state, OutboxState::Queued);
    assert_eq!(refusals_of(&desk, SHIPPED), 1);
    desk.shop.set_scopes(&sandbox_scopes()).await;
    let pending = desk.app.approve_again(shop).await.unwrap();
    approve(&desk, &pending).await;
    desk.at_once(async || desk.wish(&wish.id).await.state == OutboxState::Done).await;
}

pub(crate) fn one_warehouse(shop: &mut Settings) {
    shop.warehouses = 1;
}

#[tokio::test]
async fn warehouses_go_by_the_sellers_names_wherever_they_are_shown() {
    let desk = connected_to(one_warehouse).await;
    desk.synced().await;
    let shop = desk.shop_in_view().await;
    let listed = async || desk.grid(StockTab::All).await.0.warehouses.remove(0);
    desk.in_time(async || listed().await.name == "Main warehouse").await;
    assert_eq!(listed().await.closed, None);
    let (list, rows) = desk.grid(StockTab::All).await;
    let of = HistoryOf {
        product_id: rows[0].product_id.clone(),
        sku_id: rows[0].sku_id.clone(),
        warehouse_id: Some(list.warehouses[0].id.clone()),
    };
    let history = desk.app.level_history(shop, of, None).await.unwrap();
    assert_eq!(history.lines[0].warehouse, "Main warehouse");
    let places = desk.app.order_choices(shop).await.unwrap().warehouses;
    assert!(places.iter().all(|place| place.name == "Main warehouse"), "{places:?}");
}

#[tokio::test]
async fn a_warehouse_that_is_switched_off_shows_its_levels_and_takes_none() {
    let desk = connected_after(one_warehouse, |shop| shop.switch_off(&["default"])).await;
    desk.synced().await;
    let shop = desk.shop_in_view().await;
    let closed = async || desk.grid(StockTab::All).await.0.warehouses[0].closed.clone();
    desk.in_time(async || closed().await.is_some()).await;
    let (list, rows) = desk.grid(StockTab::All).await;
    let row = rows.iter().find(|row| row.levels[0].level.is_some_and(|level| level > 9)).unwrap();
    let edit = StockEdit {
        product_id: row.product_id.clone(),
        sku_id: row.sku_id.clone(),
        warehouse_id: list.warehouses[0].id.clone(),
        change: StockChange::Add { amount: 1 },
        base: row.levels[0].level,
    };
    let saved = desk.app.save_stock(shop, vec![edit]).await.unwrap();
    assert_eq!((saved.queued, saved.refused.len()), (0, 1));
    assert!(saved.refused[0].message.starts_with("This warehouse is switched off"), "{:?}", saved.refused);
}

#[tokio::test]
async fn whom_a_level_is_kept_for_is_told_apart_and_what_has_moved_since_is_not_said_to_be_free() {
    let desk = connected().await;
    desk.synced().await;
    let shop = desk.shop_in_view().await;
    let (list, rows) = desk.grid(StockTab::All).await;
    let row = rows.iter().find(|row| row.levels[0].level.is_some_and(|level| level > 9)).unwrap();
    let of = |warehouse_id| HistoryOf { product_id: row.product_id.clone(), sku_id: row.sku_id.clone(), warehouse_id };
    let here = || of(Some(list.warehouses[0].id.clone()));
    let shares = async |of| desk.app.level_shares(shop, of).await.unwrap();
    desk.in_time(async || shares(here()).await.is_some()).await;
    let (told, in_all) = (shares(here()).await.unwrap(), shares(of(None)).await.unwrap());
    assert_eq!((told.campaign, told.creator, told.free), (Some(0), Some(0), row.total));
    assert!(in_all.committed >= told.committed && told.committed.is_some());

    desk.shop.sale(&row.product_id, &row.sku_id, &list.warehouses[0].id, 2).await.unwrap();
    let edit = StockEdit {
        product_id: row.product_id.clone(),
        sku_id: row.sku_id.clone(),
        warehouse_id: list.warehouses[0].id.clone(),
        change: StockChange::Add { amount: -1 },
        base: row.levels[0].level,
    };
    let saved = desk.app.save_stock(shop, vec![edit]).await.unwrap();
    assert_eq!(saved.queued, 1);
    desk.in_time(async || shares(here()).await.unwrap().free.is_none()).await;
    assert_eq!(shares(here()).await.unwrap().campaign, Some(0));
}
