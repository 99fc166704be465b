//! Looking through many orders on more than one thread.

use std::{
    io::Result,
    panic::resume_unwind,
    sync::{Mutex, PoisonError},
    thread,
};

/// From so many pieces on, a second thread saves more time than it costs.
const WORTH_A_THREAD: usize = 16;
/// More of them would wait for the memory.
const MOST_THREADS: usize = 4;

/// Looks at each piece once. Each thread does so in its own way, which is where it keeps what it needs
/// for that.
pub(super) fn look_at_each<P: Send, L: FnMut(P) -> Result<()>>(
    pieces: Vec<P>,
    way: impl Fn() -> L + Sync,
) -> Result<()> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let threads = if pieces.len() < WORTH_A_THREAD { 1 } else { cores.min(MOST_THREADS) };
    let queue = Mutex::new(pieces.into_iter());
    let look = || {
        let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        std::iter::from_fn(next).try_for_each(way())
    };
    thread::scope(|scope| {
        // Where the system has no thread left, those that are here do its part.
        let others = (1..threads).filter_map(|_| thread::Builder::new().spawn_scoped(scope, look).ok());
        let others: Vec<_> = others.collect();
        let own = look();
        others.into_iter().map(|other| other.join().unwrap_or_else(|why| resume_unwind(why))).fold(own, Result::and)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use std::io::ErrorKind;

    use super::*;

    #[test]
    fn each_piece_is_looked_at_once_however_many_there_are() {
        for count in [0, 1, WORTH_A_THREAD - 1, WORTH_A_THREAD, 1_000] {
            let mut looks = vec![0; count];
            let mark = |looks: &mut i32| {
                *looks += 1;
                Ok(())
            };
            look_at_each(looks.iter_mut().collect(), || mark).unwrap();
            assert_eq!(looks, vec![1; count]);
        }
    }

    #[test]
    fn a_piece_that_cant_be_read_is_told() {
        for failing in [0, 500, 999] {
            let read = |piece| if piece == failing { Err(ErrorKind::Other.into()) } else { Ok(()) };
            assert!(look_at_each((0..1_000).collect(), || read).is_err());
        }
    }
}
