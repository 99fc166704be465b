//! The files: a new one each day (UTC) and whenever one has grown long, none older than a week,
//! all of them together never larger than they may be.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};

use super::line::Line;

const BEGIN: &str = "tiktokflow-";
const END: &str = ".jsonl";

/// How much is kept.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Bytes of one file.
    pub(super) file: u64,
    /// Bytes of all files, the one being written not counted.
    pub(super) all: u64,
    /// Days before today.
    pub(super) days: i32,
}

impl Default for Bounds {
    /// A day of 10,000 requests is about 3 MB.
    fn default() -> Self {
        Self { file: 5 * 1024 * 1024, all: 35 * 1024 * 1024, days: 7 }
    }
}

pub(super) type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Writes lines to the files of a folder.
pub(super) struct Files {
    folder: PathBuf,
    bounds: Bounds,
    now: Now,
    open: Option<Open>,
}

struct Open {
    day: Date,
    file: File,
    size: u64,
}

/// The day and the number within it that a file's name tells.
type Name = (Date, u32);

impl Files {
    pub(super) fn new(folder: &Path, bounds: Bounds, now: Now) -> Self {
        Self { folder: folder.to_owned(), bounds, now, open: None }
    }

    /// Writes one line. After an error the file is opened anew for the next one.
    pub(super) fn write(&mut self, line: &Line) -> io::Result<()> {
        let bytes = line.to_json() + "\n";
        let today = (self.now)().to_zoned(TimeZone::UTC).date();
        let mut open = match self.open.take() {
            Some(open) if open.day == today && open.size < self.bounds.file => open,
            _ => self.open(today)?,
        };
        open.file.write_all(bytes.as_bytes())?;
        open.size += bytes.len() as u64;
        self.open = Some(open);
        Ok(())
    }

    /// The day's last file, or one more where that has grown long; and makes room.
    fn open(&self, day: Date) -> io::Result<Open> {
        fs::create_dir_all(&self.folder)?;
        let last = files(&self.folder).into_iter().rev().find(|((of, _), _)| *of == day);
        let number = match &last {
            Some(((_, number), path)) if fs::metadata(path)?.len() >= self.bounds.file => number + 1,
            Some(((_, number), _)) => *number,
            None => 1,
        };
        self.make_room((day, number));
        let mut file =
            private().read(true).append(true).create(true).open(self.folder.join(file_name((day, number))))?;
        end_line(&mut file)?;
        let size = file.metadata()?.len();
        Ok(Open { day, file, size })
    }

    /// Removes what is too old, and then the oldest until the rest is small enough.
    fn make_room(&self, current: Name) {
        let first_day = current.0.checked_sub(self.bounds.days.days()).unwrap_or(Date::MIN);
        let mut kept = 0;
        for (name, path) in files(&self.folder).into_iter().rev().filter(|(name, _)| *name != current) {
            kept += fs::metadata(&path).map_or(0, |meta| meta.len());
            if name.0 < first_day || kept > self.bounds.all {
                // One that can't be removed now is tried again with the next file.
                let _ = fs::remove_file(path);
            }
        }
    }
}

/// The log's files, oldest first.
pub(super) fn files(folder: &Path) -> Vec<(Name, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<_> =
        entries.filter_map(|entry| Some((name_in(entry.file_name().to_str()?)?, entry.path()))).collect();
    files.sort();
    files
}

fn file_name((day, number): Name) -> String {
    format!("{BEGIN}{day}.{number}{END}")
}

fn name_in(text: &str) -> Option<Name> {
    let (day, number) = text.strip_prefix(BEGIN)?.strip_suffix(END)?.split_once('.')?;
    Some((day.parse().ok()?, number.parse().ok()?))
}

