//! Orders of one buyer in one parcel: which could share one, and putting them together.

use domain::{OrderId, PackageId, SharedParcel};
use serde_json::{json, value::RawValue};

use super::{packages, paged, paths};
use crate::{
    Client, Lane, Onward, Page, ShopError,
    client::Call,
    reading::{Counting, Record, WireError, unclear, unreadable},
};

/// The most that a page of them holds.
const PAGE_SIZE: u32 = 50;
const LIST: &str = "combinable_packages";

/// `GET /fulfillment/202309/combinable_packages/search`: parcels that could be, page by page.
pub(super) async fn search(shop: &Client, token: Option<&String>, lane: Lane) -> Result<Page<SharedParcel>, ShopError> {
    let call = Call::get(paths::COMBINABLE, paged::parameters(PAGE_SIZE, token));
    let data = shop.call(&call, lane).await.map_err(|error| paged::gone(error, token))?;
    page(&data).map_err(|error| unreadable(&error))
}

/// A shop in which nothing can be combined may leave the list out.
fn page(data: &RawValue) -> Result<Page<SharedParcel>, WireError> {
    if !Record::of(data)?.has(LIST) {
        return Ok(Page { items: Vec::new(), set_aside: Vec::new(), total: Some(0), sent: 0, onward: Onward::End });
    }
    Page::read(data, Counting::Tokens, LIST, "id", parcel)
}

fn parcel(mut record: Record<'_>) -> Result<SharedParcel, WireError> {
    let parcel = PackageId::new(record.id("id")?);
    let orders = record.ids("order_ids")?.into_iter().map(OrderId::new).collect();
    Ok(SharedParcel { parcel, orders })
}

/// `POST /fulfillment/202309/packages/combine`. A no stands in `data.errors[]` beside a yes.
pub(super) async fn combine(shop: &Client, wanted: &SharedParcel, lane: Lane) -> Result<(), ShopError> {
    let group = json!({ "id": wanted.parcel.as_str(), "order_ids": wanted.orders });
    let data = shop.call(&Call::write(paths::COMBINE, json!({ "combinable_packages": [group] }), None), lane).await?;
    // One parcel was asked for, so whatever failed is it, by whichever id.
    match packages::failures(&data, shop).map_err(|error| unclear(&error))?.into_values().next() {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn read(json: &serde_json::Value) -> Result<Page<SharedParcel>, WireError> {
        page(&RawValue::from_string(json.to_string()).unwrap())
    }

    #[test]
    fn a_parcel_that_could_be_has_an_id_and_its_orders() {
        let told = json!({ "combinable_packages": [{ "id": "1153", "order_ids": ["5766", 577_000_000_000_000_001_u64] }],
            "next_page_token": "on", "total_count": 7 });
        let page = read(&told).unwrap();
        let orders = vec![OrderId::new("5766"), OrderId::new("577000000000000001")];
        assert_eq!(page.items, [SharedParcel { parcel: PackageId::new("1153"), orders }]);
        assert_eq!(page.onward, Onward::Token("on".into()));
    }

    #[test]
    fn where_nothing_can_be_combined_the_list_may_be_missing() {
        let page = read(&json!({})).unwrap();
        assert_eq!((page.items.len(), page.onward), (0, Onward::End));
    }
}
