use crate::practice::{Practice, RETURN_TO, code_in, connected};
use reqwest::{Response, StatusCode, header::LOCATION};

const PAGE: [(&str, &str); 4] =
    [("client_id", "practice-key"), ("redirect_uri", RETURN_TO), ("state", "s\"1 <&"), ("response_type", "code")];

async fn decide(practice: &Practice, decision: &str) -> Response {
    let form = [&PAGE[..3], &[("decision", decision)]].concat();
    practice.client.post(practice.shop.base_url() + "/oauth/authorize").form(&form).send().await.unwrap()
}

fn back_at(answer: &Response) -> String {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer.headers()[LOCATION].to_str().unwrap().into()
}

#[tokio::test]
async fn the_consent_page_names_the_app_and_offers_both_answers() {
    let practice = connected().await;
    let answer = practice.ask("/oauth/authorize", &PAGE).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let page = answer.text().await.unwrap();
    for part in ["practice-key", "Approve</button>", "Refuse</button>", RETURN_TO] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(page.contains("s&quot;1 &lt;&amp;"), "what the app sends is escaped: {page}");
}

#[tokio::test]
async fn approving_brings_the_app_a_code_and_its_own_state() {
    let practice = connected().await;
    let back = back_at(&decide(&practice, "approve").await);
    assert!(back.starts_with("tiktokflow://oauth/callback?code="), "{back}");
    assert!(back.ends_with("&state=s%221+%3C%26"), "{back}");
    assert_eq!(practice.exchange(&code_in(&back)).await["code"], 0);
}

#[tokio::test]
async fn refusing_brings_the_app_no_code() {
    let practice = connected().await;
    let back = back_at(&decide(&practice, "refuse").await);
    assert_eq!(back, "tiktokflow://oauth/callback?error=access_denied&state=s%221+%3C%26");
}

#[tokio::test]
async fn a_request_that_is_not_in_order_is_sent_nowhere() {
    let practice = connected().await;
    let wrong = [
        ("client_id", "another-app"),
        ("redirect_uri", "not an address"),
        ("redirect_uri", "javascript:alert(1)"),
        ("state", ""),
        ("response_type", "token"),
    ];
    for (name, value) in wrong {
        let query = PAGE.map(|pair| if pair.0 == name { (name, value) } else { pair });
        let answer = practice.ask("/oauth/authorize", &query).await.unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{name}={value}");
        assert!(answer.headers().get(LOCATION).is_none(), "{name}={value}");
    }
}
