//! The shop on disk: one JSON file, replaced whole so that a crash leaves the old one or the new.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use tokio::sync::Mutex;

use crate::shopfront::Kept;

pub(crate) struct StateFile {
    path: PathBuf,
    /// How often somebody asked to save, and up to which of those the file holds.
    asked: AtomicU64,
    saved: Mutex<u64>,
}

impl StateFile {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path, asked: AtomicU64::new(0), saved: Mutex::new(0) }
    }

    /// Returns once everything changed before this call is in the file. Callers that wait together
    /// share one write.
    pub(crate) async fn save(&self, snapshot: impl FnOnce() -> Kept) -> io::Result<()> {
        let mine = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut saved = self.saved.lock().await;
        if *saved >= mine {
            return Ok(());
        }
        let up_to = self.asked.load(Ordering::SeqCst);
        let kept = snapshot();
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || write(&path, &kept)).await.map_err(io::Error::other)??;
        *saved = up_to;
        Ok(())
    }
}

/// The shop of an earlier run; none when there is no such file yet.
pub(crate) fn load(path: &Path) -> io::Result<Option<Kept>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn write(path: &Path, kept: &Kept) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    fs::write(&beside, serde_json::to_vec(kept)?)?;
    fs::rename(&beside, path)
}
