//! Labels that are bought: how the question and the purchase are worded, and what their answers mean.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]
mod support;

use domain::{OrderId, OrderStatus, Parcel, Price, Purchase, ServiceId, ShippingService, Units};
use jiff::Timestamp;
use serde_json::json;
use support::{Bench, FakeShop, failure, partner_shop, reply, success};
use tiktok_shop::{Clock as _, LabelPurchase, Lane, ShipAnswer, ShopError, later};

const QUERY: &str = "/fulfillment/202309/orders/5766/shipping_services/query";
const BUY: &str = "/fulfillment/202512/packages";

fn parcel(units: Units) -> Parcel {
    let [weight, length, width, height] = ["1.5", "10", "6", "4.25"].map(|text| text.parse().unwrap());
    Parcel { units, weight, length, width, height }
}

fn order() -> OrderId {
    OrderId::new("5766")
}

fn purchase() -> Purchase {
    let price = Price { amount: "4.12".parse().unwrap(), currency: "USD".into() };
    let (name, carrier) = ("Ground".into(), "USPS".into());
    Purchase { parcel: parcel(Units::Imperial), service: ServiceId::new("28820"), name, carrier, price }
}

async fn services(bench: &Bench, units: Units) -> Result<Vec<ShippingService>, ShopError> {
    bench.client.shipping_services(&order(), &parcel(units), Lane::Person).await
}

async fn buy_by(bench: &Bench, leave_by: Timestamp) -> Result<ShipAnswer, ShopError> {
    let (order, purchase) = (order(), purchase());
    bench.client.buy_label(&LabelPurchase { order: &order, purchase: &purchase, leave_by }, Lane::Person).await
}

async fn buy(bench: &Bench) -> Result<ShipAnswer, ShopError> {
    buy_by(bench, later(bench.clock.now(), std::time::Duration::from_secs(3))).await
}

#[tokio::test]
async fn prices_are_asked_for_in_the_units_of_the_market_and_read_exactly() {
    let told = json!({ "shipping_services": [
        { "id": "28820", "name": "Ground", "price": "4.12", "currency": "USD", "earliest_delivery_days": 2,
          "latest_delivery_days": 5, "is_default": true, "shipping_provider_name": "USPS", "shipping_provider_id": "7" },
        { "id": "28821", "name": "By price unknown", "price": "soon" },
        { "id": 28822, "name": "Bare", "price": 7, "latest_delivery_days": -1 },
    ]});
    let (shop, bench) = partner_shop(move |_| success(&told.to_string())).await;
    let offered = services(&bench, Units::Imperial).await.unwrap();
    let shown: Vec<_> = offered
        .iter()
        .map(|one| (one.id.as_str(), one.price.to_string(), one.earliest_days, one.latest_days))
        .collect();
    assert_eq!(
        shown,
        [("28820", "4.12 USD".to_owned(), Some(2), Some(5)), ("28822", "7".to_owned(), None, None)],
        "what has no price is not for sale"
    );
    assert_eq!((offered[0].name.as_str(), offered[0].carrier.as_str()), ("Ground", "USPS"));
    services(&bench, Units::Metric).await.unwrap();
    let asked = shop.asked();
    assert_eq!((asked[0].method.as_str(), asked[0].path.as_str()), ("POST", QUERY));
    let dimension = |unit: &str| json!({ "length": "10", "width": "6", "height": "4.25", "unit": unit });
    assert_eq!(asked[0].body, json!({ "weight": { "value": "1.5", "unit": "POUND" }, "dimension": dimension("INCH") }));
    assert_eq!(asked[1].body, json!({ "weight": { "value": "1.5", "unit": "GRAM" }, "dimension": dimension("CM") }));
}

