//! Which orders a list shows: one condition for the list and for what is counted beside it.

use std::io::Result;

use domain::{OrderStatus, Stage};
use fixedbitset::FixedBitSet;
use memchr::memmem::Finder;

use super::{
    Class, OrderIndex,
    chunk::{Marks, NONE},
    column::{Cell, Column},
};
use crate::{
    Between, Deadlines, Due, Narrow, OrderFilter, Pile, PileCounts,
    orders::{stage_number, words},
};

/// The orders with a shipment that is not over or a buyer who asks to cancel, by row number.
#[derive(Default)]
pub(crate) struct Shipments {
    /// Queued, sent or asked about.
    pub(crate) under_way: Vec<i64>,
    /// Refused by the shop.
    pub(crate) refused: Vec<i64>,
    /// Buyers ask to cancel them.
    pub(crate) cancel_asked: Vec<i64>,
    /// Those of them to whose buyers nothing is being answered.
    pub(crate) unanswered: Vec<i64>,
}

impl OrderIndex {
    /// The positions that meet everything but the pile. Of `given`, lists of row numbers, each must
    /// hold an order.
    ///
    /// # Errors
    /// Where a column can't be read.
    pub(crate) fn matching(&mut self, filter: &OrderFilter, given: &[Vec<i64>]) -> Result<FixedBitSet> {
        let mut found = self.here();
        given.iter().for_each(|numbers| found.intersect_with(&self.at(numbers)));
        self.narrow(&mut found, &filter.narrow, &filter.clock)?;
        let words = words(&filter.search);
        if !words.is_empty() {
            found.intersect_with(self.with_words(words)?);
        }
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
            Pile::CancelAsked => found.intersect_with(&self.at(&shipments.cancel_asked)),
            Pile::NeedsAction => {
                let mut unanswered = self.at(&shipments.unanswered);
                unanswered.intersect_with(&found);
                found.intersect_with(self.in_stage(Stage::ToShip));
                found.difference_with(&self.at(&shipments.under_way));
                let mut refused = self.at(&shipments.refused);
                refused.intersect_with(&found);
                self.keep_due_before(&mut found, clock.soon(), clock)?;
                found.union_with(&refused);
                found.union_with(&unanswered);
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
            cancel_asked: self.on_pile(matching, Pile::CancelAsked, clock, shipments)?.count_ones(..) as i64,
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
        numbers.iter().filter_map(|number| self.position(*number)).for_each(|at| positions.insert(at));
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
        for word in words(&narrow.goods) {
            let goods = self.goods_with(&Finder::new(&word));
            keep(found, &self.goods, |of| goods[of as usize])?;
        }
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

    /// For each text of goods, whether a word occurs in it: in name, product, SKU or the seller's code.
    pub(super) fn goods_with(&self, word: &Finder<'_>) -> Vec<bool> {
        let occurs = |text: &str| word.find(text.as_bytes()).is_some();
        let goods = self.goods_texts.iter().enumerate();
        goods.map(|(at, goods)| occurs(goods) || occurs(self.codes.of(at))).collect()
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
    for (at, found) in found.as_mut_slice().chunks_mut(NONE.len()).enumerate() {
        if found.iter().any(|marks| *marks != 0) {
            let mut met = NONE;
            mark_met(&column.block(at)?, &mut met, &condition);
            found.iter_mut().zip(met).for_each(|(found, met)| *found &= met);
        }
    }
    Ok(())
}

/// Marks the numbers of a block that meet a condition. No branch for each: nothing tells the processor
/// which way it goes.
pub(super) fn mark_met<T: Cell>(block: &[T], marks: &mut Marks, condition: impl Fn(T) -> bool) {
    for (marks, numbers) in marks.iter_mut().zip(block.chunks(usize::BITS as usize)) {
        let mark = |marks: usize, (bit, number): (usize, &T)| marks | usize::from(condition(*number)) << bit;
        *marks = numbers.iter().enumerate().fold(0, mark);
    }
}
