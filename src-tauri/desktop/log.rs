//! Starting the log, before anything has something to say.

use std::path::Path;

use app::log::{Log, USUAL};

/// Writes the log to `folder`, at the usual levels.
pub(crate) fn start(folder: &Path) -> Log {
    remove_the_first(folder);
    app::log::start(folder, USUAL)
}

/// The first version's log was one file without an end.
fn remove_the_first(folder: &Path) {
    for name in ["tiktokflow.log", "tiktokflow.old.log"] {
        // Where there is none, or it can't be removed, there is nothing more to do.
        let _ = std::fs::remove_file(folder.join(name));
    }
}
