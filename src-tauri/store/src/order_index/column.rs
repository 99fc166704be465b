//! Numbers by position, in a file without a name. They are read through the system's cache, which
//! gives way where others need the memory, and a million orders take none of the process's own. Where the
//! disk takes no more they stay in memory, so that a seller with a full disk still sees the orders.

use std::{
    fs::File,
    io::{ErrorKind, Result, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use super::read_at::read_at;

/// Numbers that are read and written together.
pub(super) const BLOCK: usize = 4_096;

/// A number as it lies in the file.
pub(super) trait Cell: Copy + Default {
    const BYTES: usize;
    fn write(self, to: &mut Vec<u8>);
    fn read(from: &[u8]) -> Self;
}

macro_rules! cell {
    ($number:ty) => {
        impl Cell for $number {
            const BYTES: usize = size_of::<$number>();

            fn write(self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }

            fn read(from: &[u8]) -> Self {
                from.try_into().map_or(0, Self::from_le_bytes)
            }
        }
    };
}
cell!(u32);
cell!(i64);

/// Numbers by position. What fills no block yet lies in memory.
pub(super) struct Column<T> {
    /// None where the disk takes nothing more.
    file: Option<File>,
    stored: usize,
    tail: Vec<T>,
}

impl<T: Cell> Column<T> {
    /// An empty one, in a file that is gone with it. `folder` is where such a file may lie.
    pub(super) fn new(folder: &Path) -> Self {
        Self { file: tempfile::tempfile_in(folder).ok(), stored: 0, tail: Vec::new() }
    }

    /// One that holds these.
    pub(super) fn of(folder: &Path, numbers: &[T]) -> Self {
        let mut column = Self::new(folder);
        numbers.iter().for_each(|number| column.push(*number));
        column
    }

    pub(super) fn len(&self) -> usize {
        self.stored + self.tail.len()
    }

    pub(super) fn push(&mut self, number: T) {
        self.tail.push(number);
        if self.tail.len() == BLOCK && self.write(self.stored, &self.tail).is_ok() {
            self.stored += BLOCK;
            self.tail.clear();
        }
    }

    pub(super) fn set(&mut self, position: usize, number: T) -> Result<()> {
        match position.checked_sub(self.stored) {
            Some(within) => {
                self.tail[within] = number;
                Ok(())
            }
            None => self.write(position, &[number]),
        }
    }

    pub(super) fn get(&self, position: usize) -> Result<T> {
        match position.checked_sub(self.stored) {
            Some(within) => Ok(self.tail[within]),
            None => Ok(self.read(position, 1)?.pop().unwrap_or_default()),
        }
    }

    /// How many blocks there are; the last one may not be full.
    pub(super) fn blocks(&self) -> usize {
        self.len().div_ceil(BLOCK)
    }

    /// The numbers of a block.
    pub(super) fn block(&self, at: usize) -> Result<Vec<T>> {
        match (at * BLOCK).checked_sub(self.stored) {
            Some(from) => Ok(self.tail[from..self.tail.len().min(from + BLOCK)].to_vec()),
            None => self.read(at * BLOCK, BLOCK),
        }
    }

    /// For reading many of them, best one behind the other.
    pub(super) fn reader(&self) -> Reader<'_, T> {
        Reader { column: self, block: None, numbers: Vec::new() }
    }

    fn file(&self) -> Result<&File> {
        self.file.as_ref().ok_or_else(|| ErrorKind::StorageFull.into())
    }

    fn write(&self, position: usize, numbers: &[T]) -> Result<()> {
        let mut bytes = Vec::with_capacity(numbers.len() * T::BYTES);
        numbers.iter().for_each(|number| number.write(&mut bytes));
        let mut file = self.file()?;
        file.seek(SeekFrom::Start((position * T::BYTES) as u64))?;
        file.write_all(&bytes)
    }

    fn read(&self, position: usize, count: usize) -> Result<Vec<T>> {
        let mut bytes = vec![0; count * T::BYTES];
        read_at(self.file()?, (position * T::BYTES) as u64, &mut bytes)?;
        Ok(bytes.chunks_exact(T::BYTES).map(T::read).collect())
    }
}

/// Reads a block at a time.
pub(super) struct Reader<'a, T> {
    column: &'a Column<T>,
    block: Option<usize>,
    numbers: Vec<T>,
}

impl<T: Cell> Reader<'_, T> {
    pub(super) fn at(&mut self, position: usize) -> Result<T> {
        if let Some(within) = position.checked_sub(self.column.stored) {
            return Ok(self.column.tail[within]);
        }
        let block = position / BLOCK;
        if self.block != Some(block) {
            self.numbers = self.column.block(block)?;
            self.block = Some(block);
        }
        Ok(self.numbers[position % BLOCK])
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_where_they_were_put_in_the_file_and_behind_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut numbers: Vec<i64> = (0..3 * BLOCK as i64 + 5).map(|number| number * 7 - 1_000).collect();
        let mut column = Column::of(folder.path(), &numbers);
        for changed in [0, BLOCK - 1, BLOCK, 3 * BLOCK - 1, 3 * BLOCK, numbers.len() - 1] {
            numbers[changed] = i64::MIN + changed as i64;
            column.set(changed, numbers[changed]).unwrap();
        }
        let mut reader = column.reader();
        for (position, number) in numbers.iter().enumerate() {
            assert_eq!(reader.at(position).unwrap(), *number, "at {position}");
        }
        assert_eq!(column.get(BLOCK).unwrap(), numbers[BLOCK]);
        assert_eq!(column.get(numbers.len() - 1).unwrap(), numbers[numbers.len() - 1]);
        assert_eq!(column.len(), numbers.len());
    }

    #[test]
    fn where_there_is_no_room_for_a_file_they_stay_in_memory() {
        let numbers: Vec<u32> = (0..2 * BLOCK as u32 + 5).collect();
        let mut column = Column::of(Path::new("/nowhere/at/all"), &numbers);
        column.set(BLOCK, 7).unwrap();
        let mut reader = column.reader();
        let read: Vec<u32> = (0..numbers.len()).map(|position| reader.at(position).unwrap()).collect();
        assert_eq!(read[..BLOCK], numbers[..BLOCK]);
        assert_eq!((read[BLOCK], column.get(BLOCK).unwrap()), (7, 7));
        assert_eq!(read[BLOCK + 1..], numbers[BLOCK + 1..]);
    }

    #[test]
    fn nothing_of_it_can_be_found_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let column = Column::of(folder.path(), &vec![1_u32; BLOCK]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), usize::from(cfg!(windows)));
        drop(column);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