/// Files that only this user may read.
fn private() -> OpenOptions {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A line that broke off, as when the disk was full, must not swallow the next.
fn end_line(file: &mut File) -> io::Result<()> {
    let mut last = [b'\n'];
    if file.metadata()?.len() > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    if last == [b'\n'] { Ok(()) } else { file.write_all(b"\n") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
pub(super) mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::log::tail::Backwards;

    /// Files whose clock stands.
    pub(in crate::log) fn files_in(folder: &Path) -> Files {
        Files::new(folder, Bounds::default(), Arc::new(|| "2026-03-10T12:00:00Z".parse().unwrap()))
    }

    fn names(folder: &Path) -> Vec<String> {
        files(folder).into_iter().map(|(name, _)| file_name(name)).collect()
    }

    /// Files of 200 bytes and 600 in all, and the way to set their clock.
    fn small(folder: &Path) -> (Files, Arc<Mutex<Timestamp>>) {
        let clock = Arc::new(Mutex::new("2026-03-10T23:59:00Z".parse().unwrap()));
        let hand = Arc::clone(&clock);
        let now = Arc::new(move || *clock.lock().unwrap());
        (Files::new(folder, Bounds { file: 200, all: 600, days: 7 }, now), hand)
    }

    #[test]
    fn each_day_has_its_file_and_a_week_later_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (mut files, clock) = small(folder.path());
        files.write(&Line::saying("on the tenth")).unwrap();
        *clock.lock().unwrap() = "2026-03-11T00:01:00Z".parse().unwrap();
        files.write(&Line::saying("on the eleventh")).unwrap();
        assert_eq!(names(folder.path()), ["tiktokflow-2026-03-10.1.jsonl", "tiktokflow-2026-03-11.1.jsonl"]);
        *clock.lock().unwrap() = "2026-03-17T12:00:00Z".parse().unwrap();
        files.write(&Line::saying("seven days later")).unwrap();
        assert_eq!(names(folder.path()).len(), 3);
        *clock.lock().unwrap() = "2026-03-18T12:00:00Z".parse().unwrap();
        files.write(&Line::saying("eight days later")).unwrap();
        assert_eq!(names(folder.path())[0], "tiktokflow-2026-03-11.1.jsonl");
    }

    #[test]
    fn a_day_on_which_much_is_said_takes_no_more_room_than_it_may() {
        let folder = tempfile::tempdir().unwrap();
        let (mut files, _clock) = small(folder.path());
        fs::write(folder.path().join("somebody else's.jsonl"), "x").unwrap();
        for n in 0..200 {
            files.write(&Line::saying(&format!("line {n}"))).unwrap();
        }
        let sizes = super::files(folder.path()).iter().map(|(_, path)| fs::metadata(path).unwrap().len()).sum::<u64>();
        assert!(sizes < 600 + 300, "{sizes}");
        assert!(Backwards::of(folder.path()).next().unwrap().contains("line 199"));
        assert!(folder.path().join("somebody else's.jsonl").exists());
        // As after a restart: the numbers go on, and nothing is written over.
        let (mut again, _clock) = small(folder.path());
        again.write(&Line::saying("after a restart")).unwrap();
        let newest: Vec<String> = Backwards::of(folder.path()).take(2).collect();
        assert!(newest[0].contains("after a restart") && newest[1].contains("line 199"), "{newest:?}");
    }

    #[test]
    fn a_line_that_broke_off_does_not_swallow_the_next() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("tiktokflow-2026-03-10.1.jsonl"), "{\"at\":\"2026-0").unwrap();
        files_in(folder.path()).write(&Line::saying("whole")).unwrap();
        let lines: Vec<String> = Backwards::of(folder.path()).collect();
        assert_eq!((lines.len(), lines[1].as_str()), (2, "{\"at\":\"2026-0"));
        assert!(lines[0].contains("whole") && lines[0].ends_with('}'));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_on_this_computer_may_read_the_log() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        files_in(folder.path()).write(&Line::saying("private")).unwrap();
        let (_, path) = super::files(folder.path()).remove(0);
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
