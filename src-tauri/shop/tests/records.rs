//! What a seller's real data does to a client: bad records, unknown words, huge ids, odd prices.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use domain::{Order, OrderStatus, Product};
use support::*;
use tiktok_shop::{Lane, MAX_RAW_BYTES, OrderQuery, Page, ProductQuery, ShopError};

async fn orders(data: String) -> Result<Page<Order>, ShopError> {
    let shop = FakeShop::answering(move |_| success(&data)).await;
    Bench::at(&shop.endpoints).client.search_orders(&OrderQuery::default(), Lane::Person).await
}

async fn one_order(order: &str) -> Page<Order> {
    orders(format!(r#"{{"orders":[{order}],"total":1}}"#)).await.unwrap()
}

async fn one_product(product: &str) -> Product {
    let data = format!(r#"{{"products":[{product}]}}"#);
    let shop = FakeShop::answering(move |_| success(&data)).await;
    let page = Bench::at(&shop.endpoints).client.search_products(&ProductQuery::default(), Lane::Person).await;
    page.unwrap().items.remove(0)
}

#[tokio::test]
async fn a_single_bad_order_is_set_aside_with_its_reason_while_the_others_go_on() {
    let bad = ORDER.replace(r#""price": 29.99"#, r#""price": "free""#).replace("123456789", "42");
    let page = orders(format!(r#"{{"orders":[{ORDER},{bad},7,{ORDER}],"total":4}}"#)).await.unwrap();
    assert_eq!((page.items.len(), page.set_aside.len(), page.sent), (2, 2, 4));
    let [order, number] = &page.set_aside[..] else { unreachable!("two were set aside") };
    assert_eq!(order.id.as_deref(), Some("42"));
    assert_eq!(order.reason, "items[0].price is not an amount of money");
    assert!(order.raw.reveal().contains("John Doe") && !format!("{order:?}").contains("John Doe"));
    assert_eq!((number.id.as_deref(), number.reason.as_str()), (None, "the record is not a JSON object"));
}

#[tokio::test]
async fn each_field_that_an_order_cannot_do_without_is_named_when_it_is_missing() {
    for (field, path) in [
        ("order_id", "order_id"),
        ("order_status", "order_status"),
        ("create_time", "create_time"),
        ("update_time", "update_time"),
        ("items", "items"),
        ("sku_id", "items[0].sku_id"),
        ("quantity", "items[0].quantity"),
        ("price", "items[0].price"),
    ] {
        let page = one_order(&ORDER.replace(&format!(r#""{field}":"#), r#""gone":"#)).await;
        assert_eq!(page.set_aside[0].reason, format!("{path} is missing"), "{field}");
    }
}

#[tokio::test]
async fn a_record_that_is_set_aside_is_kept_up_to_64_kib() {
    let long = format!(r#"{{"order_id":"1","note":"{}"}}"#, "ö".repeat(MAX_RAW_BYTES));
    let page = one_order(&long).await;
    let kept = page.set_aside[0].raw.reveal();
    assert!(kept.len() <= MAX_RAW_BYTES && kept.len() > MAX_RAW_BYTES - 4);
}

#[tokio::test]
async fn an_order_id_above_2_to_the_53_keeps_its_last_digit_even_as_a_number() {
    for id in ["576618402217359921", r#""576618402217359921""#] {
        let page = one_order(&ORDER.replace(r#""123456789""#, id)).await;
        assert_eq!(page.items[0].id.as_str(), "576618402217359921");
    }
}

#[tokio::test]
async fn a_price_is_exact_to_the_last_digit_as_number_and_as_text() {
    for price in ["0.1", "29.990", "1234567890123456.789", "5000"] {
        for json in [price.to_owned(), format!("\"{price}\"")] {
            let page = one_order(&ORDER.replace("29.99", &json)).await;
            assert_eq!(page.items[0].lines[0].price.to_string(), price);
        }
    }
}

#[tokio::test]
async fn an_unknown_status_and_unknown_fields_are_kept() {
    let order = ORDER
        .replace("AWAITING_SHIPMENT", "TELEPORTED")
        .replace(r#""tracking_number": """#, r#""is_gift": true, "buyer_note": {"text": "hi"}"#)
        .replace(r#""quantity": 2"#, r#""quantity": 2, "gift_wrap": "red""#)
        .replace(r#""phone":"#, r#""tax_id": "x", "phone":"#);
    let page = one_order(&order).await;
    let order = &page.items[0];
    assert_eq!(order.status, OrderStatus::Other("TELEPORTED".into()));
    assert_eq!(order.tracking_number, "");
    let kept =
        r#"{"buyer_note":{"text":"hi"},"is_gift":true,"items":[{"gift_wrap":"red"}],"recipient":{"tax_id":"x"}}"#;
    assert_eq!(serde_json::to_string(order.extra.reveal()).unwrap(), kept);
}

#[tokio::test]
async fn an_order_whose_buyer_is_hidden_is_still_an_order() {
    let (head, rest) = ORDER.split_once(r#""recipient": "#).unwrap();
    let (_, tail) = rest.split_once("}},").unwrap();
    for hidden in [String::new(), r#""recipient": null,"#.into(), r#""recipient": {"address": null},"#.into()] {
        let page = one_order(&format!("{head}{hidden}{tail}")).await;
        assert_eq!(page.items[0].recipient, domain::Recipient::default(), "{:?}", page.set_aside);
    }
}

#[tokio::test]
async fn a_time_with_an_offset_is_the_same_moment() {
    let page = one_order(&ORDER.replace("2023-01-15T12:00:00Z", "2023-01-15T19:00:00+07:00")).await;
    assert_eq!(page.items[0].created.to_string(), "2023-01-15T12:00:00Z");
}

#[tokio::test]
async fn a_buyers_name_in_any_script_arrives_as_sent_and_never_prints() {
    for name in ["Nguyễn Thị Hoa", "สมชาย ใจดี", "محمد", "李雷 👍", r"quote \\ slash"] {
        let page = one_order(&ORDER.replace("John Doe", name)).await;
        assert_eq!(page.items[0].recipient.name.reveal(), &name.replace(r"\\", r"\"));
        assert!(!format!("{page:?}").contains(name));
    }
}

#[tokio::test]
async fn a_page_without_a_list_is_never_taken_for_an_empty_one() {
    for data in [r#"{"total":3}"#, r#"{"orders":null,"total":3}"#, r#"{"orders":{},"total":0}"#, "[]", r#""ok""#] {
        let page = orders(data.into()).await;
        assert!(matches!(page, Err(ShopError::ServerTrouble { .. })), "{data}: {page:?}");
    }
    assert_eq!(orders(r#"{"orders":null,"total":0}"#.into()).await.unwrap().sent, 0);
    assert_eq!(orders(r#"{"orders":[]}"#.into()).await.unwrap().total, None);
}

#[tokio::test]
async fn a_negative_stock_after_overselling_is_kept_as_the_shop_says_it() {
    let product = one_product(&PRODUCT.replace("45", "-3")).await;
    assert_eq!(product.sku_levels()[0].level, -3);
}

#[tokio::test]
async fn a_skus_own_stock_is_read_where_the_shop_sends_it() {
    let own = r#""seller_sku": "WE001", "stock_infos": [{"warehouse_id": "east", "available_stock": 7}]"#;
    let product = one_product(&PRODUCT.replace(r#""seller_sku": "WE001""#, own)).await;
    assert_eq!((product.sku_levels()[0].warehouse.as_str(), product.sku_levels()[0].level), ("east", 7));
}

#[tokio::test]
async fn what_campaigns_hold_is_read_where_the_shop_tells_it_and_what_cannot_be_read_says_nothing() {
    let told = [
        (r#""campaign_inventory": [{"quantity": 20}, {"quantity": "5", "campaign_name": "11.11"}]"#, Some(25)),
        (r#""campaign_inventory": []"#, Some(0)),
        (r#""campaign_inventory": null"#, None),
        (r#""campaign_inventory": 20"#, None),
        (r#""campaign_inventory": [{"quantity": "many"}]"#, None),
        (r#""campaign_inventory": [{"quantity": -1}]"#, None),
        (r#""campaign_inventory": [{"quantity": 99999}, {"quantity": 1}]"#, None),
    ];
    for (field, held) in told {
        let with = format!(r#""available_stock": 45, {field}"#);
        let text = PRODUCT.replace(r#""available_stock": 45"#, &with);
        assert!(text.contains(field));
        let product = one_product(&text).await;
        assert_eq!(product.sku_levels()[0].level, 45, "{field}");
        assert_eq!(product.campaign_levels().first().map(|level| level.level), held, "{field}");
    }
    assert_eq!(one_product(PRODUCT).await.campaign_levels(), []);
}

#[tokio::test]
async fn deadlines_and_warehouse_are_taken_where_a_shop_tells_them_and_stay_kept_as_sent() {
    let with = |fields: &str| ORDER.replacen('{', &format!("{{{fields},"), 1);
    let told = one_order(&with(
        r#""rts_sla_time": 1790000000, "tts_sla_time": "2026-09-22T14:13:20Z", "warehouse_id": "wh_ny""#,
    ))
    .await;
    let order = &told.items[0];
    assert_eq!(order.ship_by, "2026-09-21T14:13:20Z".parse().ok());
    assert_eq!(order.collect_by, "2026-09-22T14:13:20Z".parse().ok());
    assert_eq!(order.warehouse.as_ref().map(ToString::to_string).as_deref(), Some("wh_ny"));
    assert_eq!(order.extra.reveal()["rts_sla_time"], 1_790_000_000);
    let later = one_order(&with(r#""shipping_due_time": 1790000000, "collection_due_time": 1790086400"#)).await;
    assert!(later.items[0].ship_by.is_some() && later.items[0].collect_by.is_some());
}

#[tokio::test]
async fn a_deadline_that_can_not_be_read_is_no_reason_to_lose_the_order() {
    for fields in
        [r#""rts_sla_time": 0"#, r#""rts_sla_time": "soon""#, r#""rts_sla_time": {"at": 1}"#, r#""rts_sla_time": null"#]
    {
        let page = one_order(&ORDER.replacen('{', &format!("{{{fields},"), 1)).await;
        assert_eq!(page.items[0].ship_by, None, "{fields}");
    }
}
