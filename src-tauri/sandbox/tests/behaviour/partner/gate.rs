use crate::{
    partner::signed::{CIPHER, Draft, partner, partner_of},
    practice::{Practice, refused},
};
use jiff::fmt::rfc2822;
use reqwest::{Method, StatusCode, header::DATE};
use serde_json::{Value, json};

const SHOPS: &str = "/authorization/202309/shops";
const SEARCH: &str = "/order/202309/orders/search";

fn shops(practice: &Practice) -> Draft {
    Draft::of(practice, Method::GET, SHOPS, &[], "")
}

fn search(practice: &Practice) -> Draft {
    Draft::of(practice, Method::POST, SEARCH, &[CIPHER], "{ }")
}

#[tokio::test]
async fn a_signed_call_is_answered_in_the_envelope() {
    let practice = partner().await;
    let answer = search(&practice).sent(&practice).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let answer: Value = answer.json().await.unwrap();
    assert_eq!((&answer["code"], &answer["message"]), (&0.into(), &"Success".into()), "{answer}");
    assert!(!answer["request_id"].as_str().unwrap().is_empty() && answer["data"].is_object(), "{answer}");
}

#[tokio::test]
async fn the_shops_are_told_with_what_later_calls_name_them_by() {
    let practice = partner().await;
    let answer = shops(&practice).answer(&practice).await;
    let shop = json!({
        "id": "7495000000000000017", "name": "Linh Kay Studio", "region": "US", "seller_type": "LOCAL",
        "cipher": CIPHER.1, "code": "USLC749500"
    });
    assert_eq!(answer["data"], json!({ "shops": [shop] }));
}

#[tokio::test]
async fn a_wrong_sign_is_not_let_in() {
    let practice = partner().await;
    let by_another = Draft { secret: "another-secret", ..search(&practice) };
    let answer = by_another.sent(&practice).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    refused(&answer.json().await.unwrap(), 106_001, "the sign ");

    let good = search(&practice);
    let other_body = good.request(&practice).body("{}").send().await.unwrap();
    refused(&other_body.json().await.unwrap(), 106_001, "the sign ");
    let other_query = good.request(&practice).query(&[("page_size", "2")]).send().await.unwrap();
    refused(&other_query.json().await.unwrap(), 106_001, "the sign ");
    let upper = good.unsigned(&practice).query(&[("sign", good.sign().to_uppercase())]).send().await.unwrap();
    refused(&upper.json().await.unwrap(), 106_001, "the sign ");
    let bare = good.unsigned(&practice).send().await.unwrap();
    refused(&bare.json().await.unwrap(), 36_009_004, "sign: is missing");
}

#[tokio::test]
async fn an_unknown_app_is_not_let_in() {
    let practice = partner().await;
    let answer = search(&practice).set("app_key", "another").answer(&practice).await;
    refused(&answer, 36_009_004, "app_key: ");
    refused(&search(&practice).without("app_key").answer(&practice).await, 36_009_004, "app_key: is missing");
}

#[tokio::test]
async fn a_clock_may_be_five_minutes_behind_and_half_a_minute_ahead() {
    let practice = partner().await;
    let now = practice.hands.now().as_second();
    for off in [-300, 30] {
        let answer = search(&practice).set("timestamp", &(now + off).to_string()).answer(&practice).await;
        assert_eq!(answer["code"], 0, "{off}: {answer}");
    }
    for off in [-301, 31] {
        let answer = search(&practice).set("timestamp", &(now + off).to_string()).answer(&practice).await;
        refused(&answer, 36_009_004, "timestamp: ");
    }
    refused(&search(&practice).set("timestamp", "noon").answer(&practice).await, 36_009_004, "timestamp: ");
    refused(&search(&practice).without("timestamp").answer(&practice).await, 36_009_004, "timestamp: ");
}

