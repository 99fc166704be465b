//! What is to go wrong with requests: which one, counted from now on, and how. Set while the engine
//! does a step, so that a look from elsewhere never meets it.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use sandbox::{Fault, FaultKind, Sandbox, When};
use tokio::sync::watch;

use crate::clock::SimClock;

/// What happens to one request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Trap {
    /// The shop or the way there spoils it.
    Spoil(FaultKind, Option<When>),
    /// The process is killed when it has left, and the shop never does it.
    DieUndone,
    /// The process is killed while the shop has it and has not done it yet; the shop does it later.
    DieWhileUnderWay,
    /// The process is killed when the shop has done it and before the answer comes.
    DieDone,
}

/// How long the shop is slow where the process is to die before it has done the call, and after.
const UNDER_WAY: Duration = Duration::from_millis(1);
const OVER: Duration = Duration::from_millis(2);

/// The traps that are set.
pub(crate) struct Gate {
    traps: Mutex<Vec<(u64, Trap)>>,
    dead: watch::Sender<bool>,
    /// Whether a call that the shop holds back may go on.
    released: watch::Sender<bool>,
    clock: Arc<SimClock>,
}

impl Gate {
    pub(crate) fn new(clock: Arc<SimClock>) -> Arc<Self> {
        let (dead, released) = (watch::Sender::new(false), watch::Sender::new(true));
        Arc::new(Self { traps: Mutex::default(), dead, released, clock })
    }

    /// Sets a trap for the request after the next `behind`, or for the first one after that for which
    /// there is none. A buyer comes with any request.
    pub(crate) fn trap(&self, behind: u64, trap: Trap) {
        let mut traps = self.traps.lock().unwrap();
        let is_buyer = |trap: &Trap| matches!(trap, Trap::Spoil(FaultKind::Buy { .. }, _));
        let is_free = |place: &u64| is_buyer(&trap) || traps.iter().all(|(taken, set)| taken != place || is_buyer(set));
        let free = (behind..).find(is_free).unwrap();
        traps.push((free, trap));
    }

    pub(crate) fn clear_traps(&self) {
        self.traps.lock().unwrap().clear();
    }

    /// Whether a trap still waits for its request.
    pub(crate) fn has_traps(&self) -> bool {
        !self.traps.lock().unwrap().is_empty()
    }

    /// The engine begins a step.
    pub(crate) fn arm(&self, shop: &Sandbox) {
        for (behind, trap) in self.traps.lock().unwrap().iter() {
            let skip = u32::try_from(*behind).unwrap();
            let fault = |kind, when| Fault { when, skip, ..Fault::once("*", kind) };
            let slow = |delay: Duration| FaultKind::Slow { ms: u64::try_from(delay.as_millis()).unwrap() };
            match trap {
                Trap::Spoil(kind, when) => shop.fault(fault(kind.clone(), *when)),
                Trap::DieWhileUnderWay => shop.fault(fault(slow(UNDER_WAY), Some(When::Before))),
                Trap::DieDone => shop.fault(fault(slow(OVER), Some(When::After))),
                Trap::DieUndone => {
                    shop.fault(fault(FaultKind::Http { status: 500 }, Some(When::Before)));
                    shop.fault(fault(slow(OVER), Some(When::After)));
                }
            }
        }
    }

    /// The step is over, and made so many requests.
    pub(crate) fn disarm(&self, shop: &Sandbox, requests: u64) {
        shop.clear_faults();
        let mut traps = self.traps.lock().unwrap();
        traps.retain_mut(|(behind, _)| match behind.checked_sub(requests) {
            Some(left) => {
                *behind = left;
                true
            }
            None => false,
        });
    }

    /// Returns when a trap has killed the process.
    pub(crate) async fn death(&self) {
        self.dead.subscribe().wait_for(|dead| *dead).await.unwrap();
    }

    /// The next process begins.
    pub(crate) fn reborn(&self) {
        self.dead.send_replace(false);
    }

    /// Whether the shop still has a call of a dead process before it.
    pub(crate) fn holds_a_call(&self) -> bool {
        !*self.released.borrow()
    }

    pub(crate) fn release(&self) {
        self.released.send_replace(true);
    }

    /// How the shop lets time pass: a slow call is one during which the process dies.
    pub(crate) async fn wait(self: Arc<Self>, delay: Duration) {
        self.dead.send_replace(true);
        if delay == UNDER_WAY {
            self.released.send_replace(false);
            self.released.subscribe().wait_for(|released| *released).await.unwrap();
        }
        self.clock.pass(delay);
    }
}
