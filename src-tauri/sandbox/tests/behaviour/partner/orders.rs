use crate::{
    partner::signed::{partner, partner_of},
    practice::{Practice, refused, shipment},
};
use sandbox::{NewOrder, ShippingType, Status, Wanted};
use serde_json::{Value, json};

const SEARCH: &str = "/order/202309/orders/search";
const ORDERS: &str = "/order/202507/orders";
const HOUR: i64 = 3_600;

/// An order that arrives in that status, as the search shows it.
async fn arrived(practice: &Practice, status: Status) -> Value {
    let new =
        NewOrder { status: Some(status), recipient_name: Some("Ada King Lovelace".into()), ..NewOrder::default() };
    let order: Value = serde_json::from_str(&practice.shop.order(new).await.unwrap()).unwrap();
    one(practice, order["order_id"].as_str().unwrap()).await
}

async fn one(practice: &Practice, order_id: &str) -> Value {
    practice.look(ORDERS, &[("ids", order_id)]).await["data"]["orders"][0].clone()
}

/// The ids of what a search with that body finds.
async fn found(practice: &Practice, body: &Value) -> Vec<Value> {
    let answer = practice.tell(SEARCH, &[("page_size", "100")], body).await;
    assert_eq!(answer["code"], 0, "{answer}");
    answer["data"]["orders"].as_array().unwrap().iter().map(|order| order["id"].clone()).collect()
}

#[tokio::test]
async fn an_order_tells_its_moments_in_seconds_and_its_money_as_text() {
    let practice = partner().await;
    let order = arrived(&practice, Status::AwaitingShipment).await;
    let now = practice.hands.now().as_second();
    assert_eq!((&order["status"], &order["create_time"]), (&"AWAITING_SHIPMENT".into(), &now.into()));
    assert_eq!((&order["update_time"], &order["paid_time"]), (&now.into(), &now.into()));
    let deadlines = (&order["rts_sla_time"], &order["tts_sla_time"]);
    assert_eq!(deadlines, (&(now + 48 * HOUR).into(), &(now + 72 * HOUR).into()));
    assert_eq!(
        (&order["shipping_type"], &order["fulfillment_type"]),
        (&"SELLER".into(), &"FULFILLMENT_BY_SELLER".into())
    );
    assert_eq!((&order["is_on_hold_order"], &order["tracking_number"]), (&true.into(), &"".into()));
    assert!(!order["delivery_option_id"].as_str().unwrap().is_empty() && order["warehouse_id"].is_string(), "{order}");
    let total = order["payment"]["total_amount"].as_str().unwrap();
    assert!(total.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 2), "{total}");
    assert_eq!(order["payment"]["currency"], "USD");
}

#[tokio::test]
async fn every_piece_is_a_line_of_its_own() {
    let practice = partner().await;
    let product = practice.product().await;
    let sku_id = product["skus"][1]["id"].as_str().unwrap().to_owned();
    let level = json!([{ "warehouse_id": "wh_dallas", "available_stock": 50 }]);
    let body = json!({ "product_id": product["id"], "skus": [{ "id": sku_id, "stock_infos": level }] });
    practice.post("/api/products/stocks", &body).await;
    let wanted = Wanted { sku_id: sku_id.clone(), quantity: 3, warehouse_id: Some("wh_dallas".into()) };
    let new = NewOrder { items: vec![wanted], ..NewOrder::default() };
    let order: Value = serde_json::from_str(&practice.shop.order(new).await.unwrap()).unwrap();

    let shown = one(&practice, order["order_id"].as_str().unwrap()).await;
    let lines = shown["line_items"].as_array().unwrap();
    let ids: std::collections::HashSet<_> = lines.iter().map(|line| line["id"].to_string()).collect();
    assert_eq!((lines.len(), ids.len()), (3, 3));
    for line in lines {
        assert_eq!((&line["sku_id"], &line["product_id"]), (&sku_id.as_str().into(), &product["id"]));
        assert_eq!(line["seller_sku"], product["skus"][1]["seller_sku"]);
        assert_eq!(
            line["sale_price"].as_str().unwrap().parse::<f64>().unwrap(),
            order["items"][0]["price"].as_f64().unwrap()
        );
        assert!(line.get("quantity").is_none());
    }
    let piece: f64 = lines[0]["sale_price"].as_str().unwrap().parse().unwrap();
    let total: f64 = shown["payment"]["total_amount"].as_str().unwrap().parse().unwrap();
    assert!((total - 3.0 * piece).abs() < 0.001);
    assert_eq!(shown["warehouse_id"], "wh_dallas");
}

