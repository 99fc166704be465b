//! Which orders a list shows: one condition for the list and for what is counted beside it.

use std::io::Result;

use domain::{OrderStatus, Stage};
use fixedbitset::FixedBitSet;
use memchr::memmem::Finder;

use super::{
    Class, OrderIndex,
    column::{Cell, Column},
};
use crate::{
    Between, Deadlines, Due, Narrow, OrderFilter, Pile, PileCounts,
    orders::{stage_number, words},
};

/// The orders with a shipment that is not over, by row number.
#[derive(Default)]
pub(crate) struct Shipments {
    /// Queued, sent or asked about.
    pub(crate) under_way: Vec<i64>,
    /// Refused by the shop.
    pub(crate) refused: Vec<i64>,
}

impl OrderIndex {
    /// The positions that meet everything but the pile. Of `given`, lists of row numbers, each must
    /// hold an order.
    ///
    /// # Errors
    /// Where a column can't be read.
    pub(crate) fn matching(&self, filter: &OrderFilter, given: &[Vec<i64>]) -> Result<FixedBitSet> {
        let mut found = FixedBitSet::with_capacity(self.numbers.len());
        self.stages.iter().for_each(|stage| found.union_with(stage));
        given.iter().for_each(|numbers| found.intersect_with(&self.at(numbers)));
        self.narrow(&mut found, &filter.narrow, &filter.clock)?;
        let words = words(&filter.search);
        let mut with_word = self.bought_with(&words)?;
        if !words.is_empty() {
            self.texts.find(&words, |word, position| with_word[word].insert(position))?;
        }
        with_word.iter().for_each(|positions| found.intersect_with(positions));
        Ok(found)
    }

    /// Of the positions that match, those on a pile.
    ///
    /// # Errors
    /// Where a column can't be read.
    pub(crate) fn on_pile(
        &self,
        matching: &FixedBitSet,
        pile: Pile,
        clock: &Deadlines,
        shipments: &Shipments,
    ) -> Result<FixedBitSet> {
        let mut found = matching.clone();
        match pile {
            Pile::All => {}
            Pile::Of(stage) => found.intersect_with(self.in_stage(stage)),
            Pile::NeedsAction => {
                found.intersect_with(self.in_stage(Stage::ToShip));
                found.difference_with(&self.at(&shipments.under_way));
                let mut refused = self.at(&shipments.refused);
                refused.intersect_with(&found);
                self.keep_due_before(&mut found, clock.soon(), clock)?;
                found.union_with(&refused);
            }
        }
        Ok(found)
    }

    /// How many of the positions that match lie on each pile.
    ///
    /// # Errors
    /// Where a column can't be read.
    pub(crate) fn counts(
        &self,
        matching: &FixedBitSet,
        clock: &Deadlines,
        shipments: &Shipments,
    ) -> Result<PileCounts> {
        let of = |stage| self.in_stage(stage).intersection_count(matching) as i64;
        Ok(PileCounts {
            needs_action: self.on_pile(matching, Pile::NeedsAction, clock, shipments)?.count_ones(..) as i64,
            to_ship: of(Stage::ToShip),
            on_hold: of(Stage::OnHold),
            sent: of(Stage::Sent),
            delivered: of(Stage::Delivered),
            cancelled: of(Stage::Cancelled),
            all: matching.count_ones(..) as i64,
        })
    }

    pub(super) fn in_stage(&self, stage: Stage) -> &FixedBitSet {
        &self.stages[stage_number(stage) as usize]
    }

    fn at(&self, numbers: &[i64]) -> FixedBitSet {
        let mut positions = FixedBitSet::with_capacity(self.numbers.len());
        numbers.iter().filter_map(|number| self.numbers.binary_search(number).ok()).for_each(|at| positions.insert(at));
        positions
    }

