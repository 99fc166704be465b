//! What stands on an order's papers.

use domain::{Line, Private};
use jiff::civil::Date;
use paper::{Address, Job, Order, Sheet};
use store::{OrderDetail, Shop};

use crate::browse_orders::address;

/// Where people print on Letter; A4 everywhere else.
const LETTER: [&str; 6] = ["US", "CA", "MX", "PH", "CL", "CO"];
const DATE: &str = "%-d %b %Y";

/// The orders as they are printed on `today`.
pub(crate) fn job(shop: &Shop, orders: Vec<OrderDetail>, today: Date) -> Job {
    let region = shop.region.trim().to_ascii_uppercase();
    let sheet = if LETTER.contains(&region.as_str()) { Sheet::Letter } else { Sheet::A4 };
    let orders = orders.into_iter().map(order).collect();
    // The contract doesn't tell where a shop is, so no paper names a sender's address.
    Job { orders, shop: shop.name.clone(), region, today: today.strftime(DATE).to_string(), from: None, sheet }
}

fn order(order: OrderDetail) -> Order {
    let to = &order.recipient;
    Order {
        placed: order.row.created.to_zoned(jiff::tz::TimeZone::system()).strftime(DATE).to_string(),
        id: order.row.id,
        carrier: order.shipping_provider,
        to: Address {
            name: to.name.clone(),
            lines: address(to).into_iter().map(Private::new).collect(),
            phone: to.phone.clone(),
            country: to.country.reveal().clone(),
        },
        lines: order.lines.into_iter().map(line).collect(),
    }
}

fn line((line, code): (Line, Option<String>)) -> paper::Line {
    let sku = line.sku.to_string();
    let code = code.filter(|code| !code.trim().is_empty()).unwrap_or_else(|| sku.clone());
    let item = (line.product.to_string(), sku);
    paper::Line { item, name: line.name, code, pieces: line.quantity, location: None }
}