#[tokio::test]
async fn every_answer_tells_the_shop_s_own_clock() {
    let practice = partner().await;
    practice.hands.forward(12_345);
    let late = search(&practice).set("timestamp", "1").sent(&practice).await;
    for answer in [search(&practice).sent(&practice).await, late] {
        let date = rfc2822::parse(answer.headers()[DATE].to_str().unwrap()).unwrap();
        assert_eq!(date.timestamp(), practice.hands.now());
    }
}

#[tokio::test]
async fn a_token_that_is_missing_unknown_or_expired_is_not_let_in() {
    let practice = partner().await;
    let bare = Draft { token: None, ..search(&practice) };
    refused(&bare.answer(&practice).await, 36_009_004, "x-tts-access-token: ");
    let unknown = Draft { token: Some("made-up".into()), ..search(&practice) };
    refused(&unknown.answer(&practice).await, 36_009_004, "x-tts-access-token: the access token is invalid");
    practice.shop.expire_tokens().await;
    refused(&search(&practice).answer(&practice).await, 105_002, "x-tts-access-token: the access token has expired");
    practice.shop.revoke_tokens().await;
    let revoked = search(&practice).answer(&practice).await;
    refused(&revoked, 36_009_004, "x-tts-access-token: the access token is invalid");
}

#[tokio::test]
async fn the_shop_is_named_where_it_is_wanted_and_nowhere_else() {
    let practice = partner().await;
    refused(&search(&practice).without("shop_cipher").answer(&practice).await, 106_013, "shop_cipher: ");
    refused(&search(&practice).set("shop_cipher", "x").answer(&practice).await, 101_000, "shop_cipher: ");
    let unwanted = shops(&practice).set(CIPHER.0, CIPHER.1).answer(&practice).await;
    refused(&unwanted, 36_009_004, "shop_cipher: unexpected identifier");
}

#[tokio::test]
async fn what_needs_a_scope_that_was_withdrawn_answers_105005() {
    let practice = partner().await;
    practice.shop.set_scopes(&["seller.order.info".into()]).await;
    refused(&shops(&practice).answer(&practice).await, 105_005, "the scope seller.authorization.info");
    assert_eq!(search(&practice).answer(&practice).await["code"], 0);
}

#[tokio::test]
async fn a_wrong_method_path_or_version_each_has_its_code() {
    let practice = partner().await;
    let wrong = [
        (Method::GET, SEARCH, 405, 36_009_010, "not with this method"),
        (Method::GET, "/order/202309/parcels", 404, 36_009_009, "there is no such path"),
        (Method::POST, "/order/201912/orders/search", 200, 36_009_014, "there is no such version"),
    ];
    for (method, path, status, code, message) in wrong {
        let answer = Draft::of(&practice, method, path, &[CIPHER], "").sent(&practice).await;
        assert_eq!(answer.status(), status, "{path}");
        refused(&answer.json().await.unwrap(), code, message);
    }
}

#[tokio::test]
async fn an_endpoint_can_be_retired_and_brought_back() {
    let practice = partner().await;
    practice.control("/retire", &json!({ "paths": [SEARCH] })).await;
    refused(&search(&practice).answer(&practice).await, 36_009_014, "this version of the endpoint has been retired");
    assert_eq!(shops(&practice).answer(&practice).await["code"], 0);
    practice.shop.retire(&[]);
    assert_eq!(search(&practice).answer(&practice).await["code"], 0);
}

#[tokio::test]
async fn both_contracts_count_in_the_same_window() {
    let practice = partner_of(|settings| settings.per_minute = 2).await;
    practice.hands.forward(20);
    assert_eq!(practice.get("/api/orders/search", &[]).await["code"], 0);
    assert_eq!(search(&practice).answer(&practice).await["code"], 0);
    let full = search(&practice).sent(&practice).await;
    assert_eq!(
        (full.status(), &full.headers()["retry-after"]),
        (StatusCode::TOO_MANY_REQUESTS, &"40".parse().unwrap())
    );
    refused(&full.json().await.unwrap(), 36_009_002, "the app's calls for this minute are used up");
}
