//! What may happen to a shop's orders, and what a seller may look for.

use domain::{Line, Order, OrderId, OrderStatus, Private, ProductId, SkuId, Stage, WarehouseId};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use proptest::{collection::vec, option, prelude::*, sample::select};
use store::{Between, Deadlines, Due, Narrow, OrderFilter, OrderSort, Pile, SortBy};

use super::keys::{Key, key};
use crate::shelf::{at, order};

const ORDERS: usize = 40;

pub(super) fn id(which: usize) -> String {
    // One is much shorter, so that text and number would sort otherwise.
    if which == 3 { "9".into() } else { format!("5766180{which:02}") }
}

/// What happens, one thing after the other.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Put(Vec<Facts>),
    /// One thing about an order that is here.
    Alter(usize, Alteration),
    Tag(usize, bool),
    Ship(usize),
    Refuse(usize),
    /// The seller answers a buyer who asks to cancel, or would.
    Answer(usize),
    Look(Box<OrderFilter>),
    /// The list that was looked at last, as it is now.
    Again,
    /// The same with a search that is typed on, letter by letter.
    Keys(Vec<Key>),
    /// While the shop tells something of an order.
    LookMeanwhile(Box<OrderFilter>, Facts),
    /// No list is shown any more.
    Close,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Alteration {
    Price,
    Quantity,
    Placed,
    Due,
    Buyer,
    Goods,
    Warehouse,
    Status,
    Asked,
}

/// What the shop says of one order.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    which: usize,
    status: OrderStatus,
    buyer: &'static str,
    goods: &'static str,
    product: &'static str,
    quantity: u32,
    price: &'static str,
    hours: i64,
    due: Option<i64>,
    warehouse: Option<&'static str>,
    country: &'static str,
    tracking: &'static str,
    cancel_asked: bool,
}

pub(super) fn clock() -> Deadlines {
    Deadlines { now: at(0), zone: TimeZone::UTC, ..Deadlines::default() }
}

fn hour(hours: i64) -> Timestamp {
    at(hours * 3_600)
}

pub(super) fn told(facts: &Facts, updated: i64) -> Order {
    let line = Line {
        product: ProductId::new(facts.product),
        sku: SkuId::new("1730"),
        name: facts.goods.into(),
        quantity: facts.quantity,
        price: facts.price.parse().unwrap(),
        pieces: Vec::new(),
    };
    let mut order = Order {
        lines: vec![line],
        created: hour(facts.hours),
        ship_by: facts.due.map(hour),
        warehouse: facts.warehouse.map(WarehouseId::new),
        tracking_number: facts.tracking.into(),
        ..order(&id(facts.which), facts.status.clone(), updated)
    };
    order.recipient.name = Private::new(facts.buyer.into());
    order.recipient.country = Private::new(facts.country.into());
    order.handling.cancel_asked = facts.cancel_asked;
    order
}

fn facts() -> impl Strategy<Value = Facts> {
    let statuses = vec![
        OrderStatus::AwaitingShipment,
        OrderStatus::AwaitingShipment,
        OrderStatus::OnHold,
        OrderStatus::Shipped,
        OrderStatus::Delivered,
        OrderStatus::Cancelled,
        OrderStatus::Other("NEW".into()),
    ];
    let words = (
        select(vec![
            "Nguyễn Hoa",
            "nguyễn hoa",
            "Emily",
            "Emil",
            "陈美玲",
            "A very long name of 1",
            "A very long name of 2",
        ]),
        (select(vec!["Glow Serum", "glow serum", "Linen Tote"]), select(vec!["1728", "1729"])),
        select(vec!["10.00", "9.5", "1000"]),
        option::of(select(vec!["wh_1", "wh_2"])),
        select(vec!["US", "VN"]),
        select(vec!["", "TK1", "TK23"]),
    );
    let numbers = (0..ORDERS, 1_u32..4, -100_i64..24, option::of(-30_i64..60), prop::bool::weighted(0.2));
    (select(statuses), words, numbers).prop_map(|(status, words, (which, quantity, hours, due, cancel_asked))| {
        let (buyer, (goods, product), price, warehouse, country, tracking) = words;
        Facts {
            which,
            status,
            buyer,
            goods,
            product,
            quantity,
            price,
            hours,
            due,
            warehouse,
            country,
            tracking,
            cancel_asked,
        }
    })
}

