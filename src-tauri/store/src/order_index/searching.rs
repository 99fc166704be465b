//! The search: in which orders each of some words occurs.

use std::{cmp::Reverse, io::Result};

use fixedbitset::FixedBitSet;
use memchr::memmem::Finder;

use super::{
    OrderIndex,
    chunk::{Chunk, NONE},
    condition::mark_met,
    side_by_side::look_at_each,
};

/// What was searched for last. Who types on looks for less and less, and who looks again after an order
/// has changed looks for the same: neither needs to look at all orders.
pub(super) struct Searched {
    words: Vec<String>,
    found: FixedBitSet,
    /// The orders that have changed since, or come.
    changed: FixedBitSet,
}

impl Searched {
    pub(super) fn changed(&mut self, position: usize) {
        self.changed.grow_and_insert(position);
    }

    /// Whether whatever has these words has the earlier ones.
    fn holds_all_with(&self, words: &[String]) -> bool {
        self.words.iter().all(|earlier| words.iter().any(|word| word.contains(earlier.as_str())))
    }
}

impl OrderIndex {
    /// The positions where each of these words occurs. Some of them may no longer be here.
    pub(super) fn with_words(&mut self, mut words: Vec<String>) -> Result<&FixedBitSet> {
        // The longest is the rarest, mostly, and the others are looked for only where it occurs.
        words.sort_by_key(|word| Reverse(word.len()));
        let mut known = FixedBitSet::new();
        let mut asked = match self.searched.take() {
            Some(same) if same.words == words => {
                known = same.found;
                known.difference_with(&same.changed);
                same.changed
            }
            Some(mut wider) if wider.holds_all_with(&words) => {
                wider.found.union_with(&wider.changed);
                wider.found
            }
            _ => self.here(),
        };
        asked.grow(self.numbers.len());
        self.keep_with_words(&mut asked, &words)?;
        asked.union_with(&known);
        let changed = FixedBitSet::with_capacity(self.numbers.len());
        Ok(&self.searched.insert(Searched { words, found: asked, changed }).found)
    }

    /// Keeps the positions that have each word in their text or in what was bought.
    fn keep_with_words(&self, asked: &mut FixedBitSet, words: &[String]) -> Result<()> {
        let finders = words.iter().map(Finder::new);
        let words: Vec<_> = finders.map(|word| (self.goods_with(&word), word)).collect();
        let chunks = asked.as_mut_slice().chunks_mut(NONE.len()).enumerate();
        let chunks = chunks.filter(|(_, asked)| asked.iter().any(|marks| *marks != 0)).collect();
        look_at_each(chunks, || {
            let (words, mut read) = (&words, Chunk::default());
            move |(at, found): (usize, &mut [usize])| {
                let chunk = self.texts.chunk(at, &mut read)?;
                for (goods, word) in words {
                    let mut with_word = NONE;
                    if goods.contains(&true) {
                        mark_met(&self.goods.block(at)?, &mut with_word, |of| goods[of as usize]);
                    }
                    let mut wanted = NONE;
                    let left = found.iter().zip(with_word).map(|(found, with_word)| found & !with_word);
                    wanted.iter_mut().zip(left).for_each(|(wanted, left)| *wanted = left);
                    self.texts.find(at, chunk, word, &wanted, &mut with_word);
                    found.iter_mut().zip(with_word).for_each(|(found, with_word)| *found &= with_word);
                }
                Ok(())
            }
        })
    }
}
