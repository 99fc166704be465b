//! What the cache holds of an order's buyer: kept where the shop hides it, taken out where it is to be removed.

use std::collections::HashMap;

use domain::{Recipient, ShopId};
use serde_json::{Map, Value, json};
use sqlx::{Sqlite, Transaction};

use crate::{
    StoreError,
    orders_put::{MayHide, OrderColumns},
};

/// Begins with what is asked for, as elsewhere.
pub(crate) const RECIPIENTS: &str = "
    SELECT o.id, o.detail ->> '$.recipient' FROM json_each(?2) a
    CROSS JOIN orders o ON o.shop = ?1 AND o.id = a.value";

/// Gives rows of which the shop hides something what the cache knows of it. Others aren't looked up.
pub(crate) async fn unveil(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    rows: &mut [OrderColumns],
) -> Result<(), StoreError> {
    let veiled: Vec<&str> = rows.iter().filter(|row| row.veiled.is_some()).map(|row| row.id.as_str()).collect();
    if veiled.is_empty() {
        return Ok(());
    }
    let known: Vec<(String, Option<String>)> =
        sqlx::query_as(RECIPIENTS).bind(shop.0).bind(json!(veiled).to_string()).fetch_all(&mut **tx).await?;
    let known: HashMap<String, String> =
        known.into_iter().filter_map(|(id, recipient)| Some((id, recipient?))).collect();
    for row in rows {
        if let (Some(may_hide), Some(before)) = (row.veiled, known.get(&row.id)) {
            unveil_row(row, may_hide, &serde_json::from_str(before)?)?;
        }
    }
    Ok(())
}

fn unveil_row(row: &mut OrderColumns, may_hide: MayHide, before: &Recipient) -> Result<(), StoreError> {
    let mut detail: Map<String, Value> = serde_json::from_str(&row.detail)?;
    let told: Recipient = serde_json::from_value(detail.get("recipient").cloned().unwrap_or_default())?;
    let kept = told.clone().unveiled(before, may_hide.0);
    if kept != told {
        detail.insert("recipient".to_owned(), serde_json::to_value(&kept)?);
        row.describe(&kept, serde_json::to_string(&detail)?);
    }
    Ok(())
}

/// A row's detail without what is a buyer's: of the recipient the country alone stays, and of what nobody knows
/// nothing does.
pub(crate) fn without_buyer(detail: &str) -> Result<(Recipient, String), StoreError> {
    let mut detail: Map<String, Value> = serde_json::from_str(detail)?;
    let told: Recipient = detail.remove("recipient").map(serde_json::from_value).transpose()?.unwrap_or_default();
    let left = Recipient { country: told.country, ..Recipient::default() };
    detail.insert("recipient".to_owned(), serde_json::to_value(&left)?);
    detail.insert("extra".to_owned(), Value::Object(Map::new()));
    Ok((left, serde_json::to_string(&detail)?))
}
