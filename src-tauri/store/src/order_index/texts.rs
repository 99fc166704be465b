//! The texts of orders for the search, back to back in a file without a name: who looks for a word
//! reads them from end to end through the system's cache, which takes a hundredth of the time of
//! reading them out of the database, and none of the process's memory. Where the disk takes no more they
//! stay in memory, and so they do where the cache is encrypted: what has no name is on the disk all the same.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{ErrorKind, Result, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use memchr::memmem::Finder;

use super::{
    chunk::{Chunk, Marks, NONE, TOGETHER, mark, unmark},
    read_at::read_at,
};

/// So many texts are kept in memory that have changed since they were written.
const CHANGED: usize = 4_096;

/// Texts by position.
pub(super) struct Texts {
    folder: Option<PathBuf>,
    /// None where the disk takes nothing more, or nothing may lie on it.
    file: Option<File>,
    /// Where each of the full chunks lies.
    stored: Vec<Place>,
    /// The chunk to which texts are added.
    last: Chunk,
    /// What stands in the place of a text in the file.
    changed: BTreeMap<usize, Box<str>>,
}

enum Place {
    File { from: u64, text_bytes: u32 },
    Memory(Chunk),
}

impl Texts {
    /// None yet. `folder` is where such a file may lie, if anywhere.
    pub(super) fn new(folder: Option<&Path>) -> Self {
        let file = folder.and_then(|folder| tempfile::tempfile_in(folder).ok());
        let (last, changed) = (Chunk::default(), BTreeMap::new());
        Self { folder: folder.map(Path::to_owned), file, stored: Vec::new(), last, changed }
    }

    /// Adds a text behind the last one.
    pub(super) fn push(&mut self, text: &str) {
        self.last.push(text);
        if self.last.len() == TOGETHER {
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
            Some(Place::File { from, text_bytes }) => self.read_one(*from, *text_bytes, within),
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

    /// Marks the texts of a chunk in which a word occurs, as [`Chunk::find`] does, and as they are now.
    pub(super) fn find(&self, at: usize, chunk: &Chunk, word: &Finder<'_>, wanted: &[usize], found: &mut Marks) {
        let mut written = NONE;
        chunk.find(word, wanted, &mut written);
        for (position, text) in self.changed.range(at * TOGETHER..(at + 1) * TOGETHER) {
            match word.find(text.as_bytes()) {
                Some(_) => mark(&mut written, position % TOGETHER),
                None => unmark(&mut written, position % TOGETHER),
            }
        }
        found.iter_mut().zip(written).for_each(|(found, written)| *found |= written);
    }

    /// Tells each text, by position.
    pub(super) fn each(&self, mut tell: impl FnMut(usize, &[u8])) -> Result<()> {
        let mut read = Chunk::default();
        for at in 0..=self.stored.len() {
            let chunk = self.chunk(at, &mut read)?;
            for within in 0..chunk.len() {
                let position = at * TOGETHER + within;
                match self.changed.get(&position) {
                    Some(changed) => tell(position, changed.as_bytes()),
                    None => tell(position, chunk.get(within)),
                }
            }
        }
        Ok(())
    }

    /// A chunk by its number, read into another where it lies in the file.
    pub(super) fn chunk<'a>(&'a self, at: usize, read: &'a mut Chunk) -> Result<&'a Chunk> {
        match self.stored.get(at) {
            Some(Place::File { from, text_bytes }) => {
                let file = self.file()?;
                read.read(*text_bytes, |bytes| read_at(file, *from, bytes))?;
                Ok(read)
            }
            Some(Place::Memory(chunk)) => Ok(chunk),
            None => Ok(&self.last),
        }
    }

    fn file(&self) -> Result<&File> {
        self.file.as_ref().ok_or_else(|| ErrorKind::StorageFull.into())
    }

    fn store(&self, chunk: &Chunk) -> Result<Place> {
        let mut file = self.file()?;
        let from = file.seek(SeekFrom::End(0))?;
        file.write_all(&chunk.written())?;
        Ok(Place::File { from, text_bytes: chunk.text_bytes() })
    }

    /// One text without the others around it.
    fn read_one(&self, chunk: u64, text_bytes: u32, within: usize) -> Result<Vec<u8>> {
        let file = self.file()?;
        let end_of = |within: usize| -> Result<usize> {
            let mut end = [0; size_of::<u32>()];
            read_at(file, chunk + u64::from(text_bytes) + (within * end.len()) as u64, &mut end)?;
            Ok(u32::from_le_bytes(end) as usize)
        };
        let from = if within == 0 { 0 } else { end_of(within - 1)? + 1 };
        let mut text = vec![0; end_of(within)? - from];
        read_at(file, chunk + from as u64, &mut text)?;
        Ok(text)
    }

    /// Another file, in which every text has its place again.
    fn write_anew(&mut self) -> Result<()> {
        let mut anew = Self::new(self.folder.as_deref());
        self.each(|_, text| anew.push(&String::from_utf8_lossy(text)))?;
        *self = anew;
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use fixedbitset::FixedBitSet;
    use proptest::{prelude::*, sample::select};

    use super::*;

    /// Among these positions, where a word occurs.
    fn found(texts: &Texts, among: &FixedBitSet, word: &str) -> Vec<usize> {
        let mut positions = Vec::new();
        let mut read = Chunk::default();
        for (at, wanted) in among.as_slice().chunks(NONE.len()).enumerate() {
            let mut found = NONE;
            let chunk = texts.chunk(at, &mut read).unwrap();
            texts.find(at, chunk, &Finder::new(word), wanted, &mut found);
            let found = FixedBitSet::with_capacity_and_blocks(TOGETHER, found);
            positions.extend(found.ones().map(|within| at * TOGETHER + within).filter(|at| among.contains(*at)));
        }
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
            every in select(vec![1_usize, 7, 500, 9_000]),
            anew in any::<bool>(),
            is_full in any::<bool>(),
            is_private in any::<bool>(),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let place = if is_full { folder.path().join("nowhere") } else { folder.path().to_owned() };
            let mut all: Vec<String> = std::iter::repeat_n(few, repeated).flatten().collect();
            let mut texts = Texts::new((!is_private).then_some(place.as_path()));
            all.iter().for_each(|text| texts.push(text));
            for (at, text) in exchanged {
                let at = at.index(all.len());
                texts.replace(at, &text).unwrap();
                all[at] = text;
            }
            if anew {
                texts.write_anew().unwrap();
            }
            let mut among = FixedBitSet::with_capacity(all.len());
            (0..all.len()).step_by(every).for_each(|at| among.insert(at));
            let expected: Vec<usize> = among.ones().filter(|at| all[*at].contains(&word)).collect();
            prop_assert_eq!(found(&texts, &among, &word), expected);
            let mut told = Vec::new();
            texts.each(|position, text| told.push((position, String::from_utf8(text.to_vec()).unwrap()))).unwrap();
            prop_assert!(told.iter().map(|(at, text)| (*at, text)).eq(all.iter().enumerate()));
            prop_assert!(all.iter().enumerate().step_by(7).all(|(at, text)| texts.get(at).unwrap() == text.as_bytes()));
        }
    }
}
