//! What may happen to a shop's stock, and what a seller may look for.

use domain::{Level, Money, Order, OrderStatus, Product, ProductId, Sku, SkuId, StockChange, StockInfo, WarehouseId};
use jiff::Timestamp;
use proptest::{collection::vec, option, prelude::*, sample::select, sample::subsequence};
use store::{Folds, Pace, RuleField, State, StockFilter, StockSort, StockSortBy, StockTab, StockTarget, StockWish};

use crate::{
    shelf::{at, order, product},
    sold::line,
};

const PRODUCTS: usize = 6;
/// SKUs of one product; others may have one of the same id.
const SKUS: [&str; 4] = ["s1", "S2", "s3", "s10"];
const WAREHOUSES: [&str; 3] = ["default", "hanoi", "ny"];

/// What happens, one thing after the other.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// The shop tells a product.
    Put(Facts),
    /// The shop answers a write.
    PutLevel(Cell, Level),
    /// Edits are saved.
    Queue(Vec<(Cell, Level)>),
    /// Something becomes of one of the edits of a save.
    Settle(usize, State),
    /// The seller sets a rule, or leaves it to the wider one.
    Rule(Ruled, RuleField, Option<Level>),
    /// The person decides about one of them.
    Decide(usize, Decision),
    /// The shop tells an order.
    Sell(Sale),
    Look(StockFilter),
    /// While the shop tells a product.
    LookMeanwhile(StockFilter, Facts),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Decision {
    Retry,
    Discard,
    KeepMine,
    KeepDifference,
    RetryFailed,
    DropBatch,
    Undo,
}