    fn narrow(&self, found: &mut FixedBitSet, narrow: &Narrow, clock: &Deadlines) -> Result<()> {
        if narrow.names_classes() {
            let classes: Vec<bool> = self.classes.iter().map(|class| narrow.lets_pass(class)).collect();
            keep(found, &self.class, |class| classes[class as usize])?;
        }
        if narrow.quantity != Between::default() {
            keep(found, &self.quantity, |quantity| narrow.quantity.holds(quantity.into()))?;
        }
        if narrow.value != Between::default() {
            keep(found, &self.value, |value| narrow.value.holds(value))?;
        }
        if narrow.placed != Between::default() {
            keep(found, &self.created, |created| narrow.placed.holds(created))?;
        }
        if let Some(Due { from, until }) = narrow.due {
            found.intersect_with(self.in_stage(Stage::ToShip));
            self.keep_due_before(found, until, clock)?;
            if let Some(from) = from {
                let mut before = found.clone();
                self.keep_due_before(&mut before, from, clock)?;
                found.difference_with(&before);
            }
        }
        self.bought_with(&words(&narrow.goods))?.iter().for_each(|positions| found.intersect_with(positions));
        Ok(())
    }

    /// Due before `until`: by the shop's deadline or, where it tells none, by the rule, of which one
    /// moment of creation tells as much.
    fn keep_due_before(&self, found: &mut FixedBitSet, until: jiff::Timestamp, clock: &Deadlines) -> Result<()> {
        let placed_before = clock.rule.placed_before(until, &clock.zone).as_millisecond();
        let until = until.as_millisecond();
        let told: Vec<usize> = found.ones().filter(|at| self.ship_by.contains_key(&(*at as u32))).collect();
        keep(found, &self.created, |created| created < placed_before)?;
        for at in told {
            found.set(at, self.ship_by.get(&(at as u32)).is_some_and(|told| *told < until));
        }
        Ok(())
    }

    /// For each word the positions of which what was bought has it: name, product, SKU or the seller's code.
    fn bought_with(&self, words: &[String]) -> Result<Vec<FixedBitSet>> {
        let bought_with = |word: &String| {
            let mut found = FixedBitSet::with_capacity(self.numbers.len());
            let finder = Finder::new(word);
            let occurs = |text: &str| finder.find(text.as_bytes()).is_some();
            let bought = self.goods_texts.iter().enumerate();
            let bought: Vec<bool> = bought.map(|(at, goods)| occurs(goods) || occurs(self.codes.of(at))).collect();
            if bought.contains(&true) {
                found.insert_range(..);
                keep(&mut found, &self.goods, |goods| bought[goods as usize])?;
            }
            Ok(found)
        };
        words.iter().map(bought_with).collect()
    }
}

impl Narrow {
    fn names_classes(&self) -> bool {
        !(self.statuses.is_empty() && self.warehouses.is_empty() && self.regions.is_empty())
    }

    fn lets_pass(&self, class: &Class) -> bool {
        let among = |values: &[String], value: &String| values.is_empty() || values.contains(value);
        let statuses = &self.statuses;
        (statuses.is_empty() || statuses.iter().map(OrderStatus::as_shop).any(|status| status == class.status))
            && among(&self.warehouses, &class.warehouse)
            && among(&self.regions, &class.region)
    }
}

impl Between {
    fn holds(self, value: i64) -> bool {
        self.least.is_none_or(|least| least <= value) && self.most.is_none_or(|most| value <= most)
    }
}

/// Those whose number meets the condition.
fn keep<T: Cell>(found: &mut FixedBitSet, column: &Column<T>, condition: impl Fn(T) -> bool) -> Result<()> {
    let mut reader = column.reader();
    for (at, word) in found.as_mut_slice().iter_mut().enumerate() {
        let mut left = *word;
        while left != 0 {
            let bit = left.trailing_zeros() as usize;
            left &= left - 1;
            if !condition(reader.at(at * usize::BITS as usize + bit)?) {
                *word &= !(1 << bit);
            }
        }
    }
    Ok(())
}