#[tokio::test]
async fn the_city_is_told_by_the_districts_alone() {
    let practice = partner().await;
    let order = arrived(&practice, Status::AwaitingShipment).await;
    let address = &order["recipient_address"];
    assert_eq!((&address["name"], &address["last_name"]), (&"Ada King Lovelace".into(), &"Lovelace".into()));
    let contract = practice.get("/api/orders/detail/query", &[("order_id", order["id"].as_str().unwrap())]).await;
    let recipient = &contract["data"]["recipient"]["address"];
    let level = |level: &str| {
        let districts = address["district_info"].as_array().unwrap();
        districts.iter().find(|district| district["address_level"] == level).unwrap()["address_name"].clone()
    };
    assert_eq!((level("L3"), level("L1")), (recipient["city"].clone(), recipient["state"].clone()));
    assert_eq!((&address["address_line1"], &address["postal_code"]), (&recipient["street1"], &recipient["zipcode"]));
}

#[tokio::test]
async fn an_order_goes_on_by_time_and_its_update_time_with_it() {
    let practice = partner_of(|settings| settings.access_token_life *= 2).await;
    let order = arrived(&practice, Status::AwaitingShipment).await;
    let id = order["id"].as_str().unwrap();
    let start = practice.hands.now().as_second();
    assert!(order["packages"].as_array().unwrap().is_empty());
    practice.hands.forward(60);
    assert_eq!(practice.post("/api/orders/update", &shipment(id)).await["code"], 0);

    let shipped = one(&practice, id).await;
    assert_eq!((&shipped["status"], &shipped["update_time"]), (&"AWAITING_COLLECTION".into(), &(start + 60).into()));
    assert_eq!(
        (&shipped["rts_time"], &shipped["tracking_number"]),
        (&(start + 60).into(), &"9400111899223344556677".into())
    );
    assert_eq!(shipped["line_items"][0]["package_id"], shipped["packages"][0]["id"]);
    practice.hands.forward(HOUR - 1);
    assert_eq!(one(&practice, id).await["status"], "AWAITING_COLLECTION");
    practice.hands.forward(1);
    let collected = one(&practice, id).await;
    assert_eq!((&collected["status"], &collected["update_time"]), (&"IN_TRANSIT".into(), &(start + 60 + HOUR).into()));
    let window = json!({ "update_time_ge": start + 60 + HOUR, "update_time_lt": start + 61 + HOUR });
    assert_eq!(found(&practice, &window).await, [id]);
    practice.hands.forward(HOUR);
    practice.shop.deliver(id).await.unwrap();
    let delivered = one(&practice, id).await;
    assert_eq!(
        (&delivered["status"], &delivered["delivery_time"]),
        (&"DELIVERED".into(), &(start + 60 + 2 * HOUR).into())
    );
    practice.hands.forward(7 * 24 * HOUR);
    assert_eq!(one(&practice, id).await["status"], "COMPLETED");
    assert!(!found(&practice, &window).await.contains(&id.into()));
}

#[tokio::test]
async fn a_window_has_its_lower_end_in_it_and_not_its_upper() {
    let practice = partner().await;
    practice.hands.forward(HOUR);
    let order = arrived(&practice, Status::AwaitingShipment).await;
    let at = practice.hands.now().as_second();
    for (from, to) in [("update_time_ge", "update_time_lt"), ("create_time_ge", "create_time_lt")] {
        assert_eq!(found(&practice, &json!({ from: at })).await, [order["id"].clone()]);
        assert_eq!(found(&practice, &json!({ from: at, to: at + 1 })).await, [order["id"].clone()]);
        assert!(found(&practice, &json!({ from: at + 1 })).await.is_empty());
        assert!(!found(&practice, &json!({ to: at })).await.contains(&order["id"]));
    }
}

