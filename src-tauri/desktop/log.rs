//! The log: what was asked of the shop and how it went. The rooms below can't write secrets or
//! buyers' data into it, because their types don't print.

use std::{fs, path::Path, sync::Mutex};

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// A file longer than this is begun anew at the next start, and the old one kept beside it.
const LONG: u64 = 5 * 1024 * 1024;

/// Writes to `tiktokflow.log` in `folder`. HTTP libraries stay silent below warnings: they
/// would print addresses with their queries.
pub(crate) fn start(folder: &Path) {
    let file = folder.join("tiktokflow.log");
    let opened = fs::create_dir_all(folder).and_then(|()| {
        if fs::metadata(&file).is_ok_and(|meta| meta.len() > LONG) {
            fs::rename(&file, folder.join("tiktokflow.old.log"))?;
        }
        fs::File::options().create(true).append(true).open(&file)
    });
    let Ok(file) = opened else { return };
    let filter = EnvFilter::new("warn,tiktok_shop=info,sync=info,store=info,app=info,tiktokflow_desktop=info");
    let lines = fmt::layer().with_ansi(false).with_writer(Mutex::new(file));
    // A second start within one process, as in tests, keeps the first log.
    let _ = tracing_subscriber::registry().with(filter).with(lines).try_init();
}
