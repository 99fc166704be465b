//! What stands on an order's papers.

use domain::{Line, Private};
use jiff::{Timestamp, tz::TimeZone};
use paper::{Address, Job, Order, Sheet};
use store::{OrderDetail, Shop};

use crate::{browse_orders::address, order_parcels::left};

/// Where people print on Letter; A4 everywhere else.
const LETTER: [&str; 6] = ["US", "CA", "MX", "PH", "CL", "CO"];
const DATE: &str = "%-d %b %Y";

/// The orders as they are printed now, with dates as the seller's calendar has them.
pub(crate) fn job(
    shop: &Shop,
    from: Option<Address>,
    orders: Vec<OrderDetail>,
    now: Timestamp,
    zone: &TimeZone,
) -> Job {
    let region = shop.region.trim().to_ascii_uppercase();
    let sheet = if LETTER.contains(&region.as_str()) { Sheet::Letter } else { Sheet::A4 };
    let orders = orders.into_iter().map(|one| order(one, zone)).collect();
    Job { orders, shop: shop.name.clone(), region, today: date(now, zone), from, sheet }
}

fn date(moment: Timestamp, zone: &TimeZone) -> String {
    moment.to_zoned(zone.clone()).strftime(DATE).to_string()
}

fn order(order: OrderDetail, zone: &TimeZone) -> Order {
    let left = left(&order);
    let to = &order.recipient;
    Order {
        placed: date(order.row.created, zone),
        id: order.row.id,
        carrier: order.shipping_provider,
        to: Address {
            name: to.name.clone(),
            lines: address(to).into_iter().map(Private::new).collect(),
            phone: to.phone.clone(),
            country: to.country.reveal().clone(),
        },
        lines: order.lines.into_iter().zip(left).filter(|(_, left)| *left > 0).map(line).collect(),
    }
}

fn line(((line, code), left): ((Line, Option<String>), u32)) -> paper::Line {
    let sku = line.sku.to_string();
    let code = code.filter(|code| !code.trim().is_empty()).unwrap_or_else(|| sku.clone());
    let item = (line.product.to_string(), sku);
    paper::Line { item, name: line.name, code, pieces: left, location: None }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use domain::{Handling, Money, OrderId, OrderStatus, ProductId, Recipient, Shipper, ShopId, SkuId};
    use store::OrderRow;

    use super::*;

    fn shop(region: &str) -> Shop {
        let (name, seller) = ("Linh Kay Studio".into(), String::new());
        Shop {
            id: ShopId(1),
            name,
            region: region.into(),
            practice: false,
            currency: None,
            told_currency: None,
            seller,
        }
    }

    fn detail(codes: [Option<&str>; 2]) -> OrderDetail {
        let line = |code: Option<&str>| {
            let (product, sku) = (ProductId::new("p"), SkuId::new("1729"));
            let line =
                Line { product, sku, name: "Mug".into(), quantity: 2, price: Money::default(), pieces: Vec::new() };
            (line, code.map(str::to_owned))
        };
        let late = "2026-11-25T23:30:00Z".parse().unwrap();
        let row = OrderRow {
            n: 1,
            id: OrderId::new("1"),
            status: OrderStatus::AwaitingShipment,
            buyer: Private::default(),
            items: String::new(),
            more_items: 1,
            quantity: 4,
            total: "0".into(),
            currency: None,
            created: late,
            updated: late,
            ship_by: None,
            collect_by: None,
            warehouse: String::new(),
            region: String::new(),
            shipper: Shipper::Seller,
            lacks_parcel: false,
            cancel_asked: false,
            has_note: false,
            tags: Vec::new(),
            shipping: None,
        };
        OrderDetail {
            row,
            asked: late,
            packed: None,
            tracking: String::new(),
            payment_method: String::new(),
            shipping_provider: "USPS".into(),
            recipient: Recipient { country: Private::new("JP".into()), ..Recipient::default() },
            lines: codes.map(line).to_vec(),
            handling: Handling::default(),
            forgotten: false,
        }
    }

    fn made(region: &str, zone: &str) -> Job {
        let zone = TimeZone::fixed(jiff::tz::offset(zone.parse().unwrap()));
        job(
            &shop(region),
            None,
            vec![detail([Some("MUG-1"), Some(" ")])],
            "2026-11-25T23:45:00Z".parse().unwrap(),
            &zone,
        )
    }

    #[test]
    fn papers_are_as_large_as_the_paper_that_a_country_prints_on() {
        let sheets = ["US", "us ", "PH", "GB", "VN", ""].map(|region| made(region, "0").sheet);
        let (letter, a4) = (Sheet::Letter, Sheet::A4);
        assert_eq!(sheets, [letter, letter, letter, a4, a4, a4]);
    }

    #[test]
    fn dates_are_those_of_the_sellers_own_calendar() {
        let (here, there) = (made("US", "0"), made("VN", "7"));
        assert_eq!((here.today.as_str(), here.orders[0].placed.as_str()), ("25 Nov 2026", "25 Nov 2026"));
        assert_eq!((there.today.as_str(), there.orders[0].placed.as_str()), ("26 Nov 2026", "26 Nov 2026"));
    }

    #[test]
    fn a_line_goes_by_the_sellers_code_and_without_one_by_the_shops() {
        let job = made("US", "0");
        let codes: Vec<&str> = job.orders[0].lines.iter().map(|line| line.code.as_str()).collect();
        assert_eq!((codes, job.orders[0].to.country.as_str()), (vec!["MUG-1", "1729"], "JP"));
    }
}
