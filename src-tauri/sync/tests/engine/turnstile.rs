//! A turnstile before the shop's slow answers: each waits until the test lets it pass, so that a
//! test stops a reading between two pages whatever the machine does meanwhile.

use std::sync::Arc;

use sandbox::{Fault, FaultKind, Settings};
use tokio::sync::Semaphore;

#[derive(Clone)]
pub(crate) struct Turnstile(Arc<Semaphore>);

impl Turnstile {
    pub(crate) fn closed() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    /// Stands before every answer that the shop is told to be slow with.
    pub(crate) fn stand_before(&self, shop: &mut Settings) {
        let passes = Arc::clone(&self.0);
        shop.wait = Arc::new(move |_| {
            let passes = Arc::clone(&passes);
            Box::pin(async move { passes.acquire().await.unwrap().forget() })
        });
    }

    /// Makes each answer on `path` wait for it.
    pub(crate) fn on(path: &str) -> Fault {
        Fault::always(path, FaultKind::Slow { ms: 1 })
    }

    /// The next so many answers pass, those that wait already first.
    pub(crate) fn let_pass(&self, answers: usize) {
        self.0.add_permits(answers);
    }
}
