//! The log: JSON lines in daily files, kept for a week and never large, written off the caller's
//! thread. Every request to the shop is a line, and Activity reads those back.
//!
//! Two walls keep secrets and buyers' data out. The types that hold them don't print; and every
//! text is scrubbed before it reaches a file ([`scrub`]), because other people's crates print what
//! they like.

mod desk;
mod files;
mod line;
mod requests;
mod scrub;
mod tail;

use std::{
    panic,
    path::Path,
    sync::{Arc, Once},
    time::Duration,
};

use jiff::Timestamp;
use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use desk::Desk;
use files::{Bounds, Files};
use line::Layer;

pub use requests::requests;
pub use scrub::scrub;
pub(crate) use tail::Backwards;

/// What is written unless somebody asks for more. HTTP libraries stay silent below warnings: they
/// would print addresses with their queries.
pub const USUAL: &str = "warn,tiktok_shop=info,sync=info,store=info,app=info,tiktokflow_desktop=info";
/// How long the end of the app waits for the last lines: a dead disk must not keep it open.
const FAREWELL: Duration = Duration::from_secs(1);

/// A running log. What is logged goes on being written when this is dropped; only
/// [`Log::finish`] waits for it.
pub struct Log(Arc<Desk>);

/// Writes what this process logs to files in `folder`, as far as `levels` (see [`USUAL`]; the
/// syntax is `tracing`'s) lets it through. Never fails: where the folder can't be written, lines
/// are dropped and counted, and the count is written once it can be.
///
/// One process has one log. A second start, as in tests, gives a log that nothing is written to.
pub fn start(folder: &Path, levels: &str) -> Log {
    let files = Files::new(folder, Bounds::default(), Arc::new(Timestamp::now));
    let desk = Desk::open(files);
    let layer = Layer::new(Arc::clone(&desk), Timestamp::now);
    let filter = EnvFilter::try_new(levels).unwrap_or_else(|_| EnvFilter::new("warn"));
    if tracing_subscriber::registry().with(filter).with(layer).try_init().is_ok() {
        note_panics();
    }
    Log(desk)
}

impl Log {
    /// Waits, a second at most, until everything logged so far is in its file.
    pub fn finish(&self) {
        self.0.drain(FAREWELL);
    }
}

/// A panic leaves its place in the log, and not its words: they may hold anything.
fn note_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            let at = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(at, "a task broke off");
            before(panic);
        }));
    });
}
