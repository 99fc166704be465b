//! Orders: a page of them, and one.

use std::collections::HashMap;

use domain::{
    Currency, Deadline, DeliveryOptionId, Handling, Order, OrderId, OrderStatus, PackageId, Private, Shipper,
    WarehouseId,
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    clocks::clocks,
    lines::{OfLines, lines},
    paged, paths,
    recipient::recipient,
};
use crate::{
    Client, Lane, OrderQuery, Page, ShopError, Told,
    client::{Call, Effect},
    reading::{Counting, Record, WireError, unreadable},
};

/// The most orders that are asked for by their ids.
pub(super) const MOST_IDS: usize = 50;
/// The most orders on a page.
const LARGEST_PAGE: u32 = 100;

/// `POST /order/202309/orders/search`: one page of orders, in the order in which they changed.
pub(super) async fn search(shop: &Client, query: &OrderQuery, lane: Lane) -> Result<Page<Order>, ShopError> {
    let call = Call {
        route: paths::ORDERS_SEARCH,
        path: paths::ORDERS_SEARCH.into(),
        query: parameters(query),
        body: Some(filter(query)),
        effect: Effect::Read,
    };
    let data = shop.call(&call, lane).await.map_err(|error| paged::gone(error, query.page_token.as_ref()))?;
    Page::read(&data, Counting::Tokens, "orders", "id", order).map_err(|error| unreadable(&error))
}

/// What changed is listed with the longest unchanged first, so that whatever changes meanwhile comes behind what was
/// read.
fn parameters(query: &OrderQuery) -> Vec<(&'static str, String)> {
    let mut given = paged::parameters(query.page_size.min(LARGEST_PAGE), query.page_token.as_ref());
    if query.updated_from.is_some() || query.updated_to.is_some() {
        given.push(("sort_field", "update_time".to_owned()));
        given.push(("sort_order", "ASC".to_owned()));
    }
    given
}

fn filter(query: &OrderQuery) -> Value {
    let mut filter = Map::new();
    let mut bound = |name: &str, moment: Option<Timestamp>, round: fn(Timestamp) -> i64| {
        filter.extend(moment.map(|moment| (name.to_owned(), json!(round(moment)))));
    };
    bound("create_time_ge", query.created_from, Timestamp::as_second);
    bound("create_time_lt", query.created_to, first_second_from);
    bound("update_time_ge", query.updated_from, Timestamp::as_second);
    bound("update_time_lt", query.updated_to, first_second_from);
    filter.extend(query.status.as_ref().map(|status| ("order_status".to_owned(), json!(status.as_shop()))));
    Value::Object(filter)
}

/// Whole seconds are told, so an upper bound within one takes that second in.
fn first_second_from(moment: Timestamp) -> i64 {
    moment.as_second() + i64::from(moment.subsec_nanosecond() > 0)
}

/// `GET /order/202507/orders`: one order.
pub(super) async fn detail(shop: &Client, id: &OrderId, lane: Lane) -> Result<Order, ShopError> {
    let page = named(shop, id.as_str().to_owned(), lane).await?;
    if let Some(broken) = page.set_aside.first() {
        return Err(ShopError::ServerTrouble { why: format!("the answer can’t be read: {}", broken.reason) });
    }
    let another = || unreadable(&WireError::new("id", "is not the order that was asked for"));
    page.items.into_iter().find(|order| order.id == *id).ok_or_else(another)
}

async fn named(shop: &Client, ids: String, lane: Lane) -> Result<Page<Order>, ShopError> {
    let data = shop.call(&Call::get(paths::ORDERS, vec![("ids", ids)]), lane).await?;
    Page::read(&data, Counting::Tokens, "orders", "id", order).map_err(|error| unreadable(&error))
}

/// The same of several at once.
pub(super) async fn details(shop: &Client, ids: &[OrderId], lane: Lane) -> Result<Vec<(OrderId, Told)>, ShopError> {
    let asked: Vec<&str> = ids.iter().map(OrderId::as_str).collect();
    Ok(told(ids, named(shop, asked.join(","), lane).await?))
}

