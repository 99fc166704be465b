//! What the types of the rooms below print of themselves, with a real day's data in them; and what
//! the app makes of a record that can't be read.

use std::{fmt::Debug, sync::Arc};

use app::boundary::Theme;
use domain::{Private, ShopId};
use jiff::Timestamp;
use store::{CacheKey, OrderFilter, SetAsideRow, Store, Which};
use tiktok_shop::{
    AppCredentials, Tokens,
    oauth::{PendingLogin, parse_callback},
};

use crate::{
    seller::{Desk, REDIRECT_URI},
    traces::{Place, Trace, database_in},
};

/// What was printed, as traces.
struct Printed<'a>(&'a mut Vec<Trace>);

impl Printed<'_> {
    fn print(&mut self, what: &str, value: &dyn Debug) {
        let bytes = format!("{value:?}\n{value:#?}").into_bytes();
        self.0.push(Trace { place: Place::Printed, name: format!("what {what} prints"), bytes });
    }
}

/// Reads the day's cache with the app's own types and prints them, leaves a record in it that
/// can't be read, and opens the app once more.
pub(crate) async fn after_the_day(desk: &Desk, traces: &mut Vec<Trace>) {
    let key = CacheKey::from_text(&desk.keychain.cache_key()).unwrap();
    let store = Store::open_with(&desk.data(), Some(&key), Timestamp::now()).await.unwrap().store;
    let shop = store.shops().await.unwrap().remove(0).id;
    let mut printed = Printed(traces);
    print_secrets(desk, &mut printed);
    printed.print("the cache's key", &key);
    print_records(&store, shop, &mut printed).await;
    store.close().await;
    drop(store);
    traces.push(database_in(&desk.data(), &key).await);
    shows_what_was_set_aside(desk, shop, traces).await;
}

async fn print_records(store: &Store, shop: ShopId, printed: &mut Printed<'_>) {
    let filter = OrderFilter::default();
    let numbers = store.order_list(shop, &filter).await.unwrap().numbers.to_vec();
    let rows = store.order_rows(shop, &numbers).await.unwrap();
    printed.print("a row of orders", &rows);
    for row in &rows {
        printed.print("an order", &store.order(shop, &row.id).await.unwrap());
    }
    let buyer = rows[0].buyer.reveal();
    let raw = Private::new(format!(r#"{{"order_id":"1","recipient":{{"name":"{buyer}"}}}}"#));
    let (id, reason) = ("1".to_owned(), "create_time is missing".to_owned());
    let row = SetAsideRow { kind: "order".into(), id, reason, raw, seen: 0 };
    store.put_orders(shop, &[], &[row], Timestamp::now(), None).await.unwrap();
    printed.print("a record set aside", &store.set_aside(shop).await.unwrap());
    printed.print("a wish", &store.outbox(shop, Which::All).await.unwrap());
    printed.print("a shop", &store.shops().await.unwrap());
    printed.print("the cache's figures", &store.figures().await.unwrap());
}

fn print_secrets(desk: &Desk, printed: &mut Printed<'_>) {
    let (access, refresh) = (desk.keychain.latest("a"), desk.keychain.latest("r"));
    let tokens = Tokens {
        access: access.into(),
        access_expires: Timestamp::UNIX_EPOCH,
        refresh: refresh.clone().into(),
        refresh_expires: None,
        seller_name: None,
        region: None,
        open_id: None,
    };
    printed.print("a session", &tokens);
    let credentials = AppCredentials { key: "a key".into(), secret: desk.keychain.latest("secret").into() };
    printed.print("the app's credentials", &credentials);
    let login = PendingLogin::begin_now(Timestamp::UNIX_EPOCH).unwrap();
    let link = format!("{REDIRECT_URI}?code={refresh}&state={}", login.state().reveal());
    printed.print("a sign-in's answer", &parse_callback(&link).unwrap());
}

/// The record itself is shown on a screen of its own; its reason, and not a word of it, is in the
/// settings and in the diagnostics.
async fn shows_what_was_set_aside(desk: &Desk, shop: ShopId, traces: &mut Vec<Trace>) {
    let app = desk.open().await;
    let settings = app.settings(Theme::System, "1.0.0").await.unwrap();
    assert_eq!(settings.set_aside.len(), 1);
    let bytes = serde_json::to_vec(&settings).unwrap();
    traces.push(Trace { place: Place::Screen, name: "the settings, with a record set aside".into(), bytes });
    let shop = u32::try_from(shop.0).unwrap();
    let record = app.set_aside_record(shop, "order", "1").await.unwrap();
    Printed(traces).print("a record set aside, on its screen,", &record);
    let bytes = serde_json::to_vec(&record).unwrap();
    traces.push(Trace { place: Place::OrderScreen, name: "a record set aside".into(), bytes });
    let path = app.save_diagnostics().await.unwrap().path;
    let text = std::fs::read_to_string(path).unwrap();
    for line in [
        "1 × order: create_time is missing",
        "schema: 19",
        "shop 1: real",
        "cache: Encrypted",
        "outbox ship done: ",
        "tiktokflow.db: ",
    ] {
        assert!(text.contains(line), "{line}: {text:.3000}");
    }
    app.close().await;
    drop(Arc::into_inner(app));
}
