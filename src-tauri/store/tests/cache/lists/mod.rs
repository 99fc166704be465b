//! Every list and count against a seller who looks through all orders by hand, while orders come and
//! change: what is kept in memory is brought up to date and never told from.

mod by_hand;
mod keys;
mod steps;

use domain::{CancelAnswer, CancelId, Errand, Order, OrderId, Stage, TrackingNumber};
use proptest::{collection::vec, prelude::*};
use store::{OrderFilter, OrderListing, Pile, State, Store};

use crate::remembering::remembering;
use crate::shelf::{SHOP, at, shelf};
use by_hand::ByHand;
use steps::{Step, altered, clock, id, open_pile, step, step_or_keys, told};

/// The shop's orders, and the seller's window onto them.
struct Desk {
    store: Store,
    by_hand: ByHand,
    last: OrderFilter,
    /// Lists that are shown, which the next one may be made out of.
    shown: Vec<OrderListing>,
}

async fn play(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let (_folder, store) = shelf().await;
    let last = OrderFilter { clock: clock(), ..OrderFilter::of(Pile::Of(Stage::ToShip)) };
    let mut desk = Desk { store, by_hand: ByHand::default(), last, shown: Vec::new() };
    for (moment, step) in (1..).zip(steps) {
        match step {
            Step::Look(filter) => desk.look(*filter).await?,
            Step::Again => desk.look(desk.last.clone()).await?,
            Step::Keys(keys) => {
                for key in keys {
                    desk.look(OrderFilter { search: key.pressed(&desk.last.search), ..desk.last.clone() }).await?;
                }
            }
            Step::LookMeanwhile(filter, facts) => desk.look_meanwhile(*filter, told(&facts, moment)).await?,
            Step::Close => desk.shown.clear(),
            other => desk.happens(other, moment).await,
        }
    }
    Ok(())
}

impl Desk {
    async fn happens(&mut self, step: Step, moment: i64) {
        let Self { store, by_hand, .. } = self;
        match step {
            Step::Put(page) => {
                for facts in page {
                    self.put(told(&facts, moment)).await;
                }
            }
            Step::Alter(which, alteration) => {
                let known = by_hand.orders.iter().find(|order| order.id.as_str() == id(which));
                if let Some(known) = known.filter(|known| known.updated < at(moment)) {
                    let order = altered(known.clone(), alteration);
                    self.put(Order { updated: at(moment), ..order }).await;
                }
            }
            Step::Tag(which, on) => {
                store.tag_orders(SHOP, &[OrderId::new(id(which))], "gift", on).await.unwrap();
                match on && by_hand.orders.iter().any(|order| order.id.as_str() == id(which)) {
                    true => _ = by_hand.tags.insert(id(which)),
                    false if on => {}
                    false => _ = by_hand.tags.remove(&id(which)),
                }
            }
            Step::Ship(which) => ship(store, by_hand, &id(which), moment).await,
            Step::Refuse(which) => refuse(store, by_hand, which, moment).await,
            Step::Answer(which) => {
                let (order, answer) = (OrderId::new(id(which)), CancelAnswer::Approve);
                let errand = Errand::AnswerCancel { request: CancelId::new("4035"), answer };
                if store.queue_errand(SHOP, &order, &errand, at(moment), at(moment)).await.is_ok() {
                    by_hand.answers.insert(id(which));
                }
            }
            looks => unreachable!("{looks:?} happens to no order"),
        }
    }

    async fn put(&mut self, order: Order) {
        let asked = order.updated;
        self.store.put_orders(SHOP, std::slice::from_ref(&order), &[], asked, None).await.unwrap();
        self.by_hand.put_newer(order);
    }

    async fn look(&mut self, filter: OrderFilter) -> Result<(), TestCaseError> {
        let listing = self.store.order_list(SHOP, &filter).await.unwrap();
        let list = self.ids(&listing).await;
        prop_assert_eq!(&list, &self.by_hand.list(&filter), "{:?}", filter);
        prop_assert_eq!(listing.counts, self.by_hand.counts(&filter), "{:?}", filter);
        prop_assert_eq!(listing.waiting, self.by_hand.waiting(), "whatever is looked for");
        prop_assert_eq!(listing.numbers.len(), list.len(), "each once: {:?}", filter);
        prop_assert_eq!(self.store.order_count(SHOP, &filter).await.unwrap(), list.len() as i64);
        self.shows(listing);
        self.last = filter;
        Ok(())
    }

    /// An order is told while a list is made: the list has it everywhere, or nowhere yet.
    async fn look_meanwhile(&mut self, filter: OrderFilter, order: Order) -> Result<(), TestCaseError> {
        let before = (self.by_hand.list(&filter), self.by_hand.counts(&filter), self.by_hand.waiting());
        let store = self.store.clone();
        let (listing, ()) = tokio::join!(store.order_list(SHOP, &filter), self.put(order));
        let listing = listing.unwrap();
        let found = (self.ids(&listing).await, listing.counts, listing.waiting);
        let after = (self.by_hand.list(&filter), self.by_hand.counts(&filter), self.by_hand.waiting());
        prop_assert!(found == before || found == after, "{found:?} is neither {before:?} nor {after:?}: {filter:?}");
        self.shows(listing);
        self.last = filter;
        Ok(())
    }

    async fn ids(&self, listing: &OrderListing) -> Vec<String> {
        let rows = self.store.order_rows(SHOP, &listing.numbers.to_vec()).await.unwrap();
        rows.into_iter().map(|row| row.id.to_string()).collect()
    }

    fn shows(&mut self, listing: OrderListing) {
        self.shown.push(listing);
        if self.shown.len() > 3 {
            self.shown.remove(0);
        }
    }
}

/// Only what waits is shipped, and only once at a time.
async fn ship(store: &Store, by_hand: &mut ByHand, id: &str, moment: i64) {
    let waits = by_hand.orders.iter().any(|order| order.id.as_str() == id && order.status.stage() == Stage::ToShip);
    if waits && by_hand.shipments.get(id) != Some(&State::Queued) {
        let number = TrackingNumber::parse("TK1").unwrap();
        store.queue_shipment(SHOP, &OrderId::new(id), &number, at(moment), at(moment)).await.unwrap();
        by_hand.shipments.insert(id.to_owned(), State::Queued);
    }
}

/// The shop refuses one of those that are under way.
async fn refuse(store: &Store, by_hand: &mut ByHand, which: usize, moment: i64) {
    let mut under_way: Vec<String> =
        by_hand.shipments.iter().filter(|(_, state)| **state == State::Queued).map(|(id, _)| id.clone()).collect();
    under_way.sort();
    if let Some(id) = under_way.get(which % under_way.len().max(1)) {
        let wish = store.shipment_of(SHOP, &OrderId::new(id)).await.unwrap().unwrap();
        store.settle(&[wish.id], State::Refused, Some("no"), at(moment), at(moment)).await.unwrap();
        by_hand.shipments.insert(id.to_owned(), State::Refused);
    }
}

proptest! {
    #![proptest_config(remembering())]

    #[test]
    fn a_list_and_its_counts_are_what_looking_through_all_orders_gives(steps in vec(step_or_keys(), 1..40)) {
        check(steps)?;
    }

    #[test]
    fn what_is_open_is_right_also_before_all_orders_have_been_read(steps in vec(step(open_pile()), 1..40)) {
        check(steps)?;
    }
}

fn check(steps: Vec<Step>) -> Result<(), TestCaseError> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(play(steps))
}
