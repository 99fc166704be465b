//! A shipped order's tracking number, put right: whose parcel it is, and what a refusal says.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]
mod support;

use domain::{DeliveryOptionId, Handling, Order, Shipper, TrackingNumber};
use serde_json::{Value, json};
use support::{Asked, Bench, FakeShop, Reply, order, partner_shop, reply, success};
use tiktok_shop::{Contract, Lane, RightNumber, ShopError};

const UPDATE: &str = "/fulfillment/202309/orders/5/shipping_info/update";
const UPS_NUMBER: &str = "1Z999AA10123456784";
const CARRIERS: &str =
    r#"{"shipping_providers":[{"id":"71","name":"USPS"},{"id":"72","name":"UPS"},{"id":"73","name":"Roadie"}]}"#;

/// A shop that lists three carriers and answers a correction like this.
async fn shop(answer: impl Fn() -> Reply + Send + Sync + 'static) -> (FakeShop, Bench) {
    partner_shop(move |asked: &Asked| if asked.path == UPDATE { answer() } else { success(CARRIERS) }).await
}

fn sent(shipper: Shipper) -> Order {
    let delivery_option = Some(DeliveryOptionId::new("9"));
    Order { handling: Handling { shipper, delivery_option, ..Handling::default() }, ..order("5") }
}

async fn correct(
    bench: &Bench,
    order: &Order,
    (number, carrier, usual_carrier): (&str, Option<&str>, Option<&str>),
) -> Result<String, ShopError> {
    let tracking = TrackingNumber::parse(number).unwrap();
    bench
        .client
        .correct_tracking(
            &RightNumber { order, tracking: &tracking, carrier, usual_carrier, parcel: None },
            Lane::Person,
        )
        .await
}

#[tokio::test]
async fn the_carrier_is_the_one_that_is_named_or_that_the_number_tells_or_the_usual_one() {
    let cases = [
        ((UPS_NUMBER, None, Some("USPS")), "72", "UPS"),
        ((UPS_NUMBER, Some("roadie"), Some("USPS")), "73", "Roadie"),
        (("TK1", None, Some("USPS")), "71", "USPS"),
    ];
    for (parcel, id, name) in cases {
        let (shop, bench) = shop(|| success("{}")).await;
        assert_eq!(correct(&bench, &sent(Shipper::Seller), parcel).await, Ok(name.to_owned()));
        let asked = shop.asked();
        let said: &Value = &asked.iter().find(|asked| asked.path == UPDATE).unwrap().body;
        assert_eq!(*said, json!({ "tracking_number": parcel.0, "shipping_provider_id": id }));
    }
}

#[tokio::test]
async fn nothing_is_sent_where_nobody_can_tell_whose_it_is_or_the_platform_ships() {
    let cases = [
        (Shipper::Seller, ("TK1", None, None), "usual carrier in Settings; the shop takes USPS, UPS, Roadie"),
        (Shipper::Seller, (UPS_NUMBER, Some("Pigeon"), None), "doesn’t take Pigeon for this order, but USPS, UPS"),
        (Shipper::Platform, (UPS_NUMBER, None, None), "a label of its own"),
    ];
    for (shipper, parcel, told) in cases {
        let (shop, bench) = shop(|| success("{}")).await;
        let refused = correct(&bench, &sent(shipper), parcel).await;
        assert!(matches!(&refused, Err(ShopError::Unsendable { why }) if why.contains(told)), "{refused:?}");
        assert_eq!(shop.asked_for(UPDATE), 0);
    }
}

#[tokio::test]
async fn a_refusal_says_what_was_kept_and_what_to_do() {
    let codes = [
        (21_011_004, "TikTok gave this order its number"),
        (21_011_007, "answer that first"),
        (21_011_022, "Check the number and its carrier"),
        (21_011_025, "Another order has this number"),
        (21_011_030, "delivered already"),
        (21_011_041, "It was cancelled"),
        (21_011_043, "not shipped yet"),
        (21_011_049, "TikTok’s rules"),
        (21_011_050, "72 hours"),
        (21_011_051, "corrected before"),
        (21_011_052, "corrected before"),
        (10_007_002, "where it stands now"),
        (25_001_010, "returned or cancelled"),
    ];
    for (code, told) in codes {
        let body = json!({ "code": code, "message": "no", "request_id": "1" }).to_string();
        let (_shop, bench) = shop(move || reply(200, &body)).await;
        let refused = correct(&bench, &sent(Shipper::Seller), (UPS_NUMBER, None, None)).await.unwrap_err().to_string();
        assert!(refused.contains("Nothing was changed there.") && refused.contains(told), "{refused}");
    }
}

#[tokio::test]
async fn an_answer_that_says_nothing_certain_is_never_sent_again_by_itself() {
    let (shop, bench) = shop(|| reply(502, "bad gateway")).await;
    let lost = correct(&bench, &sent(Shipper::Seller), (UPS_NUMBER, None, None)).await;
    assert!(matches!(lost, Err(ShopError::UnknownOutcome { .. })), "{lost:?}");
    assert_eq!(shop.asked_for(UPDATE), 1);
}

#[tokio::test]
async fn the_plain_contract_has_no_such_call() {
    let shop = FakeShop::answering(|_| success("{}")).await;
    let bench = Bench::at(&shop.endpoints);
    assert!(!Contract::Documented.corrects_tracking() && Contract::Partner.corrects_tracking());
    let refused = correct(&bench, &sent(Shipper::Seller), (UPS_NUMBER, None, None)).await;
    assert!(matches!(refused, Err(ShopError::Unsendable { .. })), "{refused:?}");
    assert_eq!(shop.asked().len(), 0);
}
