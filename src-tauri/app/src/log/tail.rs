//! Reading the log from its end, a block at a time: the last lines cost the same however long
//! the files are.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use super::files::files;

const BLOCK: u64 = 64 * 1024;

/// The lines of all files of a folder, newest first, without their ends. A file that can't be
/// read counts as ended.
pub(crate) struct Backwards {
    /// Still to be read, the newest last.
    files: Vec<PathBuf>,
    /// The one being read, and how many of its bytes are left.
    open: Option<(File, u64)>,
    /// The beginning of the earliest block so far: the end of a line whose beginning is not read.
    rest: Vec<u8>,
    /// Lines that have been read, the newest last.
    ready: Vec<String>,
}

impl Backwards {
    pub(crate) fn of(folder: &Path) -> Self {
        let files = files(folder).into_iter().map(|(_, path)| path).collect();
        Self { files, open: None, rest: Vec::new(), ready: Vec::new() }
    }

    /// Reads the block before; `None` where there is nothing more in this file.
    fn block(&mut self) -> Option<Vec<u8>> {
        let (file, left) = self.open.as_mut().filter(|(_, left)| *left > 0)?;
        let size = (*left).min(BLOCK);
        let block = read_at(file, *left - size, size).ok()?;
        *left -= size;
        Some(block)
    }

    fn take_lines(&mut self, mut block: Vec<u8>) {
        block.append(&mut self.rest);
        let mut lines = block.split(|byte| *byte == b'\n');
        // Only the file's beginning, or another block, tells where the first of them begins.
        self.rest = lines.next().unwrap_or_default().to_vec();
        self.ready.extend(lines.map(text_of));
    }

    /// Goes on with the file before; false where there is none.
    fn next_file(&mut self) -> bool {
        self.ready.push(text_of(&std::mem::take(&mut self.rest)));
        let Some(path) = self.files.pop() else {
            self.open = None;
            return false;
        };
        self.open =
            File::open(path).and_then(|file| Ok((file.metadata()?.len(), file))).ok().map(|(len, file)| (file, len));
        true
    }
}

impl Iterator for Backwards {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        loop {
            match self.ready.pop() {
                Some(line) if line.is_empty() => {}
                Some(line) => return Some(line),
                None => match self.block() {
                    Some(block) => self.take_lines(block),
                    None if self.next_file() => {}
                    None => return self.ready.pop().filter(|line| !line.is_empty()),
                },
            }
        }
    }
}

fn read_at(file: &mut File, from: u64, size: u64) -> io::Result<Vec<u8>> {
    let mut block = Vec::new();
    file.seek(SeekFrom::Start(from))?;
    file.take(size).read_to_end(&mut block)?;
    Ok(block)
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn lines_come_newest_first_over_blocks_and_files_and_none_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        // Lines of growing length, so that blocks end everywhere within them.
        let lines: Vec<String> = (0..900).map(|n| format!("{n} {}", "ä".repeat(n))).collect();
        fs::write(folder.path().join("tiktokflow-2026-03-09.1.jsonl"), lines[..400].join("\n") + "\n").unwrap();
        fs::write(folder.path().join("tiktokflow-2026-03-09.2.jsonl"), "").unwrap();
        fs::write(folder.path().join("tiktokflow-2026-03-10.9.jsonl"), lines[400..600].join("\n")).unwrap();
        fs::write(folder.path().join("tiktokflow-2026-03-10.10.jsonl"), lines[600..].join("\n") + "\n\n").unwrap();
        let read: Vec<String> = Backwards::of(folder.path()).collect();
        assert!(read.iter().eq(lines.iter().rev()), "{} lines", read.len());
    }

    #[test]
    fn only_as_much_is_read_as_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("tiktokflow-2026-03-10.1.jsonl"), "a line\n".repeat(1_000_000)).unwrap();
        let mut lines = Backwards::of(folder.path());
        assert_eq!(lines.by_ref().take(500).count(), 500);
        let (_, left) = lines.open.unwrap();
        assert_eq!(left, 7_000_000 - BLOCK);
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_lines() {
        assert_eq!(Backwards::of(Path::new("nowhere at all")).count(), 0);
    }
}
