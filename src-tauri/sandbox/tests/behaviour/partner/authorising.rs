use std::time::Duration;

use crate::{
    partner::signed::{Draft, partner, partner_of},
    practice::{Practice, code_in, refused},
};
use reqwest::{Method, Response, StatusCode, header::LOCATION};
use sandbox::SisterShop;
use serde_json::json;

const DOOR: &str = "/open/authorize";

async fn decide(practice: &Practice, form: &[(&str, &str)]) -> Response {
    practice.client.post(practice.shop.base_url() + DOOR).form(form).send().await.unwrap()
}

fn back_at(answer: &Response) -> String {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer.headers()[LOCATION].to_str().unwrap().into()
}

#[tokio::test]
async fn the_page_names_the_service_and_offers_both_answers() {
    let practice = partner().await;
    let asked = [("service_id", "practice-service"), ("state", "s\"1 <&")];
    let page = practice.ask(DOOR, &asked).await.unwrap().text().await.unwrap();
    for part in ["practice-service", "Approve</button>", "Refuse</button>", "s&quot;1 &lt;&amp;", DOOR] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let stateless = practice.ask(DOOR, &asked[..1]).await.unwrap();
    assert!(!stateless.text().await.unwrap().contains(r#"name="state""#));
}

#[tokio::test]
async fn another_service_is_sent_nowhere() {
    let practice = partner().await;
    let other = [("service_id", "another"), ("state", "s"), ("decision", "approve")];
    for answer in [practice.ask(DOOR, &other[..2]).await.unwrap(), decide(&practice, &other).await] {
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
        assert!(answer.headers().get(LOCATION).is_none());
    }
}

#[tokio::test]
async fn approving_returns_to_the_registered_address_with_a_code() {
    let practice = partner_of(|settings| settings.redirect_url = "http://localhost:7000/back".into()).await;
    let form = [("service_id", "practice-service"), ("decision", "approve"), ("state", "a b")];
    let back = back_at(&decide(&practice, &form).await);
    assert!(back.starts_with("http://localhost:7000/back?app_key=practice-key&code="), "{back}");
    assert!(back.ends_with("&state=a+b"), "{back}");
    assert_eq!(practice.exchange(&code_in(&back)).await["code"], 0);
    let back = back_at(&decide(&practice, &form[..2]).await);
    assert!(!back.contains("state"), "{back}");
}

#[tokio::test]
async fn refusing_brings_no_code() {
    let practice = partner().await;
    let form = [("service_id", "practice-service"), ("decision", "refuse"), ("state", "s")];
    let back = back_at(&decide(&practice, &form).await);
    assert_eq!(back, "tiktokflow://oauth/callback?code=null&error=auth_denied&state=s");
}

#[tokio::test]
async fn consent_can_be_given_without_the_page() {
    let practice = partner().await;
    let redirect = practice.control("/approve", &json!({ "service_id": "practice-service" })).await;
    let redirect = redirect["redirect"].as_str().unwrap();
    assert!(redirect.starts_with("tiktokflow://oauth/callback?app_key=") && !redirect.contains("state"), "{redirect}");
    assert_eq!(practice.exchange(&code_in(redirect)).await["code"], 0);
    let other = practice.send("/control/approve", &json!({ "service_id": "another", "state": "s" })).await.unwrap();
    assert_eq!(other.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_code_that_is_no_good_answers_the_code_of_the_page_it_came_from() {
    let practice = partner().await;
    let fresh = || code_in(&practice.shop.approve_service(None).unwrap());
    let (used, late) = (fresh(), fresh());
    practice.exchange(&used).await;
    refused(&practice.exchange(&used).await, 36_004_004, "auth_code: was used before");
    refused(&practice.exchange("made-up").await, 36_004_004, "auth_code: unknown");
    practice.hands.forward(30 * 60);
    refused(&practice.exchange(&late).await, 36_004_004, "auth_code: expired");

    practice.consent();
    refused(&practice.exchange("made-up").await, 1001, "auth_code: unknown");
    refused(&practice.exchange(&late).await, 36_004_004, "auth_code: expired");
}

#[tokio::test]
async fn a_refresh_token_that_is_no_good_says_whether_it_expired() {
    let practice = partner_of(|settings| settings.refresh_token_life = Duration::from_secs(60)).await;
    practice.hands.forward(60);
    refused(&practice.refresh(&practice.refresh_token).await, 36_004_001, "refresh_token: expired");
    practice.shop.revoke_tokens().await;
    refused(&practice.refresh(&practice.refresh_token).await, 36_004_005, "refresh_token: unknown");
}

#[tokio::test]
async fn the_tokens_tell_the_shop_s_market() {
    let practice = partner_of(|settings| settings.region = "GB".into()).await;
    let granted = practice.refresh(&practice.refresh_token).await;
    assert_eq!(granted["data"]["seller_base_region"], "GB");
    let scopes = granted["data"]["granted_scopes"].as_array().unwrap();
    assert!(scopes.contains(&"seller.fulfillment.package.write".into()), "{scopes:?}");
}

#[tokio::test]
async fn one_sign_in_lets_into_all_of_a_sellers_shops_each_by_its_cipher() {
    let practice = partner_of(|settings| {
        let (name, region) = ("Linh Kay Hanoi".into(), "VN".into());
        settings.sister_shops =
            vec![SisterShop { name, region, id: "7495000000000000018".into(), cipher: "VN_c".into() }];
    })
    .await;
    let look = async |path: &str, query: &[(&str, &str)]| {
        Draft::of(&practice, Method::GET, path, query, "").answer(&practice).await
    };
    let listed = look("/authorization/202309/shops", &[]).await;
    let shops = listed["data"]["shops"].as_array().unwrap();
    let told: Vec<_> =
        shops.iter().map(|shop| (shop["name"].as_str().unwrap(), shop["region"].as_str().unwrap())).collect();
    assert_eq!(told, [("Linh Kay Studio", "US"), ("Linh Kay Hanoi", "VN")]);
    let at_the_sister = look("/logistics/202309/warehouses", &[("shop_cipher", "VN_c")]).await;
    assert_eq!(at_the_sister["code"], 0);
}

#[tokio::test]
async fn a_renewal_keeps_the_end_of_the_consent_and_ends_other_tokens_only_where_it_is_told_to() {
    for one_sign_in in [false, true] {
        let practice = partner_of(|settings| settings.one_sign_in = one_sign_in).await;
        let first = practice.refresh_token.clone();
        let second = practice.exchange(&code_in(&practice.shop.approve_service(None).unwrap())).await;
        let end = second["data"]["refresh_token_expire_in"].clone();
        practice.hands.forward(86_400);
        let renewed = practice.refresh(second["data"]["refresh_token"].as_str().unwrap()).await;
        assert_eq!(renewed["data"]["refresh_token_expire_in"], end, "the seller chose it when consenting");
        let code = practice.refresh(&first).await["code"].clone();
        assert_eq!(code, if one_sign_in { 36_004_005 } else { 0 });
    }
}