/// Which order, in which hour it was placed, whether it is cancelled, and of which SKUs it has how many pieces.
#[derive(Clone, Debug)]
pub(super) struct Sale {
    which: usize,
    hour: i64,
    is_cancelled: bool,
    lines: Vec<(usize, &'static str, u32)>,
}

/// Two days of which one counts, as in a shop that has just begun.
pub(super) fn pace() -> Pace {
    let hours = |hours: i64| at(hours * 3_600);
    let days: Vec<(Timestamp, Timestamp)> = vec![(hours(0), hours(24)), (hours(24), hours(48))];
    Pace { days, counted: 1 }
}

pub(super) fn placed(Sale { which, hour, is_cancelled, lines }: &Sale, updated: i64) -> Order {
    let status = if *is_cancelled { OrderStatus::Cancelled } else { OrderStatus::AwaitingShipment };
    let lines = lines.iter().map(|(product, sku, pieces)| line(&id(*product), sku, *pieces)).collect();
    Order { lines, created: at(hour * 3_600), ..order(&which.to_string(), status, updated) }
}

fn sale() -> impl Strategy<Value = Sale> {
    let lines = vec((0..PRODUCTS, select(SKUS.to_vec()), 1..9_u32), 1..5);
    (0..8_usize, -5..60_i64, prop::bool::weighted(0.2), lines).prop_map(|(which, hour, is_cancelled, lines)| Sale {
        which,
        hour,
        is_cancelled,
        lines,
    })
}

/// What a rule is about.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ruled {
    Shop,
    Warehouse(&'static str),
    /// One of the SKUs that are there.
    Sku(usize),
}

pub(super) type Cell = (usize, &'static str, &'static str);

/// Id, code, and levels by warehouse where the shop tells them.
type SkuFacts = (&'static str, &'static str, Option<Vec<(&'static str, Level)>>);

/// What the shop says of one product.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    which: usize,
    name: &'static str,
    skus: Vec<SkuFacts>,
    stock: Vec<&'static str>,
}

fn id(which: usize) -> String {
    format!("17{which}")
}

pub(super) fn target((which, sku, warehouse): Cell) -> StockTarget {
    StockTarget { product: ProductId::new(id(which)), sku: SkuId::new(sku), warehouse: WarehouseId::new(warehouse) }
}

pub(super) fn wish((cell, level): (Cell, Level)) -> StockWish {
    StockWish { target: target(cell), change: StockChange::Set { level }, base: Some(level + 1) }
}

pub(super) fn told(facts: &Facts, updated: i64) -> Product {
    let info = |(warehouse, available)| StockInfo { warehouse: WarehouseId::new(warehouse), available, campaign: None };
    let sku = |(id, code, levels): &SkuFacts| Sku {
        id: SkuId::new(*id),
        seller_sku: (*code).into(),
        price: Money::default(),
        stock: levels.clone().map(|levels| levels.into_iter().map(info).collect()),
    };
    Product {
        name: facts.name.into(),
        skus: facts.skus.iter().map(sku).collect(),
        stock: facts.stock.iter().map(|warehouse| info((warehouse, 9))).collect(),
        created: at(0),
        ..product(&id(facts.which), &[], updated)
    }
}

fn level() -> impl Strategy<Value = Level> {
    select(vec![-3, 0, 0, 1, 5, 6, 40, 40, 99_999])
}

fn facts() -> impl Strategy<Value = Facts> {
    let name = select(vec!["Linen Tote", "linen tote", "เซรั่มบำรุง", "手工香皂", "Áo thun", "Tote\nof two lines"]);
    let code = select(vec!["", "LT-1", "lt-1", "LT-10", "香皂-2"]);
    let levels = || {
        (subsequence(WAREHOUSES.to_vec(), 0..=3), vec(level(), 3))
            .prop_map(|(at, levels)| at.into_iter().zip(levels).collect())
    };
    let sku = (code, option::weighted(0.8, levels()));
    let skus = (subsequence(SKUS.to_vec(), 0..=4).prop_shuffle(), vec(sku, 4));
    let skus =
        skus.prop_map(|(ids, skus)| ids.into_iter().zip(skus).map(|(id, (code, levels))| (id, code, levels)).collect());
    let stock = subsequence(WAREHOUSES.to_vec(), 0..=3);
    (0..PRODUCTS, name, skus, stock).prop_map(|(which, name, skus, stock)| Facts { which, name, skus, stock })
}

fn ruled() -> impl Strategy<Value = Ruled> {
    prop_oneof![
        1 => Just(Ruled::Shop),
        1 => select(WAREHOUSES.to_vec()).prop_map(Ruled::Warehouse),
        3 => (0_usize..24).prop_map(Ruled::Sku),
    ]
}

fn cell() -> impl Strategy<Value = Cell> {
    (0..PRODUCTS, select(SKUS.to_vec()), select(WAREHOUSES.to_vec()))
}

fn filter() -> impl Strategy<Value = StockFilter> {
    let tabs = vec![StockTab::All, StockTab::Low, StockTab::SoldOut, StockTab::Changed, StockTab::Conflicts];
    let by = prop_oneof![
        3 => Just(StockSortBy::Product),
        1 => Just(StockSortBy::Code),
        1 => Just(StockSortBy::Total),
        2 => Just(StockSortBy::Lasts(pace())),
        1 => select(vec!["default", "hanoi", "nowhere"]).prop_map(|at| StockSortBy::Level(WarehouseId::new(at))),
    ];
    let sort = (by, any::<bool>()).prop_map(|(by, descending)| StockSort { by, descending });
    let search = prop_oneof![3 => Just(""), 2 => select(vec!["TOTE", "linen lt-1", "香皂", "s1", "17", "tote of", "áo", "nobody"])];
    let but = subsequence((0..=PRODUCTS).map(id).collect::<Vec<_>>(), 0..=PRODUCTS);
    let folds =
        (any::<bool>(), but).prop_map(|(all, but)| Folds { all, but: but.into_iter().map(ProductId::new).collect() });
    (select(tabs), search, sort, folds).prop_map(|(tab, search, sort, folds)| StockFilter {
        tab,
        search: search.into(),
        sort,
        folds,
    })
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    use Decision::*;
    let outcomes = vec![State::Queued, State::Sending, State::Checking, State::Done, State::Refused, State::Conflict];
    let decisions = vec![Retry, Discard, KeepMine, KeepDifference, RetryFailed, DropBatch, Undo];
    prop_oneof![
        6 => facts().prop_map(Step::Put),
        3 => (cell(), level()).prop_map(|(cell, level)| Step::PutLevel(cell, level)),
        3 => vec((cell(), 0_i64..50), 1..5).prop_map(Step::Queue),
        3 => (ruled(), select(vec![RuleField::LowAt, RuleField::LowAt, RuleField::KeptBack]), option::of(select(vec![0, 1, 4, 5, 6, 40])))
            .prop_map(|(about, field, value)| Step::Rule(about, field, value)),
        3 => (0_usize..64, select(outcomes)).prop_map(|(which, state)| Step::Settle(which, state)),
        3 => (0_usize..64, select(decisions)).prop_map(|(which, decision)| Step::Decide(which, decision)),
        4 => sale().prop_map(Step::Sell),
        8 => filter().prop_map(Step::Look),
        2 => (filter(), facts()).prop_map(|(filter, facts)| Step::LookMeanwhile(filter, facts)),
    ]
}
