//! Which order a line of a table is about. An exact id wins; a rounded one is a guess at most.

use std::collections::HashMap;

use domain::OrderId;
use store::{Standing, Standings};
use tables::{IdRange, WrittenId};

/// What was found for a written id.
pub(crate) enum Match<'a> {
    /// This order, by its whole id.
    Exact(&'a OrderId, &'a Standing),
    /// This order alone fits what a spreadsheet has left of the id.
    Guess(&'a OrderId, &'a Standing),
    /// Several fit.
    Several(&'a [OrderId]),
    /// None is here.
    None,
}

/// The ids of a table, and what the cache is to be asked about them.
pub(crate) struct Asked {
    pub(crate) written: Vec<Option<WrittenId>>,
    pub(crate) ids: Vec<OrderId>,
    pub(crate) ranges: Vec<(OrderId, OrderId)>,
    places: HashMap<IdRange, usize>,
}

impl Asked {
    /// Reads the cells of the ids, each range once.
    pub(crate) fn about<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let written: Vec<Option<WrittenId>> = cells.map(WrittenId::read).collect();
        let (mut ids, mut ranges, mut places) = (Vec::new(), Vec::new(), HashMap::new());
        for id in written.iter().flatten() {
            ids.extend(id.exact.clone());
            if let Some(range) = &id.near {
                places.entry(range.clone()).or_insert_with(|| {
                    ranges.push((range.from.clone(), range.to.clone()));
                    ranges.len() - 1
                });
            }
        }
        Self { written, ids, ranges, places }
    }

    /// What the line at this place is about.
    pub(crate) fn matched<'a>(&self, place: usize, found: &'a Standings) -> Match<'a> {
        let Some(written) = self.written.get(place).and_then(Option::as_ref) else { return Match::None };
        let exact = written.exact.as_ref().and_then(|id| found.orders.get_key_value(id));
        if let Some((id, standing)) = exact {
            return Match::Exact(id, standing);
        }
        let near = written.near.as_ref().and_then(|range| found.near.get(*self.places.get(range)?));
        match near.map(Vec::as_slice) {
            Some([only]) => found.orders.get(only).map_or(Match::None, |standing| Match::Guess(only, standing)),
            None | Some([]) => Match::None,
            Some(several) => Match::Several(several),
        }
    }
}
