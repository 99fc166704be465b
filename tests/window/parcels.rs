//! How orders leave a shop of the signed Partner API, beside a number that is typed: with TikTok's label, arranged or
//! bought, several in one parcel; and a number that is put right.

use fantoccini::key::Key;
use serde_json::json;

use crate::signed::{only_change, open_connected};
use crate::steps::order_becomes;
use crate::world::World;

const WRONG: &str = "9400136208303371234567";
const RIGHT: &str = "9400136208303377654321";

#[tokio::test]
async fn an_order_with_the_platforms_label_is_arranged_and_its_label_printed() {
    let mut world = World::new();
    world.shop.give_labels("GB");
    let window = open_connected(&world).await;
    window.choose("To ship").await;
    let order = window.rows().await[0][0].clone();
    window.pick(&order).await;
    window.sees("TikTok gives this order its label and its number.").await;
    window.press("Choose how it is handed over").await;
    window.sees("The carrier picks it up").await;
    window.press("Arrange shipment").await;
    order_becomes(&window, &order, "Sent").await;
    let arranged = only_change(&world.shop, "/fulfillment/").await;
    assert_eq!(arranged, json!({}), "nothing was chosen, and nothing is said");

    window.choose("Sent").await;
    window.pick(&order).await;
    window.press("Print label").await;
    let label = world.viewed_file().await;
    assert!(label.to_string_lossy().contains("shipping-labels"), "{}", label.display());
    assert!(std::fs::read(&label).unwrap().starts_with(b"%PDF-"), "{} is no PDF", label.display());
    window.sees("TikTok’s label printed here").await;
    window.press("Print label").await;
    window.sees("This order was printed before").await;
}

#[tokio::test]
async fn orders_of_one_buyer_are_put_into_one_parcel_by_name_and_show_it() {
    let mut world = World::new();
    world.shop.give_labels("GB");
    let window = open_connected(&world).await;
    let sku = world.shop.happen("order", json!({})).await["items"][0]["sku_id"].clone();
    // From the first warehouse that has it, both of them.
    let items = json!([{ "sku_id": sku, "quantity": 1 }]);
    let first = world.shop.happen("order", json!({ "items": items })).await["order_id"].as_str().unwrap().to_owned();
    let second = world.shop.happen("order", json!({ "items": items, "buyer_of": first })).await;
    let second = second["order_id"].as_str().unwrap().to_owned();
    window.press("Sync now").await;
    window.choose("To ship").await;
    window.sees(&second).await;
    window.press_together(Key::Control, 'k').await;
    window.type_keys("combine orders").await;
    window.press_key(Key::Enter).await;
    window.sees("TikTok lets these share a parcel and one label").await;
    window.press("Combine into 1 parcel").await;
    let combined = only_change(&world.shop, "/fulfillment/").await;
    let orders = combined["combinable_packages"][0]["order_ids"].as_array().unwrap().clone();
    assert!(orders.contains(&json!(first)) && orders.contains(&json!(second)) && orders.len() == 2, "{combined}");
    window.pick(&first).await;
    window.sees("Leaves in one parcel with").await;
}

#[tokio::test]
async fn a_label_is_bought_at_the_price_that_was_seen_and_never_by_enter() {
    let mut world = World::new();
    world.shop.give_labels("US");
    let window = open_connected(&world).await;
    window.choose("To ship").await;
    let order = window.rows().await[0][0].clone();
    window.pick(&order).await;
    for (measure, value) in
        [("Weight in lb", "1.5"), ("Length in in", "9"), ("Width in in", "6"), ("Height in in", "3")]
    {
        window.fill(measure, value).await;
    }
    window.press_key(Key::Enter).await;
    window.sees("It is paid at this price or not at all").await;
    window.choose("USPS Ground Advantage USPS · 2–5 days").await;
    window.press_key(Key::Enter).await;
    let journal = world.shop.journal().await;
    assert!(!journal.iter().any(|call| call.path.ends_with("/packages")), "Enter pays nothing");
    window.press("Buy label").await;
    order_becomes(&window, &order, "Sent").await;
    let bought = only_change(&world.shop, "/fulfillment/").await;
    assert_eq!((&bought["order_id"], &bought["weight"]["value"]), (&json!(order), &json!("1.5")), "{bought}");
}

#[tokio::test]
async fn a_wrong_tracking_number_is_put_right_where_it_stands() {
    let world = World::new();
    let window = open_connected(&world).await;
    window.choose("To ship").await;
    let order = window.rows().await[0][0].clone();
    window.pick(&order).await;
    window.fill("Tracking number", WRONG).await;
    window.press("Ship order").await;
    order_becomes(&window, &order, "Sent").await;
    window.choose("Sent").await;
    window.pick(&order).await;
    window.press("Correct the tracking number").await;
    window.sees("The shop takes one correction").await;
    window.fill("Right tracking number", RIGHT).await;
    window.press("Correct it").await;
    window.sees(RIGHT).await;
    window.sees_no_longer(WRONG).await;
    let sent = world.shop.journal().await.into_iter().filter(|call| call.path.ends_with("/shipping_info/update"));
    assert_eq!(sent.map(|call| call.sent()["tracking_number"].clone()).collect::<Vec<_>>(), [json!(RIGHT)]);
}
