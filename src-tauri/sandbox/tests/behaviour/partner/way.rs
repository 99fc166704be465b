use crate::{
    partner::signed::{CIPHER, Draft, partner},
    practice::{Practice, refused},
};
use reqwest::Method;
use sandbox::{Fault, FaultKind};

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
