//! Buyers who ask to cancel: their requests, the reasons for which a seller may say no, and the answer.

use domain::{CancelAnswer, CancelId, CancelRequest, CancelState, OrderId, RejectReason};
use jiff::Timestamp;
use serde_json::{Map, Value, json, value::RawValue};

use super::{paged, paths};
use crate::{
    CancelQuery, Client, Lane, Page, ShopError,
    client::{Call, Effect},
    reading::{Counting, Record, WireError, unreadable},
};

/// The most that a page of them holds.
const PAGE_SIZE: u32 = 50;
/// What the shop calls the seller's turn.
const TO_ANSWER: &str = "SELLER_RESPOND_CANCEL";

/// `POST /return_refund/202602/cancellations/search`: buyers' requests, page by page.
pub(super) async fn search(shop: &Client, query: &CancelQuery, lane: Lane) -> Result<Page<CancelRequest>, ShopError> {
    let token = query.page_token.as_ref();
    let call = Call {
        route: paths::CANCELLATIONS_SEARCH,
        path: paths::CANCELLATIONS_SEARCH.into(),
        query: paged::parameters(PAGE_SIZE, token),
        body: Some(filter(query)),
        effect: Effect::Read,
    };
    let data = shop.call(&call, lane).await.map_err(|error| paged::gone(error, token))?;
    Page::read(&data, Counting::Tokens, "cancellations", "cancel_id", request).map_err(|error| unreadable(&error))
}

fn filter(query: &CancelQuery) -> Value {
    let mut filter = Map::from_iter([("cancel_types".to_owned(), json!(["BUYER_CANCEL"]))]);
    if query.only_open {
        filter.insert("cancel_status".to_owned(), json!([CancelState::Pending.as_shop()]));
    }
    if !query.orders.is_empty() {
        filter.insert("order_ids".to_owned(), json!(query.orders));
    }
    if !query.ids.is_empty() {
        filter.insert("cancel_ids".to_owned(), json!(query.ids));
    }
    Value::Object(filter)
}

fn request(mut record: Record<'_>) -> Result<CancelRequest, WireError> {
    let (id, order) = (CancelId::new(record.id("cancel_id")?), OrderId::new(record.id("order_id")?));
    let state = CancelState::from_shop(&record.id("cancel_status")?);
    let (asked, answer_by) = (record.either_time(["create_time"; 2]), answer_by(&mut record));
    let (text, name) = (record.text("cancel_reason_text")?, record.text("cancel_reason")?);
    Ok(CancelRequest { id, order, state, reason: if text.is_empty() { name } else { text }, asked, answer_by })
}

/// Nobody has promised a deadline, so one that can't be read is no reason to lose the request.
fn answer_by(record: &mut Record<'_>) -> Option<Timestamp> {
    let turn = |turn: &mut Record<'_>| Ok((turn.text("action")?, turn.either_time(["deadline"; 2])));
    let turns = record.each("seller_next_action_response", turn).ok()?.items;
    turns.into_iter().find(|(action, _)| action == TO_ANSWER)?.1
}

/// `GET /return_refund/202309/reject_reasons`: for this request, in its market.
pub(super) async fn reject_reasons(
    shop: &Client,
    request: &CancelId,
    lane: Lane,
) -> Result<Vec<RejectReason>, ShopError> {
    let query = vec![("return_or_cancel_id", request.as_str().to_owned())];
    let data = shop.call(&Call::get(paths::REJECT_REASONS, query), lane).await?;
    reasons(&data).map_err(|error| unreadable(&error))
}

fn reasons(data: &RawValue) -> Result<Vec<RejectReason>, WireError> {
    let mut record = Record::of(data)?;
    if !record.has("reasons") {
        return Ok(Vec::new());
    }
    let reason = |reason: &mut Record<'_>| {
        let (name, text) = (reason.id("name")?, reason.text("text")?);
        Ok(RejectReason { text: if text.is_empty() { name.clone() } else { text }, name })
    };
    Ok(record.each("reasons", reason)?.items)
}

