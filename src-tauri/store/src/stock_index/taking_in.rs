//! Products take their place in the index, and leave it.

use std::collections::BTreeSet;

use super::{
    Product, StockIndex,
    reading::{ProductFacts, SkuFacts},
};
use crate::{State, folded::fold};

/// The states of an edit that is on its way.
const ON_ITS_WAY: [State; 3] = [State::Queued, State::Sending, State::Checking];
/// Those of one that the person has to look at.
const NEEDS_PERSON: [State; 2] = [State::Conflict, State::Refused];

impl StockIndex {
    /// Puts a product as it is now in the place of what was known of it.
    pub(super) fn put(&mut self, facts: ProductFacts) {
        let ProductFacts { id, name, warehouses, skus } = facts;
        let text = lines(&name, &id);
        let entry = self.products.entry(id.into());
        let place = entry.index();
        entry.or_default();
        self.levels.put_product(place, warehouses);
        if !self.has_the_same(place, &text, &skus) {
            self.replace(place, text, &skus);
        }
        for (at, sku) in skus.into_iter().enumerate() {
            let position = self.products[place].skus[at] as usize;
            self.changed.set(position, sku.edits.iter().any(|state| ON_ITS_WAY.contains(state)));
            self.conflicts.set(position, sku.edits.iter().any(|state| NEEDS_PERSON.contains(state)));
            self.levels.put(position, sku.levels);
            self.low_at.put(position, sku.low_at);
        }
    }

    /// Forgets a product that is no longer there.
    pub(super) fn remove(&mut self, id: &str) {
        if let Some(place) = self.products.get_index_of(id) {
            self.levels.put_product(place, BTreeSet::new());
            self.replace(place, Box::default(), &[]);
        }
    }

    /// Whether a product has the same name and the same SKUs in the same order: then no order is another.
    fn has_the_same(&self, place: usize, text: &str, skus: &[SkuFacts]) -> bool {
        let known = &self.products[place];
        let is_same = |(position, sku): (&u32, &SkuFacts)| {
            let position = *position as usize;
            self.numbers[position] == sku.number && self.texts[position] == lines(&sku.code, &sku.id)
        };
        *known.text == *text && known.skus.len() == skus.len() && known.skus.iter().zip(skus).all(is_same)
    }

    /// Gives a product another name, and its SKUs other positions.
    fn replace(&mut self, place: usize, text: Box<str>, skus: &[SkuFacts]) {
        for position in std::mem::take(&mut self.products[place].skus) {
            self.vacate(position);
        }
        let positions = skus.iter().map(|sku| self.occupy(sku)).collect();
        self.products[place] = Product { text, skus: positions };
        self.by_product.changed(place as u32);
    }

    fn vacate(&mut self, position: u32) {
        let at = position as usize;
        self.here.remove(at);
        self.changed.remove(at);
        self.conflicts.remove(at);
        self.levels.clear(at);
        self.low_at.put(at, None);
        self.texts[at] = Box::default();
        self.odd_ids.remove(&position);
        self.by_code.changed(position);
        self.free.push(position);
    }

    fn occupy(&mut self, sku: &SkuFacts) -> u32 {
        let position = self.free.pop().unwrap_or(self.numbers.len() as u32);
        let at = position as usize;
        if at == self.numbers.len() {
            self.numbers.push(0);
            self.texts.push(Box::default());
            [&mut self.here, &mut self.changed, &mut self.conflicts].into_iter().for_each(|set| set.grow(at + 1));
        }
        self.numbers[at] = sku.number;
        self.texts[at] = lines(&sku.code, &sku.id);
        if fold(&sku.id) != sku.id {
            self.odd_ids.insert(position, sku.id.as_str().into());
        }
        self.here.insert(at);
        self.by_code.changed(position);
        position
    }
}

/// As the search compares them.
fn lines(name: &str, id: &str) -> Box<str> {
    (fold(name) + "\n" + &fold(id)).into()
}
