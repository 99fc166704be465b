//! What orders are compared by, read out of their columns for as long as a list is being sorted.

use std::{cmp::Ordering, io::Result};

use super::{
    OrderIndex,
    column::{Cell, Column},
    passing::room_for,
};
use crate::SortBy;

/// By what each of some positions stands before another: a number, which tells most of them apart,
/// then a text where there is one, then when the order was placed.
pub(super) struct Keys {
    /// Ascending.
    positions: Vec<u32>,
    numbers: Vec<u64>,
    texts: Option<Beginnings>,
    created: Vec<i64>,
}

/// Texts back to back.
struct Beginnings {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Keys {
    /// The keys of these positions, which are ascending.
    pub(super) fn read(index: &OrderIndex, by: SortBy, positions: Vec<u32>) -> Result<Self> {
        let created = each(&index.created, &positions, |created| created)?;
        let texts = match by {
            SortBy::Id => Some(Beginnings::read(index, 0, &positions)?),
            SortBy::Buyer => Some(Beginnings::read(index, 1, &positions)?),
            _ => None,
        };
        let numbers = match &texts {
            Some(texts) => filled(positions.len(), (0..positions.len()).map(|place| Ok(beginning(texts.get(place)))))?,
            None => numbers(index, by, &positions)?,
        };
        Ok(Self { positions, numbers, texts, created })
    }

    /// The positions in their order.
    pub(super) fn sorted(self) -> Vec<u32> {
        let mut places: Vec<(u64, u32)> = room_for(self.numbers.len());
        places.extend(self.numbers.iter().copied().zip(0..));
        places.sort_unstable_by(|(one, at), (other, at_other)| {
            one.cmp(other).then_with(|| self.settle(*at as usize, *at_other as usize))
        });
        let mut positions = room_for(places.len());
        positions.extend(places.into_iter().map(|(_, place)| self.positions[place as usize]));
        positions
    }

    /// Compares two by their places among the positions.
    pub(super) fn compare(&self, one: usize, other: usize) -> Ordering {
        self.numbers[one].cmp(&self.numbers[other]).then_with(|| self.settle(one, other))
    }

    /// Between orders with the same number.
    fn settle(&self, one: usize, other: usize) -> Ordering {
        let by_text = self.texts.as_ref().map_or(Ordering::Equal, |texts| texts.get(one).cmp(texts.get(other)));
        by_text.then_with(|| (self.created[one], one).cmp(&(self.created[other], other)))
    }
}

impl Beginnings {
    /// A line of each order's text, as the search has it: the id is the first, the buyer's name the second.
    fn read(index: &OrderIndex, number: usize, positions: &[u32]) -> Result<Self> {
        // An id has 18 figures and a name is rarely longer.
        let mut lines = Self { bytes: room_for(positions.len() * 24), ends: room_for(positions.len()) };
        let mut wanted = positions.iter().copied().peekable();
        index.texts.each(|position, text| {
            if wanted.next_if_eq(&(position as u32)).is_some() {
                lines.bytes.extend_from_slice(line(text, number));
                lines.ends.push(lines.bytes.len() as u32);
            }
        })?;
        Ok(lines)
    }

    fn get(&self, place: usize) -> &[u8] {
        let from = place.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.bytes[from..self.ends[place] as usize]
    }
}

fn numbers(index: &OrderIndex, by: SortBy, positions: &[u32]) -> Result<Vec<u64>> {
    match by {
        SortBy::Value => each(&index.value, positions, ascending),
        SortBy::Quantity => each(&index.quantity, positions, u64::from),
        SortBy::Items => {
            let places = places(index);
            each(&index.goods, positions, |goods| places[goods as usize])
        }
        SortBy::Status => each(&index.class, positions, |class| index.classes[class as usize].stage as u64),
        SortBy::Placed | SortBy::ShipBy | SortBy::Buyer | SortBy::Id => {
            filled(positions.len(), positions.iter().map(|_| Ok(0)))
        }
    }
}

fn each<T: Cell, R>(column: &Column<T>, positions: &[u32], number: impl Fn(T) -> R) -> Result<Vec<R>> {
    let mut reader = column.reader();
    filled(positions.len(), positions.iter().map(|position| Ok(number(reader.at(*position as usize)?))))
}

fn filled<R>(count: usize, numbers: impl Iterator<Item = Result<R>>) -> Result<Vec<R>> {
    let mut all = room_for(count);
    for number in numbers {
        all.push(number?);
    }
    Ok(all)
}

/// The place of each text of goods in the alphabet, by its first product.
fn places(index: &OrderIndex) -> Vec<u64> {
    let mut names: Vec<(&[u8], usize)> =
        index.goods_texts.iter().map(|goods| line(goods.as_bytes(), 0)).zip(0..).collect();
    names.sort_unstable();
    let mut places = vec![0; names.len()];
    let mut place = 0;
    for (at, (name, goods)) in names.iter().enumerate() {
        // The same first product in another company is the same.
        if at > 0 && names[at - 1].0 != *name {
            place += 1;
        }
        places[*goods] = place;
    }
    places
}

pub(super) fn line(text: &[u8], number: usize) -> &[u8] {
    text.split(|byte| *byte == b'\n').nth(number).unwrap_or_default()
}

/// The first 8 bytes, so that a smaller number is an earlier text.
fn beginning(text: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    text.iter().zip(&mut bytes).for_each(|(from, to)| *to = *from);
    u64::from_be_bytes(bytes)
}

/// The same order without a sign.
pub(super) fn ascending(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}
