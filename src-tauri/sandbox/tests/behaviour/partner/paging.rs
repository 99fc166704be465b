use std::collections::HashSet;

use crate::{
    partner::signed::partner,
    practice::{Practice, refused},
};
use sandbox::NewOrder;
use serde_json::{Value, json};

const SEARCH: &str = "/order/202309/orders/search";

/// One page: the ids and times on it, and where it goes on.
async fn page(practice: &Practice, sort: &[(&str, &str)], body: &Value, token: &str) -> (Vec<(i64, String)>, String) {
    let answer = practice.tell(SEARCH, &[sort, &[("page_size", "7"), ("page_token", token)]].concat(), body).await;
    assert_eq!(answer["code"], 0, "{answer}");
    let field = sort.iter().find(|pair| pair.0 == "sort_field").map_or("create_time", |pair| pair.1);
    let orders = answer["data"]["orders"].as_array().unwrap();
    let rows = orders.iter().map(|order| (order[field].as_i64().unwrap(), order["id"].as_str().unwrap().into()));
    (rows.collect(), answer["data"]["next_page_token"].as_str().unwrap().into())
}

async fn all(practice: &Practice, sort: &[(&str, &str)], body: &Value) -> Vec<(i64, String)> {
    let (mut rows, mut token) = page(practice, sort, body, "").await;
    while !token.is_empty() {
        let (more, next) = page(practice, sort, body, &token).await;
        assert!(!more.is_empty());
        rows.extend(more);
        token = next;
    }
    rows
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_or_a_repetition() {
    let practice = partner().await;
    for (field, order) in
        [("create_time", "ASC"), ("create_time", "DESC"), ("update_time", "ASC"), ("update_time", "DESC")]
    {
        let rows = all(&practice, &[("sort_field", field), ("sort_order", order)], &json!({})).await;
        let ids: HashSet<_> = rows.iter().map(|row| &row.1).collect();
        assert_eq!((rows.len(), ids.len()), (120, 120), "{field} {order}");
        let rising = rows.is_sorted_by_key(|row| row.0);
        let falling = rows.is_sorted_by(|a, b| a.0 >= b.0);
        assert_eq!((rising, falling), (order == "ASC", order == "DESC"), "{field} {order}");
    }
    let unsaid = all(&practice, &[], &json!({})).await;
    assert!(unsaid.is_sorted_by(|a, b| a.0 >= b.0));
}

#[tokio::test]
async fn the_whole_list_is_counted_on_every_page() {
    let practice = partner().await;
    let first = practice.tell(SEARCH, &[], &json!({})).await;
    assert_eq!((&first["data"]["total_count"], first["data"]["orders"].as_array().unwrap().len()), (&120.into(), 20));
    let token = first["data"]["next_page_token"].as_str().unwrap();
    let second = practice.tell(SEARCH, &[("page_token", token)], &json!({})).await;
    assert_eq!(second["data"]["total_count"], 120);
    for size in ["0", "101", "x"] {
        refused(&practice.tell(SEARCH, &[("page_size", size)], &json!({})).await, 36_009_004, "page_size: ");
    }
}

#[tokio::test]
async fn what_arrives_between_two_pages_moves_neither() {
    let practice = partner().await;
    let (first, token) = page(&practice, &[], &json!({}), "").await;
    let (second, _) = page(&practice, &[], &json!({}), &token).await;
    practice.shop.order(NewOrder::default()).await.unwrap();
    assert_eq!(page(&practice, &[], &json!({}), &token).await.0, second);
    assert_ne!(page(&practice, &[], &json!({}), "").await.0, first);
}

#[tokio::test]
async fn a_token_that_is_not_this_list_s_is_refused() {
    let practice = partner().await;
    let (_, token) = page(&practice, &[], &json!({}), "").await;
    let bent = format!("{}A{}", &token[..5], &token[6..]);
    let bent = if bent == token { format!("{}B{}", &token[..5], &token[6..]) } else { bent };
    for other in ["x", &bent] {
        refused(&practice.tell(SEARCH, &[("page_token", other)], &json!({})).await, 36_009_004, "page_token: ");
    }
    let ascending = [("sort_order", "ASC"), ("page_token", &token)];
    refused(&practice.tell(SEARCH, &ascending, &json!({})).await, 36_009_004, "page_token: ");
    let narrower = json!({ "create_time_ge": 1 });
    refused(&practice.tell(SEARCH, &[("page_token", &token)], &narrower).await, 36_009_004, "page_token: ");
    for (name, value) in [("sort_field", "id"), ("sort_order", "UP")] {
        refused(&practice.tell(SEARCH, &[(name, value)], &json!({})).await, 36_009_004, &format!("{name}: "));
    }
}