#[tokio::test]
async fn a_search_finds_what_its_body_asks_for() {
    let practice = partner().await;
    let order = arrived(&practice, Status::OnHold).await;
    assert!(found(&practice, &json!({ "order_status": "ON_HOLD" })).await.contains(&order["id"]));
    assert!(!found(&practice, &json!({ "order_status": "UNPAID" })).await.contains(&order["id"]));
    assert_eq!(found(&practice, &json!({ "buyer_user_id": order["user_id"] })).await, [order["id"].clone()]);
    assert!(found(&practice, &json!({ "shipping_type": "TIKTOK" })).await.is_empty());
    assert!(found(&practice, &json!({ "is_buyer_request_cancel": true })).await.is_empty());
    let elsewhere = json!({ "warehouse_ids": ["nowhere"], "buyer_user_id": order["user_id"] });
    assert!(found(&practice, &elsewhere).await.is_empty());
    for (body, name) in [
        (json!({ "order_status": "SHIPPED" }), "order_status: "),
        (json!({ "shipping_type": "x" }), "shipping_type: "),
        (json!([1]), "body: "),
        (json!({ "update_time_ge": "x" }), "body: "),
    ] {
        refused(&practice.tell(SEARCH, &[], &body).await, 36_009_004, name);
    }
}

#[tokio::test]
async fn the_buyer_is_hidden_while_the_order_is_not_certain_and_after_it_is_off() {
    let practice = partner_of(|settings| settings.access_token_life *= 10).await;
    for status in [Status::Unpaid, Status::OnHold, Status::Cancelled] {
        let order = arrived(&practice, status).await;
        let address = &order["recipient_address"];
        for part in ["name", "phone_number", "address_line1", "address_detail", "full_address", "postal_code"] {
            assert_eq!(address[part], "***", "{status:?} {part}");
        }
        assert_eq!(address["district_info"][3]["address_name"], "***");
        assert_ne!(address["district_info"][1]["address_name"], "***");
        assert_eq!(order.get("paid_time").is_none(), status == Status::Unpaid);
    }
    let done = arrived(&practice, Status::Delivered).await;
    assert_ne!(done["recipient_address"]["name"], "***");
    for (days, hidden) in [(36, false), (1, true)] {
        practice.hands.forward(days * 24 * HOUR);
        let later = one(&practice, done["id"].as_str().unwrap()).await;
        assert_eq!(later["recipient_address"]["name"] == "***", hidden, "{later}");
    }
}

#[tokio::test]
async fn another_market_hides_nobody_and_the_service_s_own_shipping_everybody() {
    let british = partner_of(|settings| settings.region = "GB".into()).await;
    let order = arrived(&british, Status::OnHold).await;
    assert_eq!(order["recipient_address"]["name"], "Ada King Lovelace");
    assert_eq!(order["payment"]["currency"], "GBP");
    for (region, packages) in [("GB", 1), ("US", 0)] {
        let by_service =
            partner_of(|settings| (settings.shipping_type, settings.region) = (ShippingType::TikTok, region.into()))
                .await;
        let order = arrived(&by_service, Status::AwaitingShipment).await;
        assert_eq!((&order["recipient_address"]["name"], &order["shipping_type"]), (&"***".into(), &"TIKTOK".into()));
        assert_eq!(order["packages"].as_array().unwrap().len(), packages, "{region}");
    }
}

#[tokio::test]
async fn orders_are_told_by_their_ids() {
    let practice = partner().await;
    let listed = found(&practice, &json!({})).await;
    let [a, b] = [&listed[0], &listed[1]].map(|id| id.as_str().unwrap());
    for path in [ORDERS, "/order/202309/orders"] {
        let told = practice.look(path, &[("ids", &format!("{b},{a},{b}"))]).await;
        let ids: Vec<_> = told["data"]["orders"].as_array().unwrap().iter().map(|order| order["id"].clone()).collect();
        assert_eq!(ids, [b, a]);
    }
    let fifty_one = (0..51).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    refused(&practice.look(ORDERS, &[("ids", &fifty_one)]).await, 36_009_004, "ids: ");
    refused(&practice.look(ORDERS, &[]).await, 36_009_004, "ids: is missing");
    refused(&practice.look(ORDERS, &[("ids", &format!("{a},5766"))]).await, 21_008_111, "ids: 5766");
}
