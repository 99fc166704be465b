//! A second shop beside the desk's own.

use app::boundary::ShopHealth;
use sandbox::{Sandbox, Settings};

use crate::desk::{Desk, KEY, REDIRECT_URI, SECRET, form_of, settings, state_in};

/// The number that it gets.
pub(crate) const NEIGHBOUR: u32 = 2;
pub(crate) const SELLER: &str = "Mekong Crafts";
pub(crate) const OTHER_KEY: &str = "another7key7of7another7app";
pub(crate) const OTHER_SECRET: &str = "another7secret7of7another7app";

/// A shop of another seller, 30 orders and 5 products, that knows the desk's app.
pub(crate) fn of_the_same_app(desk: &Desk) -> Settings {
    Settings {
        seed: 2,
        orders: 30,
        products: 5,
        seller: SELLER.into(),
        open_id: "another-seller".into(),
        app_key: KEY.into(),
        app_secret: SECRET.into(),
        ..settings(&desk.drawer.clock)
    }
}

/// The same, knowing an app of its own.
pub(crate) fn of_its_own_app(desk: &Desk) -> Settings {
    Settings { app_key: OTHER_KEY.into(), app_secret: OTHER_SECRET.into(), ..of_the_same_app(desk) }
}

/// A desk with both shops, all of them in the cache, the neighbour in view.
pub(crate) async fn both(settings: fn(&Desk) -> Settings) -> (Desk, Sandbox) {
    beside(Desk::connected().await, settings).await
}

/// The same beside a desk that has its own.
pub(crate) async fn beside(desk: Desk, settings: fn(&Desk) -> Settings) -> (Desk, Sandbox) {
    let neighbour = opened(&desk, settings(&desk)).await;
    desk.synced().await;
    (desk, neighbour)
}

/// Opens a shop and signs in to it.
pub(crate) async fn opened(desk: &Desk, settings: Settings) -> Sandbox {
    let shop = sandbox::start(settings.clone()).await.unwrap();
    sign_in(desk, &shop, &settings).await;
    shop
}

pub(crate) async fn sign_in(desk: &Desk, shop: &Sandbox, settings: &Settings) {
    let form = form_of(shop, &settings.app_key, &settings.app_secret);
    let pending = desk.app.connect_start(form).await.unwrap();
    let link = shop.approve(REDIRECT_URI, &settings.app_key, &state_in(&pending));
    desk.app.connect_paste(&link).await.unwrap();
}

pub(crate) async fn health(desk: &Desk, shop: u32) -> ShopHealth {
    desk.state().await.shops.into_iter().find(|health| health.id == shop).unwrap()
}
