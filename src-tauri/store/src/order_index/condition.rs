//! Which orders a list shows: one condition for the list and for what is counted beside it.

use domain::{OrderStatus, Stage};
use fixedbitset::FixedBitSet;
use memchr::memmem::Finder;

use super::{Class, OrderIndex};
use crate::{
    Between, Deadlines, Due, Narrow, OrderFilter, Pile, PileCounts,
    folded::fold,
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
    pub(crate) fn matching(&self, filter: &OrderFilter, given: &[Vec<i64>]) -> FixedBitSet {
        let mut found = FixedBitSet::with_capacity(self.numbers.len());
        self.stages.iter().for_each(|stage| found.union_with(stage));
        given.iter().for_each(|numbers| found.intersect_with(&self.at(numbers)));
        self.narrow(&mut found, &filter.narrow, &filter.clock);
        words(&filter.search).iter().for_each(|word| found.intersect_with(&self.with_word(word, true)));
        found
    }

    /// Of the positions that match, those on a pile.
    pub(crate) fn on_pile(
        &self,
        matching: &FixedBitSet,
        pile: Pile,
        clock: &Deadlines,
        shipments: &Shipments,
    ) -> FixedBitSet {
        let mut found = matching.clone();
        match pile {
            Pile::All => {}
            Pile::Of(stage) => found.intersect_with(self.in_stage(stage)),
            Pile::NeedsAction => {
                found.intersect_with(self.in_stage(Stage::ToShip));
                found.difference_with(&self.at(&shipments.under_way));
                let refused = self.at(&shipments.refused);
                let due = self.due_before(clock.soon(), clock);
                keep(&mut found, |position| due(position) || refused.contains(position));
            }
        }
        found
    }

    /// How many of the positions that match lie on each pile.
    pub(crate) fn counts(&self, matching: &FixedBitSet, clock: &Deadlines, shipments: &Shipments) -> PileCounts {
        let of = |stage| self.in_stage(stage).intersection_count(matching) as i64;
        PileCounts {
            needs_action: self.on_pile(matching, Pile::NeedsAction, clock, shipments).count_ones(..) as i64,
            to_ship: of(Stage::ToShip),
            on_hold: of(Stage::OnHold),
            sent: of(Stage::Sent),
            delivered: of(Stage::Delivered),
            cancelled: of(Stage::Cancelled),
            all: matching.count_ones(..) as i64,
        }
    }

    pub(super) fn in_stage(&self, stage: Stage) -> &FixedBitSet {
        &self.stages[stage_number(stage) as usize]
    }

    fn at(&self, numbers: &[i64]) -> FixedBitSet {
        let mut positions = FixedBitSet::with_capacity(self.numbers.len());
        numbers.iter().filter_map(|number| self.numbers.binary_search(number).ok()).for_each(|at| positions.insert(at));
        positions
    }

    fn narrow(&self, found: &mut FixedBitSet, narrow: &Narrow, clock: &Deadlines) {
        if narrow.names_classes() {
            let classes: Vec<bool> = self.classes.iter().map(|class| narrow.lets_pass(class)).collect();
            keep(found, |position| classes[self.class[position] as usize]);
        }
        if narrow.quantity != Between::default() {
            keep(found, |position| narrow.quantity.holds(self.quantity[position].into()));
        }
        if narrow.value != Between::default() {
            keep(found, |position| narrow.value.holds(self.value[position]));
        }
        if narrow.placed != Between::default() {
            keep(found, |position| narrow.placed.holds(self.created[position]));
        }
        if let Some(Due { from, until }) = narrow.due {
            found.intersect_with(self.in_stage(Stage::ToShip));
            keep(found, self.due_before(until, clock));
            if let Some(from) = from {
                let before = self.due_before(from, clock);
                keep(found, |position| !before(position));
            }
        }
        for word in fold(&narrow.goods).split_whitespace() {
            found.intersect_with(&self.with_word(word, false));
        }
    }

    /// Due before `until`: by the shop's deadline or, where it tells none, by the rule, of which one
    /// moment of creation tells as much.
    fn due_before(&self, until: jiff::Timestamp, clock: &Deadlines) -> impl Fn(usize) -> bool {
        let placed_before = clock.rule.placed_before(until, &clock.zone).as_millisecond();
        let until = until.as_millisecond();
        move |position| match self.ship_by.get(&(position as u32)) {
            Some(told) => *told < until,
            None => self.created[position] < placed_before,
        }
    }

    /// Where a word occurs in what was bought or, where `anywhere`, in the order's own text.
    fn with_word(&self, word: &str, anywhere: bool) -> FixedBitSet {
        let mut found = FixedBitSet::with_capacity(self.numbers.len());
        let finder = Finder::new(word);
        let occurs = |text: &str| finder.find(text.as_bytes()).is_some();
        let bought = self.goods_texts.iter().enumerate();
        let bought: Vec<bool> = bought.map(|(at, goods)| occurs(goods) || occurs(self.codes.of(at))).collect();
        if bought.contains(&true) {
            let positions = self.goods.iter().enumerate().filter(|(_, goods)| bought[**goods as usize]);
            positions.for_each(|(position, _)| found.insert(position));
        }
        if anywhere {
            self.texts.find(word, |position| found.insert(position));
        }
        found
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

fn keep(found: &mut FixedBitSet, condition: impl Fn(usize) -> bool) {
    let out: Vec<usize> = found.ones().filter(|position| !condition(*position)).collect();
    out.into_iter().for_each(|position| found.remove(position));
}
