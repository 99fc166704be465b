//! What to take from the shelves: the lines of all orders, by what they are of.

use std::{cmp::Ordering, collections::HashMap};

use crate::job::{Job, Line};

/// Everything that is wanted of one SKU.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pick<'a> {
    pub(crate) name: &'a str,
    pub(crate) code: &'a str,
    pub(crate) location: Option<&'a str>,
    pub(crate) pieces: u64,
    /// The orders that want it, by their places in the job, and how many pieces each.
    pub(crate) wanted: Vec<(usize, u64)>,
}

/// The picks in the order of a walk: by location, what has none last, then by name and code.
pub(crate) fn picks(job: &Job) -> Vec<Pick<'_>> {
    let (mut picks, mut places) = (Vec::new(), HashMap::new());
    for (order, lines) in job.orders.iter().map(|order| &order.lines).enumerate() {
        for line in lines {
            let place = *places.entry(&line.item).or_insert_with(|| {
                picks.push(Pick::of(line));
                picks.len() - 1
            });
            picks[place].add(order, line);
        }
    }
    picks.sort_by(walk);
    picks
}

impl<'a> Pick<'a> {
    fn of(line: &'a Line) -> Self {
        Self { name: &line.name, code: &line.code, location: None, pieces: 0, wanted: Vec::new() }
    }

    fn add(&mut self, order: usize, line: &'a Line) {
        let pieces = u64::from(line.pieces);
        self.pieces += pieces;
        self.location = self.location.or(line.location.as_deref().filter(|location| !location.trim().is_empty()));
        match self.wanted.last_mut() {
            Some((last, wanted)) if *last == order => *wanted += pieces,
            _ => self.wanted.push((order, pieces)),
        }
    }
}

fn walk(a: &Pick<'_>, b: &Pick<'_>) -> Ordering {
    let located = |pick: &Pick<'_>| pick.location.is_none();
    let by_location = as_read(a.location.unwrap_or_default(), b.location.unwrap_or_default());
    located(a)
        .cmp(&located(b))
        .then(by_location)
        .then_with(|| as_read(a.name, b.name))
        .then_with(|| as_read(a.code, b.code))
}

/// As people order: *A-2* before *A-10*, whatever the case.
fn as_read(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.to_lowercase(), b.to_lowercase());
    loop {
        match (part(&mut left), part(&mut right)) {
            (None, None) => return a.cmp(b),
            (x, y) if x == y => {}
            (x, y) => return x.cmp(&y),
        }
    }
}

/// Takes a run of digits, by its value, or one other character off the front.
fn part(text: &mut String) -> Option<(bool, usize, String)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = if digits > 0 { digits } else { text.chars().next()?.len_utf8() };
    let part: String = text.drain(..length).collect();
    let value = if digits > 0 { part.trim_start_matches('0').to_owned() } else { part };
    Some((digits == 0, if digits > 0 { value.len() } else { 0 }, value))
}

#[cfg(test)]
mod tests {
    use domain::OrderId;

    use super::*;
    use crate::job::{Address, Order};

    fn line(sku: &str, pieces: u32, location: Option<&str>) -> Line {
        Line {
            item: ("p".into(), sku.into()),
            name: format!("Mug {sku}"),
            code: sku.into(),
            pieces,
            location: location.map(str::to_owned),
        }
    }

    fn order(id: &str, lines: Vec<Line>) -> Order {
        Order { id: OrderId::new(id), placed: String::new(), carrier: String::new(), to: Address::default(), lines }
    }

    #[test]
    fn pieces_of_a_sku_are_summed_over_all_orders_and_each_order_is_named_once() {
        let orders = vec![
            order("1", vec![line("red", 2, None), line("blue", 1, None), line("red", 3, None)]),
            order("2", vec![line("red", 4, None)]),
        ];
        let job = Job { orders, ..Job::default() };
        let found: Vec<_> = picks(&job).into_iter().map(|pick| (pick.code, pick.pieces, pick.wanted)).collect();
        // The same SKU twice in one order, with another between, is one wish of that order.
        assert_eq!(found, [("blue", 1, vec![(0, 1)]), ("red", 9, vec![(0, 5), (1, 4)])]);
    }

    #[test]
    fn the_walk_goes_along_the_shelves_and_what_lies_nowhere_comes_last() {
        let lines =
            vec![line("z", 1, None), line("b", 1, Some("A-10")), line("c", 1, Some("a-2")), line("a", 1, Some(" "))];
        let job = Job { orders: vec![order("1", lines)], ..Job::default() };
        let found: Vec<_> = picks(&job).into_iter().map(|pick| pick.code).collect();
        assert_eq!(found, ["c", "b", "a", "z"]);
    }
}
