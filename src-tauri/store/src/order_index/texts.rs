//! The texts of orders for the search, back to back in a file without a name: who looks for a word
//! reads them from end to end through the system's cache, which takes a hundredth of the time of
//! reading them out of the database, and none of the process's memory. Where the disk takes no more they
//! stay in memory.

use std::{
    collections::HashMap,
    fs::File,
    io::{ErrorKind, Read as _, Result, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use memchr::memmem::Finder;

/// So many texts lie together.
const TOGETHER: usize = 4_096;
/// Between two texts, so that no word is found across both.
const BETWEEN: u8 = 0;
/// So many texts are kept in memory that have changed since they were written.
const CHANGED: usize = 4_096;

/// Texts by position.
pub(super) struct Texts {
    folder: PathBuf,
    /// None where the disk takes nothing more.
    file: Option<File>,
    /// Where each of the full chunks lies.
    stored: Vec<Place>,
    /// The chunk to which texts are added.
    last: Chunk,
    /// What stands in the place of a text in the file.
    changed: HashMap<usize, Box<str>>,
}

enum Place {
    File { from: u64, bytes: u32 },
    Memory(Chunk),
}

/// In the file the ends come first, then the bytes.
#[derive(Default)]
struct Chunk {
    bytes: Vec<u8>,
    /// Where each text ends.
    ends: Vec<u32>,
}

impl Texts {
    /// None yet. `folder` is where such a file may lie.
    pub(super) fn new(folder: &Path) -> Self {
        let file = tempfile::tempfile_in(folder).ok();
        let (last, changed) = (Chunk::default(), HashMap::new());
        Self { folder: folder.to_owned(), file, stored: Vec::new(), last, changed }
    }

    /// Adds a text behind the last one.
    pub(super) fn push(&mut self, text: &str) {
        self.last.push(text);
        if self.last.ends.len() == TOGETHER {
            let chunk = std::mem::take(&mut self.last);
            let place = self.store(&chunk).unwrap_or(Place::Memory(chunk));
            self.stored.push(place);
        }
    }

    /// The text at a position.
    pub(super) fn get(&self, position: usize) -> Result<Vec<u8>> {
        if let Some(changed) = self.changed.get(&position) {
            return Ok(changed.as_bytes().to_vec());
        }
        let (at, within) = (position / TOGETHER, position % TOGETHER);
        match self.stored.get(at) {
            Some(Place::File { from, .. }) => self.read_one(*from, within),
            Some(Place::Memory(chunk)) => Ok(chunk.get(within).to_vec()),
            None => Ok(self.last.get(within).to_vec()),
        }
    }

    /// Puts another text in the place of one.
    pub(super) fn replace(&mut self, position: usize, text: &str) -> Result<()> {
        if position / TOGETHER == self.stored.len() {
            self.last.replace(position % TOGETHER, text);
            return Ok(());
        }
        self.changed.insert(position, text.into());
        if self.changed.len() > CHANGED { self.write_anew() } else { Ok(()) }
    }

    /// Tells the position of each text in which a word occurs, with the word's place among the words.
    pub(super) fn find(&self, words: &[String], mut found: impl FnMut(usize, usize)) -> Result<()> {
        let finders: Vec<Finder<'_>> = words.iter().map(Finder::new).collect();
        self.each_chunk(|first, chunk| {
            for (word, finder) in finders.iter().enumerate() {
                chunk.find(finder, |within| {
                    if !self.changed.contains_key(&(first + within)) {
                        found(word, first + within);
                    }
                });
            }
        })?;
        for (word, finder) in finders.iter().enumerate() {
            let changed = self.changed.iter().filter(|(_, text)| finder.find(text.as_bytes()).is_some());
            changed.for_each(|(position, _)| found(word, *position));
        }
        Ok(())
    }

    /// Tells each text, by position.
    pub(super) fn each(&self, mut tell: impl FnMut(usize, &[u8])) -> Result<()> {
        self.each_chunk(|first, chunk| {
            for within in 0..chunk.ends.len() {
                match self.changed.get(&(first + within)) {
                    Some(changed) => tell(first + within, changed.as_bytes()),
                    None => tell(first + within, chunk.get(within)),
                }
            }
        })
    }

    /// Tells each chunk with the position of its first text.
    fn each_chunk(&self, mut tell: impl FnMut(usize, &Chunk)) -> Result<()> {
        let mut chunk = Chunk::default();
        for (at, place) in self.stored.iter().enumerate() {
            match place {
                Place::Memory(chunk) => tell(at * TOGETHER, chunk),
                Place::File { from, bytes } => {
                    self.read(*from, *bytes, &mut chunk)?;
                    tell(at * TOGETHER, &chunk);
                }
            }
        }
        tell(self.stored.len() * TOGETHER, &self.last);
        Ok(())
    }

    fn file(&self) -> Result<&File> {
        self.file.as_ref().ok_or_else(|| ErrorKind::StorageFull.into())
    }

    fn store(&self, chunk: &Chunk) -> Result<Place> {
        let mut file = self.file()?;
        let from = file.seek(SeekFrom::End(0))?;
        let ends: Vec<u8> = chunk.ends.iter().flat_map(|end| end.to_le_bytes()).collect();
        file.write_all(&ends)?;
        file.write_all(&chunk.bytes)?;
        Ok(Place::File { from, bytes: chunk.bytes.len() as u32 })
    }

    fn read(&self, from: u64, bytes: u32, into: &mut Chunk) -> Result<()> {
        let mut file = self.file()?;
        file.seek(SeekFrom::Start(from))?;
        let mut ends = vec![0; TOGETHER * size_of::<u32>()];
        file.read_exact(&mut ends)?;
        into.ends.clear();
        into.ends.extend(ends.as_chunks().0.iter().map(|end| u32::from_le_bytes(*end)));
        into.bytes.resize(bytes as usize, 0);
        file.read_exact(&mut into.bytes)
    }

    /// One text without the others around it.
    fn read_one(&self, chunk: u64, within: usize) -> Result<Vec<u8>> {
        let mut file = self.file()?;
        let mut end_of = |within: usize| -> Result<usize> {
            let mut end = [0; size_of::<u32>()];
            file.seek(SeekFrom::Start(chunk + (within * end.len()) as u64))?;
            file.read_exact(&mut end)?;
            Ok(u32::from_le_bytes(end) as usize)
        };
        let from = if within == 0 { 0 } else { end_of(within - 1)? + 1 };
        let mut text = vec![0; end_of(within)? - from];
        file.seek(SeekFrom::Start(chunk + (TOGETHER * size_of::<u32>() + from) as u64))?;
        file.read_exact(&mut text)?;
        Ok(text)
    }

    /// Another file, in which every text has its place again.
    fn write_anew(&mut self) -> Result<()> {
        let mut anew = Self::new(&self.folder);
        self.each(|_, text| anew.push(&String::from_utf8_lossy(text)))?;
        *self = anew;
        Ok(())
    }
}

impl Chunk {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u32);
        self.bytes.push(BETWEEN);
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
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(texts: &Texts, word: &str) -> Vec<usize> {
        let mut positions = Vec::new();
        texts.find(&["nothing".into(), word.into()], |at, position| positions.push(position * at)).unwrap();
        positions.sort_unstable();
        positions
    }

    proptest! {
        /// More texts than lie together, some of them exchanged, against looking into each.
        #[test]
        fn a_word_is_found_where_it_occurs_once_for_each_text(
            few in prop::collection::vec("[ab陈]{0,4}", 1..40),
            exchanged in prop::collection::vec((any::<prop::sample::Index>(), "[ab陈]{0,6}"), 0..20),
            word in "[ab陈]{1,3}",
            repeated in 1_usize..400,
            anew in any::<bool>(),
            is_full in any::<bool>(),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let place = if is_full { folder.path().join("nowhere") } else { folder.path().to_owned() };
            let mut all: Vec<String> = std::iter::repeat_n(few, repeated).flatten().collect();
            let mut texts = Texts::new(&place);
            all.iter().for_each(|text| texts.push(text));
            for (at, text) in exchanged {
                let at = at.index(all.len());
                texts.replace(at, &text).unwrap();
                all[at] = text;
            }
            if anew {
                texts.write_anew().unwrap();
            }
            let expected: Vec<usize> = (0..all.len()).filter(|at| all[*at].contains(&word)).collect();
            prop_assert_eq!(found(&texts, &word), expected);
            let mut told = Vec::new();
            texts.each(|position, text| told.push((position, String::from_utf8(text.to_vec()).unwrap()))).unwrap();
            prop_assert!(told.iter().map(|(at, text)| (*at, text)).eq(all.iter().enumerate()));
            prop_assert!(all.iter().enumerate().step_by(7).all(|(at, text)| texts.get(at).unwrap() == text.as_bytes()));
        }
    }
}
