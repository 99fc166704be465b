//! Who waits for a place, so that the most pressing goes first.

use tokio::sync::{Mutex, MutexGuard, watch};

use super::Lane;

/// Within a lane, first come, first served; between lanes, the upper one. Nobody loses a place by
/// that: while an upper lane has no room, no lower one has any either (see [`Lane::share`]).
pub(super) struct Queue {
    /// Held by the first of each lane: only it looks for room.
    lines: [Mutex<()>; Lane::ALL.len()],
    /// How many wait in each lane, its first included.
    waiting: watch::Sender<[usize; Lane::ALL.len()]>,
}

/// The first of its lane. It makes way when it is dropped.
pub(super) struct Place<'a> {
    counted: Counted<'a>,
    _first: MutexGuard<'a, ()>,
}

/// Counts a caller for as long as it lives, so that one that gives up holds nobody back.
struct Counted<'a> {
    queue: &'a Queue,
    lane: Lane,
}

impl Queue {
    pub(super) fn new() -> Self {
        Self { lines: Default::default(), waiting: watch::Sender::default() }
    }

    /// Lines up, and returns once this caller is the first of its lane.
    pub(super) async fn join(&self, lane: Lane) -> Place<'_> {
        let counted = Counted::new(self, lane);
        let first = self.lines[lane as usize].lock().await;
        Place { counted, _first: first }
    }
}

impl Place<'_> {
    /// Returns once nobody waits in a lane above.
    pub(super) async fn nobody_above(&self) {
        let Counted { queue, lane } = &self.counted;
        let mut waiting = queue.waiting.subscribe();
        // The sender lives in the queue, so this ends only with the truth.
        let _ = waiting.wait_for(|waiting| !outranked(waiting, *lane)).await;
    }

    /// Whether somebody above has come.
    pub(super) fn is_outranked(&self) -> bool {
        outranked(&*self.counted.queue.waiting.borrow(), self.counted.lane)
    }
}

fn outranked(waiting: &[usize], lane: Lane) -> bool {
    waiting.iter().take(lane as usize).any(|count| *count > 0)
}

impl<'a> Counted<'a> {
    fn new(queue: &'a Queue, lane: Lane) -> Self {
        queue.waiting.send_modify(|waiting| waiting[lane as usize] += 1);
        Self { queue, lane }
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.queue.waiting.send_modify(|waiting| waiting[self.lane as usize] -= 1);
    }
}
