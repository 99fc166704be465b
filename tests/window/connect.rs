//! Connecting a shop: out through the browser, back through a link.

use serde_json::json;
use url::Url;

use crate::steps::{ask_for_approval, fill_connect, open_connected};
use crate::world::{APP_KEY, APP_SECRET, Call, World};

#[tokio::test]
async fn a_link_to_the_running_app_connects_the_shop() {
    let world = World::new();
    let window = world.open().await;

    let page = Url::parse(&ask_for_approval(&world, &window).await).unwrap();
    let asked: Vec<(String, String)> = page.query_pairs().into_owned().collect();
    assert!(page.as_str().starts_with(&format!("{}/oauth/authorize?", world.shop.base())), "{page}");
    assert!(asked.contains(&("client_id".into(), APP_KEY.into())), "{asked:?}");
    assert!(asked.contains(&("response_type".into(), "code".into())), "{asked:?}");
    assert!(!page.as_str().contains(APP_SECRET));

    let link = world.shop.approve(page.as_str()).await;
    let second = world.start_again(&link);
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(
        second.status.success(),
        "the second start hands the link over and ends well, not {}: {said}",
        second.status
    );
    window.sees("To ship").await;
    window.sees("Up to date").await;
    assert_eq!(world.shop.asked(Call::Token).await.len(), 1);
}

#[tokio::test]
async fn a_link_that_starts_the_app_connects_the_shop() {
    let world = World::new();
    let window = world.open().await;
    let page = ask_for_approval(&world, &window).await;
    let link = world.shop.approve(&page).await;
    window.kill();

    let window = world.open_by_link(&link).await;
    window.sees("Up to date").await;
    assert_eq!(world.shop.asked(Call::Token).await.len(), 1);
}

#[tokio::test]
async fn a_shop_stays_connected_after_a_restart() {
    let world = World::new();
    open_connected(&world).await.kill();

    let window = world.open().await;
    window.sees("Up to date").await;
    assert_eq!(world.shop.asked(Call::Token).await.len(), 1);
}

#[tokio::test]
async fn a_refused_consent_changes_nothing_and_keeps_what_was_typed() {
    let world = World::new();
    let window = world.open().await;
    let page = ask_for_approval(&world, &window).await;

    let refusal = format!("tiktokflow://oauth/callback?error=access_denied&state={}", state_of(&page));
    world.follow_link(&refusal);
    window.sees("The sign-in was not completed").await;
    window.sees("The shop was not connected: the sign-in was refused").await;
    window.sees("Connect your shop").await;
    assert_eq!(window.value_of("App key").await, APP_KEY);
    assert_eq!(world.shop.asked(Call::Token).await.len(), 0);
}

#[tokio::test]
async fn a_link_followed_twice_connects_once_and_says_so() {
    let world = World::new();
    let window = world.open().await;
    let page = ask_for_approval(&world, &window).await;
    let link = world.shop.approve(&page).await;
    world.follow_link(&link);
    window.sees("Up to date").await;

    world.follow_link(&link);
    window.sees("The sign-in was not completed").await;
    window.press("Dismiss").await;
    window.sees_no_longer("The sign-in was not completed").await;
    window.sees("Up to date").await;
    assert_eq!(world.shop.asked(Call::Token).await.len(), 1);
}

#[tokio::test]
async fn a_link_of_somebody_elses_sign_in_is_refused_and_the_own_one_still_works() {
    let world = World::new();
    let window = world.open().await;
    let page = ask_for_approval(&world, &window).await;
    let link = world.shop.approve(&page).await;

    let foreign = link.replace(&state_of(&page), "c3RvbGVuLXN0YXRlLXN0b2xlbi1zdGF0ZS1zdG9sZW4");
    assert_ne!(foreign, link);
    world.follow_link(&foreign);
    window.sees("This sign-in answer belongs to another sign-in").await;
    window.sees("Waiting for your browser").await;
    assert_eq!(world.shop.asked(Call::Token).await.len(), 0);

    world.follow_link(&link);
    window.sees("Up to date").await;
}

#[tokio::test]
async fn an_address_that_can_not_come_back_is_pasted() {
    let world = World::new();
    let window = world.open().await;
    let page = ask_for_approval(&world, &window).await;
    let address = world.shop.approve(&page).await;

    window.press("Paste the address instead").await;
    window.fill("Address from the browser", "https://example.com/not-the-answer").await;
    window.press("Continue").await;
    window.sees("This is not a sign-in answer for TikTokFlow").await;
    assert_eq!(window.value_of("Address from the browser").await, "https://example.com/not-the-answer");

    window.fill("Address from the browser", &address).await;
    window.press("Continue").await;
    window.sees("Up to date").await;
}

#[tokio::test]
async fn a_wrong_secret_is_told_in_the_shops_words_and_the_key_stays_typed() {
    let world = World::new();
    let window = world.open().await;
    fill_connect(&world, &window, APP_KEY, "not-the-secret").await;
    window.press("Approve in browser").await;
    let link = world.shop.approve(&world.browser_address().await).await;

    world.follow_link(&link);
    window.sees("TikTok Shop did not accept the sign-in").await;
    window.sees("Check app key and app secret").await;
    window.sees("Connect your shop").await;
    assert_eq!(window.value_of("App key").await, APP_KEY);
}

#[tokio::test]
async fn a_missing_secret_is_asked_for_beside_its_field() {
    let world = World::new();
    let window = world.open().await;
    fill_connect(&world, &window, APP_KEY, "").await;
    window.press("Approve in browser").await;
    window.sees("The app secret is missing").await;
    assert_eq!(window.value_of("App key").await, APP_KEY);
}

#[tokio::test]
async fn without_a_keychain_the_app_says_so_and_forgets_the_keys_at_the_end() {
    let world = World::without_keychain();
    let window = open_connected(&world).await;
    window.go_to("Settings").await;
    window.sees("In memory until you quit").await;
    window.sees("Keys are kept in memory until TikTokFlow is closed, and nowhere else").await;
    window.kill();

    let window = world.open().await;
    window.press("Connect again").await;
    window.sees("Approve the same shop in your browser").await;
}

/// The state that a consent page was asked to send back.
fn state_of(page: &str) -> String {
    let page = Url::parse(page).unwrap();
    page.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned()
}

#[tokio::test]
async fn rust_is_asked_before_the_code_of_the_screens_is_read() {
    let world = World::new();
    let window = world.open().await;
    let scripts = window.ask(r"return [...document.scripts].map(({ src }) => /(\w+)-[^/]*\.js$/.exec(src)?.[1])").await;
    assert_eq!(scripts, json!(["early", "first"]));
}
