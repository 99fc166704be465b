//! What was sold against a seller who adds up all orders by hand, while orders come, change and are cancelled
//! and days pass.

use std::collections::HashMap;

use domain::{Order, OrderStatus, ProductId, ShopId, SkuId};
use jiff::{Timestamp, civil::date, tz::TimeZone};
use proptest::{collection::vec, prelude::*, sample::select};
use store::Store;

use super::{OTHER, Span, days, line};
use crate::remembering::remembering;
use crate::shelf::{SHOP, known_shop, order, shelf};

/// Days of the sums: the clocks of New York are changed on the fourth.
const DAYS: usize = 6;
const SKUS: [&str; 4] = ["a", "b", "c", "nobody buys it"];

#[derive(Clone, Debug)]
enum Step {
    /// A page of what a shop says.
    Put(ShopId, Vec<Facts>),
    /// The sums of days that begin so many days later.
    Look(ShopId, usize),
    /// The same while the shop says something.
    LookMeanwhile(usize, Facts),
}

/// What a shop says of one order. `late`: so much older is what it says.
#[derive(Clone, Debug)]
struct Facts {
    which: usize,
    status: OrderStatus,
    hours: i64,
    late: i64,
    lines: Vec<(usize, u32)>,
}

fn facts() -> impl Strategy<Value = Facts> {
    let statuses = vec![
        OrderStatus::AwaitingShipment,
        OrderStatus::Unpaid,
        OrderStatus::Delivered,
        OrderStatus::Cancelled,
        OrderStatus::Other("NEW".into()),
    ];
    (0..12_usize, select(statuses), -30..200_i64, 0..3_i64, vec((0..3_usize, 1..4_u32), 1..4))
        .prop_map(|(which, status, hours, late, lines)| Facts { which, status, hours, late, lines })
}

fn step() -> impl Strategy<Value = Step> {
    let shop = select(vec![SHOP, SHOP, SHOP, OTHER]);
    prop_oneof![
        3 => (shop.clone(), vec(facts(), 1..6)).prop_map(|(shop, page)| Step::Put(shop, page)),
        3 => (shop, 0..3_usize).prop_map(|(shop, later)| Step::Look(shop, later)),
        1 => (0..3_usize, facts()).prop_map(|(later, facts)| Step::LookMeanwhile(later, facts)),
    ]
}

fn said(facts: &Facts, moment: i64) -> Order {
    let first: Timestamp = "2026-10-29T04:00:00Z".parse().unwrap();
    Order {
        created: first + jiff::SignedDuration::from_hours(facts.hours),
        lines: facts.lines.iter().map(|(sku, quantity)| line("product_1", SKUS[*sku], *quantity)).collect(),
        ..order(&facts.which.to_string(), facts.status.clone(), moment - facts.late)
    }
}

fn six_days(later: usize) -> Vec<Span> {
    let zone = TimeZone::get("America/New_York").unwrap();
    days(date(2026, 10, 29), DAYS + later, &zone).split_off(later)
}

struct Shops {
    store: Store,
    by_hand: HashMap<(ShopId, String), Order>,
}

impl Shops {
    async fn put(&mut self, shop: ShopId, orders: Vec<Order>) {
        for order in orders {
            self.store.put_orders(shop, std::slice::from_ref(&order), &[], order.updated, None).await.unwrap();
            let known = self.by_hand.entry((shop, order.id.to_string())).or_insert_with(|| order.clone());
            if known.updated < order.updated {
                *known = order;
            }
        }
    }

    fn added_up(&self, shop: ShopId, days: &[Span]) -> Vec<Vec<u64>> {
        let orders =
            || self.by_hand.iter().filter(|((of, _), order)| *of == shop && order.status != OrderStatus::Cancelled);
        let on = |day: &Span, sku: &str| {
            let placed = orders().filter(|(_, order)| order.created >= day.0 && order.created < day.1);
            let lines = placed.flat_map(|(_, order)| &order.lines).filter(|line| line.sku.as_str() == sku);
            lines.map(|line| u64::from(line.quantity)).sum()
        };
        SKUS.iter().map(|sku| days.iter().map(|day| on(day, sku)).collect()).collect()
    }
}

async fn told(store: &Store, shop: ShopId, days: &[Span]) -> Vec<Vec<u64>> {
    let skus = SKUS.map(|sku| (ProductId::new("product_1"), SkuId::new(sku)));
    loop {
        match store.pieces_sold(shop, &skus, days).await.unwrap() {
            Some(sold) => return sold,
            None => store.read_sales(shop, days).await.unwrap(),
        }
    }
}

async fn play(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let (_folder, store) = shelf().await;
    store.put_shop(&known_shop(OTHER)).await.unwrap();
    let mut shops = Shops { store: store.clone(), by_hand: HashMap::new() };
    for (moment, step) in (10..).zip(steps) {
        match step {
            Step::Put(shop, page) => shops.put(shop, page.iter().map(|facts| said(facts, moment)).collect()).await,
            Step::Look(shop, later) => {
                let days = six_days(later);
                prop_assert_eq!(told(&store, shop, &days).await, shops.added_up(shop, &days));
            }
            Step::LookMeanwhile(later, facts) => {
                let days = six_days(later);
                let before = shops.added_up(SHOP, &days);
                let (found, ()) = tokio::join!(told(&store, SHOP, &days), shops.put(SHOP, vec![said(&facts, moment)]));
                let after = shops.added_up(SHOP, &days);
                prop_assert!(found == before || found == after, "{found:?} is neither {before:?} nor {after:?}");
                prop_assert_eq!(told(&store, SHOP, &days).await, after);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(remembering())]

    #[test]
    fn what_was_sold_is_what_adding_up_all_orders_gives(steps in vec(step(), 1..40)) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(play(steps))?;
    }
}
