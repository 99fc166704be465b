//! Whatever happens between the counting and the applying: in the end every piece on the shelf is sold or can be sold.

use domain::{Order, OrderId, OrderStatus, StockChange};
use proptest::prelude::*;
use store::{StockCount, Store};

use super::{begun, bought, key, queued, read_levels, read_order};
use crate::{
    remembering::remembering,
    shelf::{SHOP, at},
};

/// One thing that happens, a second after the one before.
#[derive(Clone, Debug)]
enum Step {
    /// A buyer buys so many pieces.
    Buy(u32),
    /// The buyer of the oldest order that waits calls it off.
    CallOff,
    /// The oldest order is packed here, item by item.
    Pack,
    /// The app reads the orders.
    ReadOrders,
    /// The app reads the levels.
    ReadLevels,
    /// Somebody counts the shelf.
    Count,
    /// A piece more is found behind the shelf, and scanned.
    Find,
    /// The app is closed and opened.
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (1_u32..3).prop_map(Step::Buy),
        1 => Just(Step::CallOff),
        2 => Just(Step::Pack),
        3 => Just(Step::ReadOrders),
        3 => Just(Step::ReadLevels),
        2 => Just(Step::Count),
        1 => Just(Step::Find),
        1 => Just(Step::Restart),
    ];
    prop::collection::vec(step, 1..40)
}

/// The shop and the shelf as they are.
struct World {
    available: i64,
    shelf: i64,
    orders: Vec<Order>,
    /// Ids of orders that lie in their parcels.
    packed: Vec<String>,
    second: i64,
    is_counted: bool,
}

impl World {
    fn waiting(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(|order| {
            order.status == OrderStatus::AwaitingShipment && !self.packed.contains(&order.id.to_string())
        })
    }

    async fn take(&mut self, step: &Step, store: &Store, count: &StockCount) {
        self.second += 1;
        let second = self.second;
        match step {
            Step::Buy(pieces) if i64::from(*pieces) <= self.available => {
                self.available -= i64::from(*pieces);
                self.orders.push(bought(&format!("order_{second}"), "a", *pieces, second));
            }
            Step::CallOff => {
                let found = self.waiting().map(|order| order.id.clone()).next();
                if let Some(order) = self.orders.iter_mut().find(|order| Some(&order.id) == found.as_ref()) {
                    (order.status, order.updated) = (OrderStatus::Cancelled, at(second));
                    self.available += i64::from(order.lines[0].quantity);
                    // Calling off is told at once here; what is learned late is left to the next count.
                    let order = order.clone();
                    read_order(store, order, second).await;
                }
            }
            Step::Pack => {
                // Nobody packs what isn't there.
                let found =
                    self.waiting().next().filter(|order| i64::from(order.lines[0].quantity) <= self.shelf).cloned();
                if let Some(order) = found {
                    read_order(store, order.clone(), second).await;
                    store.mark_packed(SHOP, &OrderId::new(order.id.as_str()), at(second)).await.unwrap();
                    self.shelf -= i64::from(order.lines[0].quantity);
                    self.packed.push(order.id.to_string());
                }
            }
            Step::ReadOrders => store.put_orders(SHOP, &self.orders, &[], at(second), None).await.unwrap(),
            Step::ReadLevels => read_levels(store, [self.available, 10, 10], second).await,
            Step::Count => {
                let (product, sku) = key("a");
                store.set_counted(count.id, &product, &sku, self.shelf, at(second)).await.unwrap();
                self.is_counted = true;
            }
            Step::Find if self.is_counted => {
                self.shelf += 1;
                let (product, sku) = key("a");
                store.count_one_more(count.id, &product, &sku, at(second)).await.unwrap();
            }
            Step::Buy(_) | Step::Find | Step::Restart => (),
        }
    }
}

/// The shop says ten; so many lie on the shelf.
async fn live(steps: Vec<Step>, shelf: i64) -> (i64, i64) {
    let (folder, mut store, count) = begun().await;
    let mut world =
        World { available: 10, shelf, orders: Vec::new(), packed: Vec::new(), second: 10, is_counted: false };
    for step in &steps {
        if matches!(step, Step::Restart) {
            store.close().await;
            drop(store);
            store = Store::open(folder.path(), at(world.second)).await.unwrap().store;
        }
        world.take(step, &store, &count).await;
    }
    world.take(&Step::Count, &store, &count).await;
    for step in &steps {
        if !matches!(step, Step::Count | Step::Restart) {
            world.take(step, &store, &count).await;
        }
    }
    world.take(&Step::ReadOrders, &store, &count).await;
    world.take(&Step::ReadLevels, &store, &count).await;
    store.apply_count(count.id, "Counted", at(world.second + 1)).await.unwrap();
    // The shop as it is when the edit is sent.
    for (_, change) in queued(&store).await {
        world.available = change.target(Some(world.available)).unwrap_or(world.available);
        assert!(!matches!(change, StockChange::Restore { .. }));
    }
    let sold: i64 = world.waiting().map(|order| i64::from(order.lines[0].quantity)).sum();
    (world.available, (world.shelf - sold).max(0))
}

proptest! {
    #![proptest_config(remembering())]
    #[test]
    fn whatever_is_sold_packed_and_read_between_what_can_be_sold_is_what_lies_there_unsold(
        steps in steps(), shelf in 4_i64..16,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (available, unsold) = runtime.block_on(live(steps, shelf));
        prop_assert_eq!(available, unsold);
    }
}
