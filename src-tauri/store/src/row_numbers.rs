//! Row numbers by position in a list.

use std::sync::{Arc, Weak};

use fixedbitset::FixedBitSet;

/// So many lie together at first.
const PIECE: usize = 8_192;

/// The rows of a list, by position. They lie in pieces, so that a list which differs from another in a
/// few rows shares all other pieces with it, and copies are cheap.
#[derive(Clone, Debug, Default)]
pub struct RowNumbers {
    /// None of them empty.
    pieces: Vec<Arc<Vec<u32>>>,
}

/// The rows of a list, for as long as somebody else holds it.
pub(crate) struct WeakRowNumbers(Vec<Weak<Vec<u32>>>);

impl RowNumbers {
    /// A list out of its pieces.
    pub(crate) fn of(pieces: Vec<Vec<u32>>) -> Self {
        Self { pieces: pieces.into_iter().filter(|piece| !piece.is_empty()).map(Arc::new).collect() }
    }

    /// How many rows the list has.
    pub fn len(&self) -> usize {
        self.pieces.iter().map(|piece| piece.len()).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// All of them, from the first to the last.
    pub fn iter(&self) -> impl Iterator<Item = i64> {
        self.pieces.iter().flat_map(|piece| piece.iter().copied()).map(i64::from)
    }

    /// `count` of them from position `from`, fewer at the end of the list.
    pub fn window(&self, from: usize, count: usize) -> Vec<i64> {
        let mut window = Vec::with_capacity(count.min(PIECE));
        let mut begins = 0;
        for piece in &self.pieces {
            let skipped = from.saturating_sub(begins);
            window.extend(piece.iter().skip(skipped).take(count - window.len()).copied().map(i64::from));
            begins += piece.len();
        }
        window
    }

    /// All of them, in one piece.
    pub fn to_vec(&self) -> Vec<i64> {
        self.iter().collect()
    }

    /// Where a row stands in the list.
    pub fn position(&self, number: i64) -> Option<usize> {
        let number = u32::try_from(number).ok()?;
        let mut begins = 0;
        for piece in &self.pieces {
            // Most pieces don't have it, and are looked through many at a time for that.
            if piece.contains(&number) {
                return piece.iter().position(|of| *of == number).map(|within| begins + within);
            }
            begins += piece.len();
        }
        None
    }

    /// The row at a position.
    pub(crate) fn get(&self, position: usize) -> Option<u32> {
        let (piece, within) = self.locate(position)?;
        self.pieces[piece].get(within).copied()
    }

    /// Puts a row in front of the one that stands at a position.
    pub(crate) fn insert(&mut self, position: usize, number: u32) {
        let Some((at, within)) = self.locate(position) else { return self.pieces.push(Arc::new(vec![number])) };
        let piece = Arc::make_mut(&mut self.pieces[at]);
        piece.insert(within, number);
        if piece.len() > 2 * PIECE {
            let behind = piece.split_off(PIECE);
            self.pieces.insert(at + 1, Arc::new(behind));
        }
    }

    /// The list without these rows.
    pub(crate) fn without(&self, gone: &FixedBitSet) -> Self {
        let is_gone = |number: &u32| gone.contains(*number as usize);
        let left = |piece: &Arc<Vec<u32>>| match piece.iter().any(is_gone) {
            true => Arc::new(piece.iter().copied().filter(|number| !is_gone(number)).collect()),
            false => Arc::clone(piece),
        };
        Self { pieces: self.pieces.iter().map(left).filter(|piece| !piece.is_empty()).collect() }
    }

    /// The rows of another list behind these.
    pub(crate) fn append(&mut self, mut behind: Self) {
        self.pieces.append(&mut behind.pieces);
    }

    pub(crate) fn downgrade(&self) -> WeakRowNumbers {
        WeakRowNumbers(self.pieces.iter().map(Arc::downgrade).collect())
    }

    fn locate(&self, position: usize) -> Option<(usize, usize)> {
        let mut within = position;
        for (at, piece) in self.pieces.iter().enumerate() {
            match within.checked_sub(piece.len()) {
                None => return Some((at, within)),
                Some(further) => within = further,
            }
        }
        None
    }
}

impl WeakRowNumbers {
    /// `None` where nobody holds the list any more, or it had no rows.
    pub(crate) fn upgrade(&self) -> Option<RowNumbers> {
        let pieces: Vec<_> = self.0.iter().map(Weak::upgrade).collect::<Option<_>>()?;
        (!pieces.is_empty()).then_some(RowNumbers { pieces })
    }
}

impl FromIterator<u32> for RowNumbers {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut numbers = numbers.into_iter();
        let piece = || Some(numbers.by_ref().take(PIECE).collect()).filter(|piece: &Vec<_>| !piece.is_empty());
        Self::of(std::iter::from_fn(piece).collect())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shared(one: &RowNumbers, other: &RowNumbers) -> usize {
        let is_shared = |piece: &&Arc<Vec<u32>>| other.pieces.iter().any(|of| Arc::ptr_eq(piece, of));
        one.pieces.iter().filter(is_shared).count()
    }

    #[test]
    fn a_list_that_differs_in_one_row_shares_the_others() {
        let list: RowNumbers = (0..10 * PIECE as u32).collect();
        let mut other = list.without(&FixedBitSet::from_iter([5]));
        assert_eq!(shared(&list, &other), 9);
        other.insert(PIECE, 5);
        assert_eq!(shared(&list, &other), 8);
        assert_eq!((list.position(5), other.position(5)), (Some(5), Some(PIECE)));
        assert_eq!(list.len(), other.len());
    }

    #[test]
    fn a_list_is_remembered_for_as_long_as_somebody_holds_it() {
        let list: RowNumbers = (0..3).collect();
        let weak = list.downgrade();
        assert_eq!(weak.upgrade().unwrap().to_vec(), [0, 1, 2]);
        drop(list);
        assert!(weak.upgrade().is_none());
        assert!(RowNumbers::default().downgrade().upgrade().is_none());
    }

    proptest! {
        #[test]
        fn rows_stand_where_a_plain_list_has_them(
            length in 0_u32..40_000,
            taken_out in prop::collection::vec(0_u32..40_000, 0..20),
            put_in in prop::collection::vec((any::<prop::sample::Index>(), 40_000_u32..50_000), 0..20),
            window in (0_usize..45_000, 0_usize..10_000),
        ) {
            let gone: FixedBitSet = taken_out.iter().map(|number| *number as usize).collect();
            let mut list = (0..length).collect::<RowNumbers>().without(&gone);
            let mut plain: Vec<i64> = (0..i64::from(length)).collect();
            plain.retain(|number| !gone.contains(*number as usize));
            for (at, number) in put_in {
                let at = at.index(plain.len() + 1);
                list.insert(at, number);
                plain.insert(at, number.into());
            }
            prop_assert_eq!(&list.to_vec(), &plain);
            prop_assert_eq!((list.len(), list.is_empty()), (plain.len(), plain.is_empty()));
            let (from, count) = window;
            let expected: Vec<i64> = plain.iter().skip(from).take(count).copied().collect();
            prop_assert_eq!(list.window(from, count), expected);
            for number in (0..50_000).step_by(1_999) {
                prop_assert_eq!(list.position(number), plain.iter().position(|of| *of == number));
            }
        }
    }
}
