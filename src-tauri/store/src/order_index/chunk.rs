//! Some thousand texts back to back.

use std::io::Result;

use memchr::memmem::Finder;

use super::column::BLOCK;

/// So many texts lie together: those of a block of every column.
pub(super) const TOGETHER: usize = BLOCK;
/// Between two texts, so that no word is found across both.
const BETWEEN: u8 = 0;
/// Where fewer than this share of the texts are wanted, they are looked at one by one.
const FEW: usize = 8;

/// Texts by position.
#[derive(Default)]
pub(super) struct Chunk {
    bytes: Vec<u8>,
    /// Where each text ends.
    ends: Vec<u32>,
}

/// Some of a chunk's texts, a bit for each.
pub(super) type Marks = [usize; TOGETHER / usize::BITS as usize];

pub(super) const NONE: Marks = [0; TOGETHER / usize::BITS as usize];

pub(super) fn mark(marks: &mut [usize], within: usize) {
    marks[within / usize::BITS as usize] |= 1 << (within % usize::BITS as usize);
}

pub(super) fn unmark(marks: &mut [usize], within: usize) {
    marks[within / usize::BITS as usize] &= !(1 << (within % usize::BITS as usize));
}

impl Chunk {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u32);
        self.bytes.push(BETWEEN);
    }

    pub(super) fn get(&self, within: usize) -> &[u8] {
        self.span(within).and_then(|(from, to)| self.bytes.get(from..to)).unwrap_or_default()
    }

    pub(super) fn replace(&mut self, within: usize, text: &str) {
        let Some((from, to)) = self.span(within) else { return };
        self.bytes.splice(from..to, text.bytes());
        for end in self.ends.iter_mut().skip(within) {
            *end = (*end as usize + text.len() - (to - from)) as u32;
        }
    }

    /// As it lies in a file: the bytes come first, then the ends.
    pub(super) fn written(&self) -> Vec<u8> {
        let ends = self.ends.iter().flat_map(|end| end.to_le_bytes());
        self.bytes.iter().copied().chain(ends).collect()
    }

    /// How many bytes come before the ends.
    pub(super) fn text_bytes(&self) -> u32 {
        self.bytes.len() as u32
    }

    /// Becomes a full one that was written.
    pub(super) fn read(&mut self, text_bytes: u32, read: impl FnOnce(&mut [u8]) -> Result<()>) -> Result<()> {
        self.bytes.resize(text_bytes as usize + TOGETHER * size_of::<u32>(), 0);
        read(&mut self.bytes)?;
        let ends = self.bytes[text_bytes as usize..].as_chunks().0;
        self.ends.clear();
        self.ends.extend(ends.iter().map(|end| u32::from_le_bytes(*end)));
        self.bytes.truncate(text_bytes as usize);
        Ok(())
    }

    /// Marks the texts in which a word occurs. Of those that aren't wanted it may mark some or none.
    pub(super) fn find(&self, word: &Finder<'_>, wanted: &[usize], found: &mut [usize]) {
        let count: usize = wanted.iter().map(|marks| marks.count_ones() as usize).sum();
        if count * FEW < self.len() {
            self.find_among(word, wanted, found);
        } else {
            self.find_everywhere(word, found);
        }
    }

    fn find_among(&self, word: &Finder<'_>, wanted: &[usize], found: &mut [usize]) {
        for (at, marks) in wanted.iter().enumerate() {
            let mut left = *marks;
            while left != 0 {
                let within = at * usize::BITS as usize + left.trailing_zeros() as usize;
                left &= left - 1;
                if word.find(self.get(within)).is_some() {
                    mark(found, within);
                }
            }
        }
    }

    fn find_everywhere(&self, word: &Finder<'_>, found: &mut [usize]) {
        let (mut within, mut from) = (0, 0);
        while let Some(rest) = self.bytes.get(from..).filter(|rest| !rest.is_empty()) {
            // The first figures of all ids are the same, and who types one begins with them.
            let begins = if rest.starts_with(word.needle()) { Some(0) } else { word.find(rest) };
            let Some(begins) = begins.map(|begins| from + begins) else { return };
            while (self.ends[within] as usize) < begins {
                within += 1;
            }
            let end = self.ends[within] as usize;
            if begins + word.needle().len() <= end {
                mark(found, within);
            }
            from = end + 1;
            within += 1;
        }
    }

    fn span(&self, within: usize) -> Option<(usize, usize)> {
        let from = match within.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize + 1,
            None => 0,
        };
        Some((from, *self.ends.get(within)? as usize))
    }
}
