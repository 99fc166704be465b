//! The practice shop's own webhooks.

use std::{collections::HashSet, sync::Arc};

use domain::ShopId;
use sandbox::{NewOrder, Sandbox, Settings};
use serde_json::Value;
use sync::{Hint, webhook::Verdict};

use crate::knock::{ANY, House, SIGNED, order, product};

/// A shop that posts to the door and loses no time between tries.
async fn shop_telling(house: &House, change: impl FnOnce(&mut Settings)) -> Sandbox {
    let mut settings = Settings {
        orders: 5,
        products: 3,
        webhook_url: Some(house.door.address()),
        wait: Arc::new(|_| Box::pin(async {})),
        ..Settings::default()
    };
    change(&mut settings);
    sandbox::start(settings).await.unwrap()
}

async fn arrival(shop: &Sandbox) -> Value {
    serde_json::from_str(&shop.order(NewOrder::default()).await.unwrap()).unwrap()
}

#[tokio::test]
async fn an_order_that_arrives_hints_at_itself_and_at_the_products_that_it_took() {
    let mut house = House::of_one_shop(SIGNED).await;
    let shop = shop_telling(&house, |_| ()).await;
    let arrived = arrival(&shop).await;
    let mut expected: HashSet<Hint> =
        arrived["items"].as_array().unwrap().iter().map(|item| product(item["id"].as_str().unwrap())).collect();
    expected.insert(order(arrived["order_id"].as_str().unwrap()));
    while !expected.is_empty() {
        let (from, hint) = house.hint().await;
        assert_eq!(from, ShopId(1));
        // A product hints once for each of its SKUs that the order took.
        expected.remove(&hint);
    }
    assert_eq!(house.status().turned_away, 0);
}

#[tokio::test]
async fn a_shop_that_signs_with_a_key_of_its_own_is_turned_away_each_time_it_tries() {
    let mut house = House::of_one_shop(SIGNED).await;
    let shop = shop_telling(&house, |shop| shop.webhook_secret = Some("another".into())).await;
    let arrived = arrival(&shop).await;
    let events = 1 + u32::try_from(arrived["items"].as_array().unwrap().len()).unwrap();
    house.has_turned_away(events * 5).await;
    assert_eq!((house.verdict(), house.hints()), (Verdict::Unsigned, Vec::new()));
}

#[tokio::test]
async fn where_unsigned_events_are_taken_a_key_of_its_own_does_no_harm() {
    let mut house = House::of_one_shop(ANY).await;
    let shop = shop_telling(&house, |shop| shop.webhook_secret = Some("another".into())).await;
    let id = arrival(&shop).await["order_id"].as_str().unwrap().to_owned();
    while house.hint().await.1 != order(&id) {}
}
