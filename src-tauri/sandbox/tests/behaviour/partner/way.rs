use crate::{
    partner::signed::{CIPHER, Draft, partner, partner_of},
    practice::{Practice, refused},
};
use reqwest::Method;
use sandbox::{Fault, FaultKind, Life, PageMove};
use serde_json::{Value, json};

const SEARCH: &str = "/order/202309/orders/search";

fn search(practice: &Practice) -> Draft {
    Draft::of(practice, Method::POST, SEARCH, &[CIPHER, ("page_size", "7")], r#"{"order_status":"ON_HOLD"}"#)
}

#[tokio::test]
async fn a_call_is_written_into_the_journal_without_anything_secret() {
    let practice = partner().await;
    let call = search(&practice);
    call.answer(&practice).await;
    let (base, sign, token) = (practice.shop.base_url(), call.sign(), &practice.token);
    let by_another_spelling = format!("{base}{SEARCH}?%73ign={sign}&access_token={token}");
    practice.client.post(by_another_spelling).send().await.unwrap();
    let journal = practice.shop.journal();
    assert_eq!((journal[0].method.as_str(), journal[0].path.as_str()), ("POST", SEARCH));
    assert_eq!((journal[0].answer_code, journal[0].body.as_str()), (Some(0), r#"{"order_status":"ON_HOLD"}"#));
    assert!(journal[0].query.contains("page_size=7") && journal[0].query.contains("sign=hidden"), "{:?}", journal[0]);
    let journal = format!("{journal:?}");
    for secret in ["practice-secret", &practice.token, &call.sign()] {
        assert!(!journal.contains(secret), "{secret} in {journal}");
    }
}

#[tokio::test]
async fn faults_strike_partner_calls_as_they_do_others() {
    let practice = partner().await;
    practice.shop.fault(Fault::once(SEARCH, FaultKind::Code { code: 36_009_003, message: None }));
    refused(&search(&practice).answer(&practice).await, 36_009_003, "the shop was told");
    practice.shop.fault(Fault::once(SEARCH, FaultKind::Limit { retry_after: Some(9) }));
    let limited = search(&practice).sent(&practice).await;
    assert_eq!((limited.status().as_u16(), &limited.headers()["retry-after"]), (429, &"9".parse().unwrap()));
    refused(&limited.json().await.unwrap(), 36_009_002, "the limit is used up");
    practice.shop.fault(Fault::once(SEARCH, FaultKind::ExpireToken));
    refused(&search(&practice).answer(&practice).await, 105_002, "x-tts-access-token: ");
    practice.shop.fault(Fault::once("*", FaultKind::LoseAnswer));
    assert!(search(&practice).request(&practice).send().await.is_err());
    let faults: Vec<_> = practice.shop.journal().into_iter().map(|entry| entry.faults.concat()).collect();
    assert_eq!(faults, ["code", "limit", "expire_token", "lose_answer"]);
}

#[tokio::test]
async fn a_list_that_moves_between_two_pages_is_met_too() {
    let practice = partner().await;
    let waiting = json!({ "order_status": "AWAITING_SHIPMENT" });
    let page = async |token: &str| practice.tell(SEARCH, &[("page_size", "2"), ("page_token", token)], &waiting).await;
    let ids = |answer: &Value| -> Vec<Value> {
        answer["data"]["orders"].as_array().unwrap().iter().map(|order| order["id"].clone()).collect()
    };
    practice.shop.fault(Fault::once(SEARCH, FaultKind::MovingPage { how: PageMove::Leave }));
    let first = page("").await;
    let again = page("").await;
    assert_eq!((&first["data"]["total_count"], &again["data"]["total_count"]), (&4.into(), &3.into()));
    assert_eq!(ids(&again)[0], ids(&first)[1]);
    let second = page(first["data"]["next_page_token"].as_str().unwrap()).await;
    assert_eq!(second["data"]["orders"].as_array().unwrap().len(), 2);
    assert_eq!(ids(&second)[0], ids(&again)[1]);
    practice.shop.fault(Fault::once(SEARCH, FaultKind::MovingPage { how: PageMove::Arrive }));
    let counts = [page("").await, page("").await].map(|answer| answer["data"]["total_count"].as_u64().unwrap());
    assert_eq!(counts[1], counts[0] + 1);
}

#[tokio::test]
async fn what_is_due_has_happened_before_anybody_looks() {
    let life = Life { orders_per_hour: 3_600.0, ..Life::default() };
    let practice = partner_of(|settings| settings.life = life).await;
    search(&practice).answer(&practice).await;
    practice.hands.forward(60);
    let found = practice.tell(SEARCH, &[], &json!({})).await;
    let since = json!({ "create_time_ge": practice.hands.now().as_second() - 60 });
    assert!(found["data"]["total_count"].as_u64().unwrap() > 120, "{found}");
    assert_ne!(practice.tell(SEARCH, &[], &since).await["data"]["total_count"], 0);
}

#[tokio::test]
async fn a_body_beyond_a_mebibyte_is_not_read() {
    let practice = partner().await;
    let long = Draft { body: " ".repeat(1024 * 1024 + 1), ..search(&practice) };
    refused(&long.answer(&practice).await, 36_009_004, "body: ");
}
