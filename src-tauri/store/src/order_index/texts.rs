//! The texts of orders for the search, back to back in memory: who looks for a word reads them from
//! end to end, which takes a hundredth of the time of reading them out of the database.

use memchr::memmem::Finder;

/// So many texts lie together: few enough that one of them is exchanged at once.
const TOGETHER: usize = 4_096;
/// Between two texts, so that no word is found across both.
const BETWEEN: u8 = 0;

/// Texts by position.
#[derive(Default)]
pub(crate) struct Texts(Vec<Chunk>);

#[derive(Default)]
struct Chunk {
    bytes: Vec<u8>,
    /// Where each text ends.
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text behind the last one.
    pub(crate) fn push(&mut self, text: &str) {
        if self.0.last().is_none_or(|last| last.ends.len() == TOGETHER) {
            self.0.last_mut().into_iter().for_each(Chunk::close);
            self.0.push(Chunk::default());
        }
        if let Some(last) = self.0.last_mut() {
            last.push(text);
        }
    }

    /// The text at a position, empty where there is none.
    pub(crate) fn get(&self, position: usize) -> &[u8] {
        self.0.get(position / TOGETHER).map_or(&[], |chunk| chunk.get(position % TOGETHER))
    }

    /// Puts another text in the place of one.
    pub(crate) fn replace(&mut self, position: usize, text: &str) {
        if let Some(chunk) = self.0.get_mut(position / TOGETHER) {
            chunk.replace(position % TOGETHER, text);
        }
    }

    /// Tells the position of each text in which the word occurs.
    pub(crate) fn find(&self, word: &str, mut found: impl FnMut(usize)) {
        let finder = Finder::new(word);
        for (at, chunk) in self.0.iter().enumerate() {
            chunk.find(&finder, |within| found(at * TOGETHER + within));
        }
    }
}

impl Chunk {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u32);
        self.bytes.push(BETWEEN);
    }

    /// Nothing comes behind any more.
    fn close(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    fn get(&self, within: usize) -> &[u8] {
        self.span(within).and_then(|(from, to)| self.bytes.get(from..to)).unwrap_or_default()
    }

    fn span(&self, within: usize) -> Option<(usize, usize)> {
        let from = match within.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize + 1,
            None => 0,
        };
        Some((from, *self.ends.get(within)? as usize))
    }

    fn replace(&mut self, within: usize, text: &str) {
        let Some((from, to)) = self.span(within) else { return };
        self.bytes.splice(from..to, text.bytes());
        for end in self.ends.iter_mut().skip(within) {
            *end = (*end as usize + text.len() - (to - from)) as u32;
        }
    }

    fn find(&self, finder: &Finder<'_>, mut found: impl FnMut(usize)) {
        let mut ends = self.ends.iter().enumerate();
        let mut from = 0;
        while let Some(at) = self.bytes.get(from..).and_then(|rest| finder.find(rest)) {
            let begins = from + at;
            let Some((within, end)) = ends.find(|(_, end)| **end as usize >= begins) else { return };
            if begins + finder.needle().len() <= *end as usize {
                found(within);
            }
            from = *end as usize + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(texts: &Texts, word: &str) -> Vec<usize> {
        let mut positions = Vec::new();
        texts.find(word, |position| positions.push(position));
        positions
    }

    proptest! {
        /// More texts than lie together, some of them exchanged, against looking into each.
        #[test]
        fn a_word_is_found_where_it_occurs_once_for_each_text(
            mut all in prop::collection::vec("[ab陈]{0,4}", 1..40),
            exchanged in prop::collection::vec((any::<prop::sample::Index>(), "[ab陈]{0,6}"), 0..20),
            word in "[ab陈]{1,3}",
            repeated in 1_usize..400,
        ) {
            all = std::iter::repeat_n(all, repeated).flatten().collect();
            let mut texts = Texts::default();
            all.iter().for_each(|text| texts.push(text));
            for (at, text) in exchanged {
                let at = at.index(all.len());
                texts.replace(at, &text);
                all[at] = text;
            }
            let expected: Vec<usize> = (0..all.len()).filter(|at| all[*at].contains(&word)).collect();
            prop_assert_eq!(found(&texts, &word), expected);
            prop_assert!(all.iter().enumerate().all(|(at, text)| texts.get(at) == text.as_bytes()));
        }
    }
}