fn narrow() -> impl Strategy<Value = Narrow> + Clone {
    let between = |least: i64, most: i64| {
        (option::of(least..most), option::of(least..most)).prop_map(|(least, most)| Between { least, most })
    };
    let due =
        (option::of(-30_i64..30), 0_i64..60).prop_map(|(from, until)| Due { from: from.map(hour), until: hour(until) });
    prop_oneof![
        4 => Just(Narrow::default()),
        1 => Just(Narrow { statuses: vec![OrderStatus::OnHold, OrderStatus::Shipped], ..Narrow::default() }),
        1 => Just(Narrow { warehouses: vec!["wh_1".into()], regions: vec!["US".into()], ..Narrow::default() }),
        1 => Just(Narrow { tags: vec!["gift".into()], ..Narrow::default() }),
        1 => Just(Narrow { goods: "SERUM".into(), ..Narrow::default() }),
        1 => between(1, 5).prop_map(|quantity| Narrow { quantity, ..Narrow::default() }),
        1 => between(90_000, 300_001).prop_map(|value| Narrow { value, ..Narrow::default() }),
        2 => due.prop_map(|due| Narrow { due: Some(due), ..Narrow::default() }),
    ]
}

fn filter() -> impl Strategy<Value = OrderFilter> + Clone {
    let piles = vec![
        Pile::NeedsAction,
        Pile::CancelAsked,
        Pile::Of(Stage::ToShip),
        Pile::Of(Stage::OnHold),
        Pile::Of(Stage::Sent),
        Pile::Of(Stage::Cancelled),
        Pile::All,
    ];
    let sorts = vec![
        SortBy::Placed,
        SortBy::ShipBy,
        SortBy::Value,
        SortBy::Quantity,
        SortBy::Buyer,
        SortBy::Items,
        SortBy::Status,
        SortBy::Id,
    ];
    let sort = (select(sorts), any::<bool>()).prop_map(|(by, descending)| OrderSort { by, descending });
    let search = prop_oneof![3 => Just(""), 1 => select(vec!["NGUYỄN", "emil serum", "陈", "tk2", "576618", "nobody"])];
    let among = option::weighted(0.1, vec((0..ORDERS + 2).prop_map(|which| OrderId::new(id(which))), 0..6));
    (select(piles), option::of(sort), search, among, narrow()).prop_map(|(pile, sort, search, among, narrow)| {
        OrderFilter { sort, search: search.into(), among, narrow, clock: clock(), ..OrderFilter::of(pile) }
    })
}

/// Whole piles of what is open: they are read apart from the rest.
pub(super) fn open_pile() -> impl Strategy<Value = OrderFilter> + Clone {
    let piles = vec![Pile::NeedsAction, Pile::CancelAsked, Pile::Of(Stage::ToShip), Pile::Of(Stage::OnHold)];
    select(piles).prop_map(|pile| OrderFilter { clock: clock(), ..OrderFilter::of(pile) })
}

pub(super) fn step(filter: impl Strategy<Value = OrderFilter> + Clone + 'static) -> impl Strategy<Value = Step> {
    use Alteration::*;
    let meanwhile = (filter.clone(), facts());
    let alteration = select(vec![Price, Quantity, Placed, Due, Buyer, Goods, Warehouse, Status, Asked]);
    prop_oneof![
        2 => vec(facts(), 10..40).prop_map(Step::Put),
        2 => vec(facts(), 1..4).prop_map(Step::Put),
        4 => (0..ORDERS, alteration).prop_map(|(which, alteration)| Step::Alter(which, alteration)),
        1 => (0..ORDERS, any::<bool>()).prop_map(|(which, on)| Step::Tag(which, on)),
        3 => (0..ORDERS).prop_map(Step::Ship),
        2 => (0..ORDERS).prop_map(Step::Refuse),
        2 => (0..ORDERS).prop_map(Step::Answer),
        6 => filter.prop_map(|filter| Step::Look(Box::new(filter))),
        6 => Just(Step::Again),
        1 => meanwhile.prop_map(|(filter, facts)| Step::LookMeanwhile(Box::new(filter), facts)),
        1 => Just(Step::Close),
    ]
}

/// Whatever may happen, and searches that are typed between.
pub(super) fn step_or_keys() -> impl Strategy<Value = Step> {
    prop_oneof![8 => step(filter()), 1 => vec(key(), 1..6).prop_map(Step::Keys)]
}

pub(super) fn altered(mut order: Order, alteration: Alteration) -> Order {
    let line = &mut order.lines[0];
    match alteration {
        Alteration::Price => line.price = "20".parse().unwrap(),
        Alteration::Quantity => line.quantity += 1,
        Alteration::Placed => order.created = order.created.checked_sub(30.hours()).unwrap(),
        Alteration::Due => order.ship_by = order.ship_by.is_none().then(|| hour(20)),
        Alteration::Buyer => order.recipient.name = Private::new("Zoë".into()),
        Alteration::Goods => line.name = "A first thing".into(),
        Alteration::Warehouse => order.warehouse = Some(WarehouseId::new("wh_1")),
        Alteration::Status => order.status = OrderStatus::Shipped,
        Alteration::Asked => order.handling.cancel_asked = !order.handling.cancel_asked,
    }
    order
}