/// `POST /return_refund/202309/cancellations/{id}/approve` and `/reject`. A yes says nothing more.
pub(super) async fn answer(
    shop: &Client,
    request: &CancelId,
    answer: &CancelAnswer,
    lane: Lane,
) -> Result<(), ShopError> {
    let (route, body) = match answer {
        CancelAnswer::Approve => (paths::APPROVE_CANCELLATION, json!({})),
        CancelAnswer::Reject { reason } => (paths::REJECT_CANCELLATION, json!({ "reject_reason": reason.name })),
    };
    let path = paths::with_id(route, request.as_str());
    shop.call(&Call { path: path.into(), ..Call::write(route, body, None) }, lane).await?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn raw(json: &Value) -> Box<RawValue> {
        RawValue::from_string(json.to_string()).unwrap()
    }

    fn read(json: &Value) -> Result<CancelRequest, WireError> {
        request(Record::of(&raw(json)).unwrap())
    }

    #[test]
    fn a_request_tells_its_reason_and_until_when_it_can_be_answered() {
        let told = read(&json!({
            "cancel_id": "4035318504086604100", "order_id": "577087614418520388", "role": "BUYER",
            "cancel_type": "BUYER_CANCEL", "cancel_status": "CANCELLATION_REQUEST_PENDING",
            "cancel_reason": "ecom_order_to_ship_canceled_reason_created_by_mistakes",
            "cancel_reason_text": "Order created by mistake", "create_time": 1_690_451_136,
            "seller_next_action_response": [{ "action": "SELLER_RESPOND_CANCEL", "deadline": 1_690_554_680 }],
        }));
        let second = |second| Timestamp::from_second(second).ok();
        let wanted = CancelRequest {
            id: CancelId::new("4035318504086604100"),
            order: OrderId::new("577087614418520388"),
            state: CancelState::Pending,
            reason: "Order created by mistake".into(),
            asked: second(1_690_451_136),
            answer_by: second(1_690_554_680),
        };
        assert_eq!(told, Ok(wanted));
    }

    #[test]
    fn a_request_without_what_nobody_promised_is_read_all_the_same() {
        let bare = read(&json!({
            "cancel_id": 4_035_318_504_086_604_100_u64, "order_id": "5", "cancel_status": "CANCELLATION_ODD",
            "cancel_reason": "ecom_odd", "create_time": "soon", "seller_next_action_response": "none",
        }));
        let bare = bare.unwrap();
        assert_eq!((bare.id.as_str(), bare.reason.as_str()), ("4035318504086604100", "ecom_odd"));
        assert_eq!(
            (bare.state, bare.asked, bare.answer_by),
            (CancelState::Other("CANCELLATION_ODD".into()), None, None)
        );
        assert!(read(&json!({ "cancel_id": "4", "order_id": "5" })).is_err(), "how far it is must be told");
    }

    #[test]
    fn a_reason_without_words_is_shown_by_its_name_and_none_is_none() {
        let told = reasons(&raw(&json!({ "reasons": [
            { "name": "seller_reject_apply_product_has_been_packed", "text": "Product has been packed" },
            { "name": "reverse_reject_request_reason_4" },
        ] })));
        let texts: Vec<String> = told.unwrap().into_iter().map(|reason| reason.text).collect();
        assert_eq!(texts, ["Product has been packed", "reverse_reject_request_reason_4"]);
        assert_eq!(reasons(&raw(&json!({}))), Ok(Vec::new()));
    }

    #[test]
    fn open_requests_of_buyers_alone_are_asked_for() {
        let open = CancelQuery { only_open: true, ..CancelQuery::default() };
        let wanted = json!({ "cancel_types": ["BUYER_CANCEL"], "cancel_status": ["CANCELLATION_REQUEST_PENDING"] });
        assert_eq!(filter(&open), wanted);
        let named =
            CancelQuery { ids: vec![CancelId::new("4035")], orders: vec![OrderId::new("5")], ..CancelQuery::default() };
        let wanted = json!({ "cancel_types": ["BUYER_CANCEL"], "cancel_ids": ["4035"], "order_ids": ["5"] });
        assert_eq!(filter(&named), wanted);
    }
}
