//! Where lines wait for the one thread that writes them. Handing one in never waits for the disk.

use std::{
    collections::VecDeque,
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use super::{files::Files, line::Line};

/// Lines that may wait. With a disk that takes none they are some megabytes; further ones are
/// dropped and counted.
const ROOM: usize = 8_192;

/// The queue before the files.
pub(super) struct Desk {
    pile: Mutex<Pile>,
    more: Condvar,
    written: Condvar,
}

#[derive(Default)]
struct Pile {
    lines: VecDeque<Line>,
    /// Lines that found no room since the last batch.
    lost: u64,
    /// A batch is being written.
    busy: bool,
}

impl Desk {
    /// A desk whose lines go to `files`, on a thread of its own. Where no thread can be had,
    /// lines are lost, and nothing else happens.
    pub(super) fn open(files: Files) -> Arc<Self> {
        let desk = Arc::new(Self { pile: Mutex::default(), more: Condvar::new(), written: Condvar::new() });
        let clerk = Arc::clone(&desk);
        let started = thread::Builder::new().name("log".into()).spawn(move || clerk.write_to(files));
        drop(started);
        desk
    }

    /// Leaves a line to be written; never waits for the disk.
    pub(super) fn leave(&self, line: Line) {
        let mut pile = self.pile();
        if pile.lines.len() < ROOM {
            pile.lines.push_back(line);
        } else {
            pile.lost += 1;
        }
        self.more.notify_one();
    }

    /// Waits until everything left so far has been written or given up, or until `patience` ends:
    /// false then.
    pub(super) fn drain(&self, patience: Duration) -> bool {
        let unwritten = |pile: &mut Pile| pile.busy || !pile.lines.is_empty();
        let waited = self.written.wait_timeout_while(self.pile(), patience, unwritten);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    fn write_to(&self, mut files: Files) {
        // Lines that were dropped here or refused by the disk, and not yet told.
        let mut untold = 0;
        loop {
            let (lines, lost) = self.next_batch();
            untold += lost;
            for line in lines {
                if untold > 0 && files.write(&Line::about_lost(line.at, untold)).is_ok() {
                    untold = 0;
                }
                untold += u64::from(files.write(&line).is_err());
            }
            self.pile().busy = false;
            self.written.notify_all();
        }
    }

    fn next_batch(&self) -> (VecDeque<Line>, u64) {
        let pile = self.more.wait_while(self.pile(), |pile| pile.lines.is_empty());
        let mut pile = pile.unwrap_or_else(PoisonError::into_inner);
        pile.busy = true;
        (mem::take(&mut pile.lines), mem::take(&mut pile.lost))
    }

    fn pile(&self) -> MutexGuard<'_, Pile> {
        self.pile.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use std::fs;

    use super::*;
    use crate::log::{files::tests::files_in, tail::Backwards};

    const PATIENCE: Duration = Duration::from_secs(60);

    /// A desk at which nobody writes.
    fn unattended() -> Desk {
        Desk { pile: Mutex::default(), more: Condvar::new(), written: Condvar::new() }
    }

    #[test]
    fn what_was_logged_is_in_the_file_once_the_app_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(files_in(folder.path()));
        (0..500).for_each(|n| desk.leave(Line::saying(&format!("line {n}"))));
        assert!(desk.drain(PATIENCE));
        let newest: Vec<String> = Backwards::of(folder.path()).take(2).collect();
        assert!(newest[0].contains("line 499") && newest[1].contains("line 498"), "{newest:?}");
    }

    #[test]
    fn a_disk_that_takes_nothing_stops_nobody_and_the_loss_is_told_when_it_takes_lines_again() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        fs::write(&folder, "in the way").unwrap();
        let desk = Desk::open(files_in(&folder));
        for n in 0..3 {
            desk.leave(Line::saying(&format!("lost {n}")));
        }
        assert!(desk.drain(PATIENCE));
        fs::remove_file(&folder).unwrap();
        desk.leave(Line::saying("written again"));
        assert!(desk.drain(PATIENCE));
        let lines: Vec<String> = Backwards::of(&folder).collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].contains("written again"));
        assert!(lines[1].contains(r#""message":"lines were lost","fields":{"count":3}"#), "{}", lines[1]);
    }

    #[test]
    fn the_end_of_the_app_waits_for_the_batch_that_is_being_written_and_not_forever() {
        let desk = unattended();
        desk.leave(Line::saying("the last words"));
        assert!(!desk.drain(Duration::ZERO), "they wait");
        assert_eq!(desk.next_batch().0.len(), 1);
        assert!(!desk.drain(Duration::ZERO), "they are being written");
        desk.pile().busy = false;
        assert!(desk.drain(Duration::ZERO));
    }

    #[test]
    fn more_lines_than_there_is_room_for_are_counted_and_take_no_memory() {
        let desk = unattended();
        (0..ROOM + 5).for_each(|_| desk.leave(Line::saying("again")));
        let (lines, lost) = desk.next_batch();
        assert_eq!((lines.len(), lost), (ROOM, 5));
    }
}
