use crate::practice::{Practice, connected_to, refused};
use reqwest::StatusCode;

const SEARCH: &str = "/api/orders/search";

/// Calls until the limit refuses; answers how many went through and the seconds it says to wait.
async fn use_up(practice: &Practice) -> (u32, String) {
    for through in 0..=1_000 {
        let answer = practice.ask(SEARCH, &[("page_size", "1")]).await.unwrap();
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            let wait = answer.headers()["retry-after"].to_str().unwrap().to_owned();
            refused(&answer.json().await.unwrap(), 1005, "the app's calls for this ");
            return (through, wait);
        }
    }
    panic!("a limit of a thousand let more than a thousand through")
}

#[tokio::test]
async fn a_thousand_calls_a_minute_go_through_and_no_more() {
    let practice = connected_to(|_| ()).await;
    practice.hands.forward(20);
    assert_eq!(use_up(&practice).await, (1_000, "40".into()));
    practice.hands.forward(39);
    assert_eq!(use_up(&practice).await, (0, "1".into()));
    practice.hands.forward(1);
    assert_eq!(practice.get(SEARCH, &[]).await["code"], 0);
}

#[tokio::test]
async fn the_day_has_a_limit_of_its_own() {
    let practice = connected_to(|settings| (settings.per_minute, settings.per_day) = (7, 10)).await;
    assert_eq!(use_up(&practice).await.0, 7);
    practice.hands.forward(60);
    // Half past midnight is twelve hours away, less the minute that has passed.
    assert_eq!(use_up(&practice).await, (3, (12 * 3_600 - 60).to_string()));
    practice.hands.forward(12 * 3_600 - 60);
    assert_eq!(use_up(&practice).await.0, 7);
}

#[tokio::test]
async fn the_contract_s_day_has_ten_thousand_calls() {
    assert_eq!((sandbox::Settings::default().per_minute, sandbox::Settings::default().per_day), (1_000, 10_000));
}

#[tokio::test]
async fn every_endpoint_counts_and_a_refused_parameter_too_but_no_token_call() {
    let practice = connected_to(|settings| settings.per_minute = 3).await;
    practice.refresh("made-up").await;
    practice.get("/api/products/details", &[]).await;
    practice.post("/api/orders/update", &serde_json::json!({})).await;
    practice.post("/api/products/stocks", &serde_json::json!({})).await;
    assert_eq!(use_up(&practice).await.0, 0);
    refused(&practice.refresh("made-up").await, 1003, "refresh_token: ");
}

#[tokio::test]
async fn a_write_beyond_the_limit_is_not_carried_out() {
    let practice = connected_to(|settings| settings.per_minute = 2).await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    use_up(&practice).await;
    refused(&practice.ship(&order_id).await, 1005, "the app's calls for this minute are used up");
    practice.hands.forward(60);
    assert_eq!(practice.status_of(&order_id).await, "AWAITING_SHIPMENT");
}