#[tokio::test]
async fn a_shop_that_names_no_service_has_none() {
    for data in ["{}", r#"{"shipping_services":null}"#, r#"{"shipping_services":[]}"#] {
        let (_shop, bench) = partner_shop(move |_| success(data)).await;
        assert_eq!(services(&bench, Units::Imperial).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_price_is_asked_for_again_where_that_passes_by_itself_and_a_label_is_never_bought_again() {
    let (shop, bench) = partner_shop(|asked| match (asked.path.as_str(), asked.nth) {
        (QUERY, 0) => reply(500, ""),
        (QUERY, _) => success(r#"{"shipping_services":[]}"#),
        _ => reply(500, ""),
    })
    .await;
    assert_eq!(services(&bench, Units::Imperial).await.unwrap(), []);
    assert!(matches!(buy(&bench).await, Err(ShopError::UnknownOutcome { .. })));
    assert_eq!((shop.asked_for(QUERY), shop.asked_for(BUY)), (2, 1));
}

#[tokio::test]
async fn a_whole_order_is_bought_for_and_nothing_else_is_said() {
    let (shop, bench) =
        partner_shop(|_| success(r#"{"package_id":"1153","shipping_service_info":{"price":"4.12"}}"#)).await;
    let answer = buy(&bench).await.unwrap();
    assert_eq!((answer.order_id, answer.status, answer.warning), (order(), OrderStatus::AwaitingCollection, None));
    let asked = shop.asked();
    assert_eq!((asked.len(), asked[0].path.as_str()), (1, BUY));
    assert_eq!(
        asked[0].body,
        json!({
            "ship_type": "1", "order_id": "5766", "shipping_service_id": "28820",
            "weight": { "value": "1.5", "unit": "POUND" },
            "dimension": { "length": "10", "width": "6", "height": "4.25", "unit": "INCH" },
        })
    );
}

#[tokio::test]
async fn what_was_bought_for_more_than_was_seen_is_said_and_is_bought_all_the_same() {
    for (info, warned) in [
        (r#"{"shipping_service_info":{"price":"4.13"}}"#, true),
        (r#"{"shipping_service_info":{"price":"4.1"}}"#, false),
        (r#"{"shipping_service_info":{"price":"soon"}}"#, false),
        ("{}", false),
    ] {
        let (_shop, bench) = partner_shop(move |_| success(info)).await;
        let warning = buy(&bench).await.unwrap().warning;
        assert_eq!(warning.is_some(), warned, "{info}");
        assert!(warning.is_none_or(|words| words.contains("4.13, where 4.12 USD was seen")));
    }
}

#[tokio::test]
async fn each_no_says_whether_a_label_may_have_been_bought() {
    for (code, kind) in [
        (21_022_025, "before"),
        (21_030_006, "before"),
        (21_011_006, "before"),
        (21_008_042, "before"),
        (21_030_005, "unknown"),
        (11_001_027, "unknown"),
        (36_009_003, "unknown"),
        (21_011_037, "refused"),
        (21_004_008, "refused"),
    ] {
        let (_shop, bench) = partner_shop(move |_| failure(code, "no")).await;
        let error = buy(&bench).await.unwrap_err();
        let told = match &error {
            ShopError::UnknownOutcome { .. } => "unknown",
            error if error.was_done_before() => "before",
            _ => "refused",
        };
        assert_eq!(told, kind, "{code}: {error}");
    }
    let (_shop, bench) = partner_shop(|_| success(r#"{"order_id":"9"}"#)).await;
    assert!(matches!(buy(&bench).await, Err(ShopError::UnknownOutcome { .. })), "an answer about another order");
}

#[tokio::test]
async fn a_purchase_whose_price_has_grown_old_does_not_leave() {
    let (shop, bench) = partner_shop(|_| success("{}")).await;
    let past = bench.clock.now() - jiff::SignedDuration::from_secs(1);
    assert_eq!(buy_by(&bench, past).await, Err(ShopError::TooLate));
    assert_eq!(shop.asked().len(), 0);
}

#[tokio::test]
async fn the_documented_contract_sells_no_labels() {
    let shop = FakeShop::answering(|_| success("{}")).await;
    let bench = Bench::at(&shop.endpoints);
    assert!(matches!(services(&bench, Units::Imperial).await, Err(ShopError::Unsendable { .. })));
    assert!(matches!(buy(&bench).await, Err(ShopError::Unsendable { .. })));
    assert_eq!(shop.asked().len(), 0);
}
