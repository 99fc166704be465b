//! The shop on its first day: a month of orders, a catalogue and its stock, drawn from the seed.

use jiff::Timestamp;
use rand::{Rng, rngs::StdRng};

use super::{
    Books, Orders, Product, Shop, Status, catalogue,
    draw::{draw, one_of},
    order::{Line, Order},
    people,
};
use crate::{
    moment::{shifted, whole_seconds},
    settings::Settings,
};

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

/// How many orders of 5,000 stand where; all others were delivered.
const OF_5_000: [(Status, u64); 5] = [
    (Status::AwaitingShipment, 148),
    (Status::Shipped, 300),
    (Status::Cancelled, 60),
    (Status::OnHold, 9),
    (Status::Unpaid, 5),
];

/// Opens the shop the settings describe, as it is at that moment.
pub(crate) fn open(settings: &Settings, now: Timestamp) -> Shop {
    let now = whole_seconds(now);
    let warehouses = catalogue::warehouses(settings.warehouses);
    let products = catalogue::products(settings.seed, settings.products, &warehouses, now);
    let mut shop = Shop {
        seed: settings.seed,
        draws: 0,
        orders: Orders::default(),
        products,
        events: Vec::new(),
        books: Books::default(),
    };
    if !shop.products.is_empty() {
        for (n, status) in statuses(settings.orders).enumerate() {
            let mut rng = draw(settings.seed, "past order", n as u64);
            let order = past_order(&mut rng, &shop, status, now);
            shop.orders.add(order);
        }
    }
    shop
}

/// Where each of so many orders stands, in the shares of [`OF_5_000`].
fn statuses(orders: u32) -> impl Iterator<Item = Status> {
    let share = move |of_5_000: u64| (u64::from(orders) * of_5_000).div_ceil(5_000);
    let open = OF_5_000.iter().flat_map(move |(status, of)| (0..share(*of)).map(|_| *status));
    open.chain(std::iter::repeat(Status::Delivered)).take(orders as usize)
}

fn past_order(rng: &mut StdRng, shop: &Shop, status: Status, now: Timestamp) -> Order {
    let (age, since_change) = ages(rng, status);
    let order_id = shop.fresh_order_id(rng);
    let lines = lines(rng, &shop.products);
    let mut order = people::order_for(rng, order_id, lines, shifted(now, -age));
    order.order_status = status;
    order.update_time = shifted(now, -since_change);
    if matches!(status, Status::Shipped | Status::Delivered) {
        order.ship_time = Some(shipped(&order));
        order.tracking_number = people::tracking_number(rng, &order.shipping_provider);
    }
    order
}

/// What was delivered went off a quarter of the way between the order and its arrival.
fn shipped(order: &Order) -> Timestamp {
    let (created, updated) = (order.create_time.as_second(), order.update_time.as_second());
    match order.order_status {
        Status::Delivered => shifted(order.create_time, (updated - created) / 4),
        _ => order.update_time,
    }
}

/// Seconds since an order of that status was created, and since it last changed.
fn ages(rng: &mut StdRng, status: Status) -> (i64, i64) {
    // Most orders to be shipped are of the last day, a few are late.
    let oldest_open = one_of(rng, &[DAY, DAY, DAY, DAY, 2 * DAY, 60 * HOUR]);
    let (created, until_change) = match status {
        Status::OnHold | Status::Unpaid => (60..55 * 60, 0..1),
        Status::AwaitingShipment => (HOUR..oldest_open, HOUR..HOUR + 1),
        Status::Shipped => (DAY..7 * DAY, 4 * HOUR..DAY),
        Status::Delivered => (4 * DAY..30 * DAY, 2 * DAY..4 * DAY),
        Status::Cancelled => (HOUR..30 * DAY, 60..HOUR),
    };
    let created = rng.random_range(created);
    (created, created - rng.random_range(until_change))
}

/// One to five lines, no SKU twice, from any warehouse: what was bought then need not be in stock now.
fn lines(rng: &mut StdRng, products: &[Product]) -> Vec<Line> {
    let wanted = one_of(rng, &[1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 5]);
    let mut lines: Vec<Line> = Vec::new();
    for _ in 0..wanted {
        let product = &products[rng.random_range(0..products.len())];
        let sku = &product.skus[rng.random_range(0..product.skus.len())];
        let from = &sku.stock_infos[rng.random_range(0..sku.stock_infos.len())];
        let quantity = one_of(rng, &[1, 1, 1, 1, 1, 1, 1, 2, 2, 3]);
        if lines.iter().all(|line| line.sku_id != sku.id) {
            lines.push(Line {
                id: product.id.clone(),
                sku_id: sku.id.clone(),
                product_name: product.name.clone(),
                quantity,
                price: sku.price,
                taken_from: from.warehouse_id.clone(),
            });
        }
    }
    lines
}
