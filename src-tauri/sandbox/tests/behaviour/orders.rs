use crate::practice::{connected, connected_to, refused, shipment};
use sandbox::ListOrder;
use serde_json::{Value, json};

const SEARCH: &str = "/api/orders/search";
const DETAIL: &str = "/api/orders/detail/query";
const UPDATE: &str = "/api/orders/update";

fn ids(found: &Value) -> Vec<&str> {
    let orders = found["data"]["orders"].as_array().unwrap();
    orders.iter().map(|order| order["order_id"].as_str().unwrap()).collect()
}

fn times(orders: &[Value]) -> Vec<&str> {
    orders.iter().map(|order| order["create_time"].as_str().unwrap()).collect()
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn an_order_has_every_field_of_the_contract_and_no_other() {
    let practice = connected().await;
    let detail = practice.get(DETAIL, &[("order_id", &practice.order("AWAITING_SHIPMENT").await)]).await;
    let order = &detail["data"];
    let mut expected = [
        "order_id",
        "order_status",
        "payment_method",
        "shipping_provider",
        "tracking_number",
        "recipient",
        "items",
        "create_time",
        "update_time",
    ];
    expected.sort_unstable();
    assert_eq!(keys(order), expected);
    assert_eq!(keys(&order["recipient"]), ["address", "name", "phone"]);
    assert_eq!(keys(&order["recipient"]["address"]), ["city", "country", "state", "street1", "street2", "zipcode"]);
    assert_eq!(keys(&order["items"][0]), ["id", "price", "product_name", "quantity", "sku_id"]);
    assert!(order["create_time"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn prices_are_numbers_with_their_exact_decimals() {
    let practice = connected().await;
    let text = practice.ask(SEARCH, &[("page_size", "100")]).await.unwrap().text().await.unwrap();
    let prices: Vec<&str> = text.split("\"price\":").skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
    assert!(prices.len() > 100);
    for price in prices {
        let (whole, decimals) = price.split_once('.').unwrap();
        assert!(whole.bytes().chain(decimals.bytes()).all(|b| b.is_ascii_digit()) && decimals.len() == 2, "{price}");
    }
}

#[tokio::test]
async fn an_order_looks_the_same_in_the_list_and_alone() {
    let practice = connected().await;
    for listed in practice.orders("SHIPPED").await {
        let detail = practice.get(DETAIL, &[("order_id", listed["order_id"].as_str().unwrap())]).await;
        assert_eq!(detail["data"], listed);
    }
}

#[tokio::test]
async fn a_page_has_ten_orders_unless_asked_otherwise() {
    let practice = connected().await;
    let found = practice.get(SEARCH, &[]).await;
    assert_eq!((ids(&found).len(), &found["data"]["total"]), (10, &120.into()));
    let found = practice.get(SEARCH, &[("page_size", "100"), ("page_number", "2")]).await;
    assert_eq!((ids(&found).len(), &found["data"]["total"]), (20, &120.into()));
    let found = practice.get(SEARCH, &[("page_number", "99")]).await;
    assert_eq!((ids(&found).len(), &found["data"]["total"]), (0, &120.into()));
}

#[tokio::test]
async fn the_pages_together_have_every_order_once_newest_first() {
    let practice = connected().await;
    let mut all: Vec<Value> = Vec::new();
    for page in 1..=9 {
        let found = practice.get(SEARCH, &[("page_size", "14"), ("page_number", &page.to_string())]).await;
        all.extend(found["data"]["orders"].as_array().unwrap().iter().cloned());
    }
    assert_eq!(all.len(), 120);
    let mut sorted = all.clone();
    sorted.sort_by_key(|order| order["order_id"].to_string());
    sorted.dedup_by_key(|order| order["order_id"].to_string());
    assert_eq!(sorted.len(), 120);
    let created = times(&all);
    assert!(created.windows(2).all(|pair| pair[0] >= pair[1]), "{created:?}");
}

#[tokio::test]
async fn a_shop_may_list_its_oldest_orders_first() {
    let practice = connected_to(|shop| shop.list_order = ListOrder::OldestFirst).await;
    let orders = practice.orders("DELIVERED").await;
    assert!(orders.len() > 50 && times(&orders).is_sorted(), "{:?}", times(&orders));
}

#[tokio::test]
async fn in_a_shop_that_lists_by_change_an_order_that_changes_comes_first() {
    let practice = connected_to(|shop| shop.list_order = ListOrder::LatestUpdateFirst).await;
    let order = practice.order("AWAITING_SHIPMENT").await;
    practice.hands.forward(60);
    practice.shop.cancel(&order).await.unwrap();
    let found = practice.get(SEARCH, &[("page_size", "100")]).await;
    assert_eq!(ids(&found)[0], order);
    let changed: Vec<_> =
        found["data"]["orders"].as_array().unwrap().iter().map(|it| it["update_time"].as_str()).collect();
    assert!(changed.windows(2).all(|pair| pair[0] >= pair[1]), "{changed:?}");
}

#[tokio::test]
async fn orders_are_found_by_status() {
    let practice = connected().await;
    let mut together = 0;
    for status in ["UNPAID", "ON_HOLD", "AWAITING_SHIPMENT", "SHIPPED", "DELIVERED", "CANCELLED"] {
        let found = practice.get(SEARCH, &[("order_status", status), ("page_size", "100")]).await;
        let orders = found["data"]["orders"].as_array().unwrap();
        assert!(orders.iter().all(|order| order["order_status"] == status) && !orders.is_empty(), "{status}");
        together += found["data"]["total"].as_u64().unwrap();
    }
    assert_eq!(together, 120);
}

#[tokio::test]
async fn orders_are_found_by_creation_time_from_included_to_excluded() {
    let practice = connected().await;
    let orders = practice.orders("DELIVERED").await;
    let created = times(&orders);
    let (to, from) = (created[3], created[7]);
    let query = [("order_status", "DELIVERED"), ("create_time_from", from), ("create_time_to", to)];
    let found = practice.get(SEARCH, &query).await;
    let expected: Vec<_> = created.iter().filter(|at| **at >= from && **at < to).collect();
    assert_eq!(times(found["data"]["orders"].as_array().unwrap()).iter().collect::<Vec<_>>(), expected);
    assert_eq!(expected.len(), 4);
}

#[tokio::test]
async fn a_time_may_be_written_with_another_offset() {
    let practice = connected().await;
    let utc = practice.get(SEARCH, &[("create_time_from", "2026-03-09T12:00:00Z")]).await;
    let hanoi = practice.get(SEARCH, &[("create_time_from", "2026-03-09T19:00:00+07:00")]).await;
    assert_eq!(utc, hanoi);
    assert_ne!(utc["data"]["total"], 120);
}

#[tokio::test]
async fn a_search_parameter_that_makes_no_sense_is_refused_by_its_name() {
    let practice = connected().await;
    let wrong = [
        ("page_size", "0", "page_size: must be 1 to 100"),
        ("page_size", "101", "page_size: must be 1 to 100"),
        ("page_size", "-5", "page_size: must be 1 to 100"),
        ("page_size", "ten", "page_size: must be 1 to 100"),
        ("page_number", "0", "page_number: must be a whole number from 1"),
        ("page_number", "1.5", "page_number: must be a whole number from 1"),
        ("order_status", "LOST", "order_status: there is no status LOST"),
        ("create_time_from", "yesterday", "create_time_from: must be a time in ISO 8601"),
        ("create_time_to", "2026-03-09", "create_time_to: must be a time in ISO 8601"),
        ("create_time_to", "1767225600", "create_time_to: must be a time in ISO 8601"),
    ];
    for (name, value, message) in wrong {
        refused(&practice.get(SEARCH, &[(name, value)]).await, 1001, message);
    }
}

#[tokio::test]
async fn a_detail_needs_an_order_that_exists() {
    let practice = connected().await;
    refused(&practice.get(DETAIL, &[]).await, 1002, "order_id: is missing");
    refused(&practice.get(DETAIL, &[("order_id", "1")]).await, 1001, "order_id: there is no order 1");
}

#[tokio::test]
async fn an_order_that_awaits_shipment_is_shipped_with_its_number() {
    let practice = connected().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let answer = practice.ship(&order_id).await;
    assert_eq!(
        answer,
        json!({ "code": 0, "message": "success", "data": { "order_id": order_id, "status": "SHIPPED" } })
    );
    let order = &practice.get(DETAIL, &[("order_id", &order_id)]).await["data"];
    assert_eq!(order["order_status"], "SHIPPED");
    assert_eq!(order["tracking_number"], "9400111899223344556677");
    assert_eq!(order["update_time"], "2026-03-10T12:00:00Z");
    let update = practice.shop.journal().into_iter().find(|entry| entry.path == UPDATE).unwrap();
    assert!(update.applied && update.method == "POST" && update.body.contains(&order_id));
}

#[tokio::test]
async fn an_order_is_never_shipped_twice() {
    let practice = connected().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.ship(&order_id).await;
    refused(&practice.ship(&order_id).await, 1001, &format!("order_id: order {order_id} is SHIPPED"));
    let applied = practice.shop.journal().into_iter().filter(|entry| entry.applied);
    assert_eq!(applied.count(), 1);
}

#[tokio::test]
async fn an_order_cancelled_while_packing_is_never_shipped() {
    let practice = connected().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.shop.cancel(&order_id).await.unwrap();
    refused(&practice.ship(&order_id).await, 1001, &format!("order_id: order {order_id} is CANCELLED"));
    assert_eq!(practice.status_of(&order_id).await, "CANCELLED");
}

#[tokio::test]
async fn only_an_order_that_awaits_shipment_can_be_shipped() {
    let practice = connected().await;
    for status in ["UNPAID", "ON_HOLD", "SHIPPED", "DELIVERED", "CANCELLED"] {
        let order_id = practice.order(status).await;
        refused(&practice.ship(&order_id).await, 1001, &format!("order_id: order {order_id} is {status}"));
        assert_eq!(practice.status_of(&order_id).await, status);
    }
    refused(&practice.ship("12").await, 1001, "order_id: there is no order 12");
}

#[tokio::test]
async fn an_update_with_something_missing_or_wrong_names_it_and_ships_nothing() {
    let practice = connected().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let wrong = [
        ("order_id", Value::Null, 1002, "order_id: is missing"),
        ("order_id", json!(576_600_000_000_000_001_u64), 1001, "order_id: must be text"),
        ("status", Value::Null, 1002, "status: is missing"),
        ("status", json!("DELIVERED"), 1001, "status: only SHIPPED"),
        ("tracking_number", Value::Null, 1002, "tracking_number: is missing"),
        ("tracking_number", json!(""), 1002, "tracking_number: is missing"),
        ("tracking_number", json!("  "), 1002, "tracking_number: is missing"),
        ("tracking_number", json!("9400\n1118"), 1001, "tracking_number: must have no line break"),
        ("tracking_number", json!("9".repeat(101)), 1001, "tracking_number: must be at most 100"),
    ];
    for (name, value, code, message) in wrong {
        let mut body = shipment(&order_id);
        body[name] = value;
        refused(&practice.post(UPDATE, &body).await, code, message);
    }
    refused(&practice.post(UPDATE, &json!("SHIPPED")).await, 1001, "body: must be a JSON object");
    assert_eq!(practice.status_of(&order_id).await, "AWAITING_SHIPMENT");
}

#[tokio::test]
async fn an_order_s_id_is_text_that_no_float_can_hold() {
    let practice = connected().await;
    for order in practice.orders("DELIVERED").await {
        let order_id = order["order_id"].as_str().unwrap();
        assert_eq!(order_id.len(), 18);
        assert!(order_id.parse::<u64>().unwrap() > 1 << 53);
    }
}

#[tokio::test]
async fn a_shop_that_tells_deadlines_gives_two_days_to_hand_over_and_one_more_to_scan() {
    let practice = connected_to(|settings| settings.deadlines = true).await;
    let order = practice.get(DETAIL, &[("order_id", &practice.order("AWAITING_SHIPMENT").await)]).await["data"].clone();
    let created: jiff::Timestamp = order["create_time"].as_str().unwrap().parse().unwrap();
    assert_eq!(order["rts_sla_time"], created.as_second() + 48 * 3_600);
    assert_eq!(order["tts_sla_time"], created.as_second() + 72 * 3_600);
    assert!(order["warehouse_id"].as_str().unwrap().starts_with("wh_"));
}
