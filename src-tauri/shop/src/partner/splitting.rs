//! An order in several parcels: what the shop lets be divided, and dividing it.

use domain::{OrderId, Split, SplitTerms};
use serde_json::{Value, json, value::RawValue};

use super::paths;
use crate::{
    Client, Lane, ShopError,
    client::Call,
    reading::{Record, WireError, unreadable},
};

/// The reason for which a parcel may hold so many pieces and no more.
const TOO_MANY: &str = "TOTAL_COUNT_LIMITATION";

/// `GET /fulfillment/202309/orders/split_attributes`, of one order. One that the answer leaves out can't be divided.
pub(super) async fn terms(shop: &Client, order: &OrderId, lane: Lane) -> Result<SplitTerms, ShopError> {
    let asked = vec![("order_ids", order.as_str().to_owned())];
    let data = shop.call(&Call::get(paths::SPLIT_ATTRIBUTES, asked), lane).await?;
    terms_of(&data, order).map_err(|error| unreadable(&error))
}

fn terms_of(data: &RawValue, order: &OrderId) -> Result<SplitTerms, WireError> {
    let mut record = Record::of(data)?;
    if !record.has("split_attributes") {
        return Ok(SplitTerms::default());
    }
    let all = record.each("split_attributes", attributes)?.items;
    Ok(all.into_iter().find(|(id, _)| id == order).map(|(_, terms)| terms).unwrap_or_default())
}

fn attributes(record: &mut Record<'_>) -> Result<(OrderId, SplitTerms), WireError> {
    let order = OrderId::new(record.id("order_id")?);
    let most = match record.has("must_split_reasons") {
        true => record.each("must_split_reasons", most_pieces)?.items.into_iter().flatten().min(),
        false => None,
    };
    let terms = SplitTerms {
        can_split: record.flag("can_split"),
        why_not: record.text("reason")?,
        must_split: record.flag("must_split"),
        most_pieces: most,
    };
    Ok((order, terms))
}

fn most_pieces(reason: &mut Record<'_>) -> Result<Option<u32>, WireError> {
    let is_for_all = reason.text("type")? == TOO_MANY;
    let most = reason.optional_integer("max_count")?.and_then(|most| u32::try_from(most).ok());
    Ok(most.filter(|most| is_for_all && *most > 0))
}

/// `POST /fulfillment/202309/orders/{id}/split`. Which parcels came of it the next reading tells.
pub(super) async fn split(shop: &Client, order: &OrderId, wanted: &Split, lane: Lane) -> Result<(), ShopError> {
    let path = paths::with_id(paths::SPLIT, order.as_str());
    let group = |(pieces, number)| json!({ "id": format!("{number}"), "order_line_item_ids": pieces });
    let groups: Vec<Value> = wanted.parcels.iter().zip(1..).map(group).collect();
    let call = Call { path: path.into(), ..Call::write(paths::SPLIT, json!({ "splittable_groups": groups }), None) };
    shop.call(&call, lane).await.map(drop)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn read(attributes: &Value) -> SplitTerms {
        let data = RawValue::from_string(attributes.to_string()).unwrap();
        terms_of(&data, &OrderId::new("5766")).unwrap()
    }

    #[test]
    fn an_orders_terms_are_told_from_anothers_and_where_there_are_none_it_cannot_be_divided() {
        let other = json!({ "order_id": "5767", "can_split": true, "must_split": false });
        let own = json!({ "order_id": 5766, "can_split": false, "reason": "CAN'T", "must_split": false });
        assert!(!read(&json!({ "split_attributes": [other, own] })).can_split);
        assert_eq!(read(&json!({ "split_attributes": [other, own] })).why_not, "CAN'T");
        assert_eq!(read(&json!({ "split_attributes": [other] })), SplitTerms::default());
        assert_eq!(read(&json!({})), SplitTerms::default());
    }

    #[test]
    fn the_most_pieces_of_a_parcel_are_those_of_all_of_it_and_not_of_one_category() {
        let reason = |kind: &str, most: u32| json!({ "type": kind, "category_id": "601", "max_count": most });
        let reasons = [reason("CATEGORY_ITEM_LIMITATION", 2), reason("TOTAL_COUNT_LIMITATION", 5)];
        let terms = read(&json!({ "split_attributes": [
            { "order_id": "5766", "can_split": true, "must_split": true, "must_split_reasons": reasons }
        ] }));
        let expected = SplitTerms { can_split: true, why_not: String::new(), must_split: true, most_pieces: Some(5) };
        assert_eq!(terms, expected);
    }
}
