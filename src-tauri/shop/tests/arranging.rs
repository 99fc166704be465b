//! Orders with the platform's labels: several parcels, one order's outcome; and documents from safe addresses alone.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]
mod support;

use domain::{Handling, Handover, LabelSheet, Order, OrderStatus, PackageId, Shipper};
use serde_json::{Value, json};
use support::{Bench, FakeShop, order, partner_shop, reply, success};
use tiktok_shop::{Arrangement, Lane, ShipAnswer, ShopError};

const SHIP_SEVERAL: &str = "/fulfillment/202309/packages/ship";
const PDF: &str = "%PDF-1.4\n%%EOF";

/// An order of the platform's with these parcels, of which some are arranged.
fn labelled(id: &str, packages: &[&str], arranged: &[&str]) -> Order {
    let ids = |ids: &[&str]| ids.iter().map(|id| PackageId::new(*id)).collect();
    let (packages, arranged) = (ids(packages), ids(arranged));
    Order { handling: Handling { shipper: Shipper::Platform, packages, arranged, ..Handling::default() }, ..order(id) }
}

async fn arrange(bench: &Bench, orders: &[Order]) -> Vec<Result<ShipAnswer, ShopError>> {
    let asked: Vec<_> = orders.iter().map(|order| Arrangement { order, handover: Handover::Usual }).collect();
    bench.client.arrange(&asked, Lane::Person).await
}

fn failure(code: i64, package: &str) -> Value {
    json!({ "code": code, "message": "no", "detail": { "package_id": package } })
}

#[tokio::test]
async fn each_order_has_the_outcome_of_its_own_parcels() {
    let errors =
        [failure(21_011_044, "b1"), failure(21_011_020, "c1"), failure(11_001_027, "d2"), failure(21_011_044, "d1")];
    let data = json!({ "errors": errors }).to_string();
    let (shop, bench) = partner_shop(move |_| success(&data)).await;
    let orders = [
        labelled("A", &["a1", "a2"], &["a1"]),
        labelled("B", &["b1", "b2"], &[]),
        labelled("C", &["c1"], &[]),
        labelled("D", &["d1", "d2"], &[]),
        labelled("E", &[], &[]),
    ];
    let outcomes = arrange(&bench, &orders).await;
    let named: Vec<String> = shop.asked()[0].body["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, ["a2", "b1", "b2", "c1", "d1", "d2"], "what is arranged is not named again");
    assert_eq!((shop.asked().len(), shop.asked_for(SHIP_SEVERAL)), (1, 1));
    assert_eq!(outcomes[0].as_ref().unwrap().status, OrderStatus::AwaitingCollection);
    assert!(matches!(&outcomes[1], Err(ShopError::Refused { code: 21_011_044, .. })), "{outcomes:?}");
    assert!(matches!(&outcomes[2], Err(error) if error.was_done_before()), "{outcomes:?}");
    assert!(
        matches!(&outcomes[3], Err(ShopError::UnknownOutcome { .. })),
        "what nobody knows counts first: {outcomes:?}"
    );
    assert!(
        matches!(&outcomes[4], Err(ShopError::Unsendable { why }) if why.contains("Seller Center")),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn an_answer_that_names_no_parcel_says_nothing_of_any() {
    let data = json!({ "errors": [{ "code": 1, "message": "no", "detail": {} }] }).to_string();
    let (_shop, bench) = partner_shop(move |_| success(&data)).await;
    for outcome in arrange(&bench, &[labelled("A", &["a1"], &[]), labelled("B", &["b1"], &[])]).await {
        assert!(matches!(outcome, Err(ShopError::UnknownOutcome { .. })), "{outcome:?}");
    }
}

#[tokio::test]
async fn the_documented_contract_hands_nothing_over() {
    let shop = FakeShop::answering(|_| success("{}")).await;
    let outcomes = arrange(&Bench::at(&shop.endpoints), &[labelled("A", &["a1"], &[])]).await;
    assert!(matches!(&outcomes[..], [Err(ShopError::Unsendable { .. })]), "{outcomes:?}");
    assert_eq!(shop.asked().len(), 0);
}

#[tokio::test]
async fn a_label_is_taken_from_a_safe_address_alone_and_has_to_be_a_paper() {
    let at = |address: &str| json!({ "doc_url": address, "tracking_number": "LX1" }).to_string();
    for (address, body, why) in [
        ("http://documents.example/label?key=canary", PDF, "no safe address"),
        ("file:///etc/passwd", PDF, "no safe address"),
        ("nonsense", PDF, "no safe address"),
        ("{base}/label?key=canary", "<html>", "no PDF"),
        ("{base}/gone?key=canary", PDF, "HTTP 404"),
        ("{base}/label?key=canary", PDF, ""),
    ] {
        let address = address.to_owned();
        let (shop, bench) = partner_shop(move |asked| match asked.path.as_str() {
            "/label" => reply(200, body),
            "/gone" => reply(404, "gone"),
            _ => {
                let host = asked.headers.get("host").unwrap();
                success(&at(&address.replace("{base}", &format!("http://{host}"))))
            }
        })
        .await;
        let label = bench.client.shipping_label(&PackageId::new("a1"), LabelSheet::A6, Lane::Person).await;
        if why.is_empty() {
            let label = label.unwrap();
            assert_eq!((label.pdf.reveal().as_slice(), label.tracking_number.as_str()), (PDF.as_bytes(), "LX1"));
            assert_eq!(shop.asked().last().unwrap().token(), "", "no token goes to where documents lie");
        } else {
            let told = label.unwrap_err().to_string();
            assert!(told.contains(why) && !told.contains("canary"), "{told}");
        }
    }
}