fn told(ids: &[OrderId], page: Page<Order>) -> Vec<(OrderId, Told)> {
    let unreadable: HashMap<String, String> =
        page.set_aside.into_iter().filter_map(|record| Some((record.id?, record.reason))).collect();
    let mut found: HashMap<OrderId, Order> = page.items.into_iter().map(|order| (order.id.clone(), order)).collect();
    let mut of_it = |id: &OrderId| match (found.remove(id), unreadable.get(id.as_str())) {
        (Some(order), _) => Told::Order(Box::new(order)),
        (None, Some(why)) => Told::Unreadable(why.clone()),
        (None, None) => Told::Missing,
    };
    ids.iter().map(|id| (id.clone(), of_it(id))).collect()
}

fn order(mut record: Record<'_>) -> Result<Order, WireError> {
    let mut unknown = Map::new();
    let id = OrderId::new(record.id("id")?);
    let recipient = recipient(&mut record, &mut unknown)?;
    let (lines, of_lines) = lines(&mut record, &mut unknown)?;
    let handling = handling(&mut record, &of_lines)?;
    let own_number = record.text("tracking_number")?;
    let own_provider = record.text("shipping_provider")?;
    Ok(Order {
        id,
        status: OrderStatus::from_shop(&record.id("status")?),
        // What the contract tells of paying is whether the buyer pays at the door.
        payment_method: if record.flag("is_cod") { "CASH_ON_DELIVERY".to_owned() } else { String::new() },
        shipping_provider: if own_provider.is_empty() { of_lines.provider } else { own_provider },
        tracking_number: match own_number.as_str() {
            // Some of it has left under a number, and the rest has none yet.
            _ if of_lines.is_partly_gone => String::new(),
            "" => of_lines.tracking_number,
            _ => own_number,
        },
        recipient,
        lines,
        currency: currency(&record),
        created: record.second("create_time")?,
        updated: record.second("update_time")?,
        ship_by: handling.clocks.first_of([Deadline::RtsSla, Deadline::ShippingDue]),
        collect_by: handling.clocks.first_of([Deadline::TtsSla, Deadline::CollectionDue]),
        warehouse: record.glimpse("warehouse_id").map(WarehouseId::new),
        handling,
        extra: Private::new({
            unknown.extend(record.rest());
            unknown
        }),
    })
}

fn handling(record: &mut Record<'_>, of_lines: &OfLines) -> Result<Handling, WireError> {
    let shipper = match (record.text("fulfillment_type")?.as_str(), record.text("shipping_type")?.as_str()) {
        ("FULFILLMENT_BY_SELLER" | "", "SELLER" | "") => Shipper::Seller,
        ("FULFILLMENT_BY_SELLER" | "", _) => Shipper::Platform,
        _ => Shipper::Warehouse,
    };
    let listed =
        if record.has("packages") { record.each("packages", |package| package.id("id"))?.items } else { Vec::new() };
    // A parcel that only its pieces tell of is one all the same: a label that was paid for must not be overlooked.
    let packages = match listed.is_empty() {
        true => of_lines.packages.clone(),
        false => listed.into_iter().map(PackageId::new).collect(),
    };
    Ok(Handling {
        shipper,
        delivery_option: record.glimpse("delivery_option_id").map(DeliveryOptionId::new),
        packages,
        clocks: clocks(record),
        cancel_asked: record.flag("is_buyer_request_cancel"),
        arranged: of_lines.arranged.clone(),
    })
}

