//! A shop that answers to the signed Partner API.

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::Arc,
    time::Duration,
};

use app::boundary::{Contract, ErrorCode, Market, OrderTab, OutboxState, PendingConnect, Phase};
use sandbox::Settings;
use tiktok_shop::later;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::desk::{Desk, Drawer, KEY, SECRET, form_of, settings, state_in};

const SHIPPED: &str = "/fulfillment/202309/orders/";

async fn connected() -> Desk {
    connected_to(|_| ()).await
}

/// A sign-in that waits for the browser.
async fn begun(desk: &Desk) -> PendingConnect {
    let mut form = form_of(&desk.shop, KEY, SECRET);
    form.contract = Contract::Partner;
    let own = form.endpoints.as_mut().unwrap();
    own.authorize_url = format!("{}/open/authorize?service_id=practice-service", desk.shop.base_url());
    desk.app.connect_start(form).await.unwrap()
}

/// The same with a shop of another kind.
pub(crate) async fn connected_to(change: impl FnOnce(&mut Settings)) -> Desk {
    let drawer = Drawer::empty();
    let mut settings = settings(&drawer.clock);
    change(&mut settings);
    let desk = Desk::with_shop(drawer, settings).await;
    let pending = begun(&desk).await;
    let page = pending.authorize_url.as_str();
    assert!(page.contains("service_id=practice-service") && !page.contains("redirect_uri"), "{page}");
    let link = desk.shop.approve_service(Some(&state_in(&pending))).unwrap();
    desk.app.link(&link).await;
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
    told(&desk, "Turn the missing permission on").await;
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
