//! Every list of the grid and its counts against a seller who reads the tables by hand, while the shop tells products
//! and levels and edits are saved and settled: what is kept in memory is brought up to date and never told from.

mod by_hand;
mod sorts;
mod steps;

use domain::{ProductId, WarehouseId};
use proptest::{collection::vec, prelude::*};
use store::{RuleScope, StockFilter, StockListing, StockTab, Store};
use tempfile::TempDir;

use crate::remembering::remembering;
use crate::shelf::{SHOP, at, shelf};
use by_hand::{ByHand, Kind};
use steps::{Decision, Facts, Ruled, Step, pace, placed, step, target, told, wish};

struct Grid {
    folder: TempDir,
    store: Store,
    /// Saves, in their order.
    saved: Vec<i64>,
}

async fn play(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let (folder, store) = shelf().await;
    let mut grid = Grid { folder, store, saved: Vec::new() };
    for (moment, step) in (1..).zip(steps) {
        match step {
            Step::Look(filter) => grid.look(&filter).await?,
            Step::LookMeanwhile(filter, facts) => grid.look_meanwhile(&filter, &facts, moment).await?,
            other => grid.happens(other, moment).await,
        }
    }
    Ok(())
}

impl Grid {
    async fn happens(&mut self, step: Step, moment: i64) {
        let store = &self.store;
        match step {
            Step::Put(facts) => self.put(&facts, moment).await,
            Step::PutLevel(cell, level) => store.put_levels(SHOP, &[(target(cell), level)], at(moment)).await.unwrap(),
            Step::Queue(cells) => {
                let wishes: Vec<_> = cells.into_iter().map(wish).collect();
                self.saved.push(store.queue_stock(SHOP, &wishes, at(moment)).await.unwrap().batch);
            }
            Step::Sell(sale) => {
                self.store.put_orders(SHOP, &[placed(&sale, moment)], &[], at(moment), None).await.unwrap();
            }
            Step::Settle(which, state) => {
                if let Some(id) = self.edit(which).await {
                    store.settle(&[id], state, Some("so"), at(moment), at(moment)).await.unwrap();
                }
            }
            Step::Rule(about, field, value) => {
                let scope = self.scope(about).await;
                store.set_stock_rule(SHOP, &scope, field, value).await.unwrap();
            }
            Step::Decide(which, decision) => self.decide(which, decision, moment).await,
            Step::Look(_) | Step::LookMeanwhile(..) => unreachable!("nothing happens to the stock"),
        }
    }

    async fn scope(&self, about: Ruled) -> RuleScope {
        match about {
            Ruled::Shop => RuleScope::Shop,
            Ruled::Warehouse(warehouse) => RuleScope::Warehouse(WarehouseId::new(warehouse)),
            Ruled::Sku(which) => {
                let all = self.store.stock_list(SHOP, &StockFilter::of(StockTab::All)).await.unwrap().numbers.to_vec();
                RuleScope::Skus(all.get(which % all.len().max(1)).copied().into_iter().collect())
            }
        }
    }

    /// One of the edits of one of the saves.
    async fn edit(&self, which: usize) -> Option<i64> {
        let batch = *self.saved.get(which % self.saved.len().max(1))?;
        let edits = self.store.batch_items(batch).await.unwrap();
        edits.get(which % edits.len().max(1)).map(|edit| edit.id)
    }

    /// What can't be decided any more changes nothing.
    async fn decide(&mut self, which: usize, decision: Decision, moment: i64) {
        let (Some(id), now) = (self.edit(which).await, at(moment)) else { return };
        let batch = self.saved[which % self.saved.len()];
        let store = &self.store;
        let _ = match decision {
            Decision::Retry => store.retry(id, now).await,
            Decision::Discard => store.discard(id, now).await,
            Decision::KeepMine => store.keep_mine(id, now).await,
            Decision::KeepDifference => store.keep_difference(id, now).await,
            Decision::RetryFailed => store.retry_failed(batch, now).await.map(drop),
            Decision::DropBatch => store.drop_batch(batch, now).await,
            Decision::Undo => store.undo_batch(batch, now).await.map(|(undoing, _)| self.saved.extend(undoing)),
        };
    }

    async fn put(&self, facts: &Facts, moment: i64) {
        self.store.put_products(SHOP, &[told(facts, moment)], &[], at(moment), None).await.unwrap();
    }

    async fn look(&self, filter: &StockFilter) -> Result<(), TestCaseError> {
        self.store.read_sales(SHOP, &pace().days).await.unwrap();
        let listing = self.store.stock_list(SHOP, filter).await.unwrap();
        let by_hand = ByHand::read(self.folder.path()).await;
        prop_assert_eq!(rows(&listing), by_hand.rows(filter), "{:?}", filter);
        let folded = by_hand.folded(filter);
        let products: Vec<ProductId> = folded.iter().map(|(product, _)| ProductId::new(product)).collect();
        let told = self.store.folded_products(SHOP, filter.tab, &products).await.unwrap();
        prop_assert_eq!(told, folded.into_iter().map(|(_, all)| all).collect::<Vec<_>>(), "{:?}", filter);
        prop_assert_eq!(listing.counts, by_hand.counts(filter), "{:?}", filter);
        let warehouses: Vec<String> = listing.warehouses.iter().map(ToString::to_string).collect();
        prop_assert_eq!(warehouses, by_hand.warehouses);
        Ok(())
    }

    /// The shop tells a product while a list is made: the list has it everywhere, or nowhere yet.
    async fn look_meanwhile(&self, filter: &StockFilter, facts: &Facts, moment: i64) -> Result<(), TestCaseError> {
        self.store.read_sales(SHOP, &pace().days).await.unwrap();
        let before = ByHand::read(self.folder.path()).await;
        let (listing, ()) = tokio::join!(self.store.stock_list(SHOP, filter), self.put(facts, moment));
        let after = ByHand::read(self.folder.path()).await;
        let listing = listing.unwrap();
        let is_of = |listing: &StockListing, moment: &ByHand| {
            rows(listing) == moment.rows(filter) && listing.counts == moment.counts(filter)
        };
        prop_assert!(
            is_of(&listing, &before) || is_of(&listing, &after),
            "{:?} is of no moment: {:?}",
            listing,
            filter
        );
        Ok(())
    }
}

/// Each row with what the grid would show of it.
fn rows(listing: &StockListing) -> Vec<(i64, Kind)> {
    let StockListing { numbers, groups, .. } = listing;
    let kind = |at| match (groups.is_first(at), groups.is_folded(at)) {
        (false, false) => Kind::Sku,
        (true, false) => Kind::First,
        (false, true) => Kind::Folded,
        (true, true) => panic!("row {at} is both"),
    };
    let runs = groups.folded_runs().into_iter().flat_map(|(first, rows)| first..first + rows);
    let folded: Vec<usize> = (0..numbers.len()).filter(|at| groups.is_folded(*at)).collect();
    assert_eq!(runs.collect::<Vec<_>>(), folded);
    numbers.iter().enumerate().map(|(at, number)| (number, kind(at))).collect()
}

proptest! {
    #![proptest_config(remembering())]

    #[test]
    fn a_list_of_the_grid_and_its_counts_are_what_reading_the_tables_gives(steps in vec(step(), 1..60)) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(play(steps))?;
    }
}