/// What the order was paid in. The rest of what is told of the payment stays as it was sent.
fn currency(record: &Record<'_>) -> Option<Currency> {
    Currency::parse(&record.within("payment")?.glimpse("currency")?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    fn page(orders: &Value) -> Page<Order> {
        let data = RawValue::from_string(json!({ "orders": orders }).to_string()).unwrap();
        Page::read(&data, Counting::Tokens, "orders", "id", order).unwrap()
    }

    fn told_order() -> Value {
        json!({ "id": "1", "status": "ON_HOLD", "create_time": 1_790_000_000, "update_time": 1_790_000_000,
            "paid_time": 1_790_000_060, "is_on_hold_order": true, "line_items": [], "rts_sla_time": 0,
            "shipping_due_time": 1_790_086_400, "tts_sla_time": "1790172800", "delivery_sla_time": "soon" })
    }

    #[test]
    fn one_that_is_not_in_the_answer_is_told_from_one_that_cannot_be_read() {
        let ids = ["3", "2", "1"].map(OrderId::new);
        let told = told(&ids, page(&json!([told_order(), { "id": "2", "status": "ON_HOLD", "line_items": [] }])));
        let (of, told): (Vec<OrderId>, Vec<Told>) = told.into_iter().unzip();
        assert_eq!(of, ids);
        assert!(
            matches!(&told[..], [Told::Missing, Told::Unreadable(why), Told::Order(_)] if why.contains("create_time"))
        );
    }

    #[test]
    fn a_parcel_that_only_the_pieces_tell_of_is_known() {
        let piece = |package: &str| {
            json!({ "product_id": "1", "sku_id": "2", "product_name": "Cup", "sale_price": "1.00",
                "package_id": package, "package_status": "TO_FULFILL" })
        };
        let with = |listed: Value, pieces: &[&str]| {
            let mut told = told_order();
            told["packages"] = listed;
            told["line_items"] = pieces.iter().map(|package| piece(package)).collect();
            page(&json!([told])).items.remove(0).handling.packages
        };
        assert_eq!(with(json!([]), &["7", "7"]), [PackageId::new("7")]);
        assert_eq!(with(Value::Null, &["7", "8"]), ["7", "8"].map(PackageId::new));
        assert_eq!(with(json!([{ "id": "9" }]), &["7"]), [PackageId::new("9")]);
        assert_eq!(with(json!([]), &["", ""]), []);
    }

    /// An order of three pieces of one SKU, each standing thus and under this number; its own number is `TK0`.
    fn of_pieces(pieces: [(&str, &str); 3]) -> Order {
        let piece = |(at, (stands, number)): (usize, (&str, &str))| {
            json!({ "id": format!("{at}"), "product_id": "1", "sku_id": "2", "product_name": "Cup", "sale_price": "1.00",
                "display_status": stands, "tracking_number": number })
        };
        let mut told = told_order();
        told["tracking_number"] = json!("TK0");
        told["line_items"] = pieces.into_iter().enumerate().map(piece).collect();
        page(&json!([told])).items.remove(0)
    }

    #[test]
    fn a_line_keeps_its_pieces_and_what_was_cancelled_is_none() {
        let order = of_pieces([("IN_TRANSIT", "TK1"), ("AWAITING_SHIPMENT", ""), ("CANCELLED", "")]);
        let [line] = &order.lines[..] else { panic!("{:?}", order.lines) };
        let pieces: Vec<(&str, &str, bool)> =
            line.pieces.iter().map(|piece| (piece.id.as_str(), piece.tracking.as_str(), piece.waits)).collect();
        assert_eq!((line.quantity, pieces), (2, vec![("0", "TK1", false), ("1", "", true)]));
    }

    #[test]
    fn an_order_that_has_left_in_part_has_no_number_of_its_own() {
        let (left, waits) = (("IN_TRANSIT", "TK0"), ("AWAITING_SHIPMENT", ""));
        assert_eq!(of_pieces([left, left, waits]).tracking_number, "");
        assert_eq!(of_pieces([left, left, left]).tracking_number, "TK0");
        assert_eq!(of_pieces([waits, waits, waits]).tracking_number, "TK0", "some markets tell it beforehand");
    }

    #[test]
    fn an_orders_payment_tells_its_currency_and_one_that_cannot_be_read_loses_no_order() {
        let paid = |payment: Value| {
            let mut told = told_order();
            told["payment"] = payment;
            page(&json!([told])).items.remove(0)
        };
        let order = paid(json!({ "currency": "GBP", "total_amount": "12.50" }));
        assert_eq!(order.currency, Currency::parse("GBP"));
        assert_eq!(order.extra.reveal()["payment"]["total_amount"], "12.50");
        for none in [json!({ "currency": "pounds" }), json!({}), json!("GBP"), Value::Null] {
            assert_eq!(paid(none.clone()).currency, None, "{none}");
        }
    }

    #[test]
    fn an_orders_clocks_are_kept_apart_and_one_that_is_not_told_is_none() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let order = page(&json!([told_order()])).items.remove(0);
        let clocks = &order.handling.clocks;
        assert_eq!((clocks.paid, clocks.held_by_shop), (Some(at(1_790_000_060)), Some(true)));
        let due = [(Deadline::TtsSla, at(1_790_172_800)), (Deadline::ShippingDue, at(1_790_086_400))];
        assert_eq!(clocks.due, due.into());
        assert_eq!((order.ship_by, order.collect_by), (Some(at(1_790_086_400)), Some(at(1_790_172_800))));
        assert_eq!(order.extra.reveal()["delivery_sla_time"], "soon", "what can't be read stays as it was sent");
    }
}
