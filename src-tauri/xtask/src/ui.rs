//! The screens: fetched, checked, tested and built by npm.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::failure::Failure;
use crate::process;
use crate::workspace;

/// Brings `node_modules` to what the lock file says, when it says something else than last time.
///
/// # Errors
/// npm fails; it has told why.
pub(crate) fn fetch() -> Result<(), Failure> {
    let ui = workspace::root().join("ui");
    let stamp = ui.join("node_modules").join(".fetched-lock.json");
    let lock = fs::read(ui.join("package-lock.json"))
        .map_err(|error| Failure::new(format!("The UI's package-lock.json can't be read: {error}.")))?;
    if fs::read(&stamp).is_ok_and(|fetched| fetched == lock) {
        return Ok(());
    }
    println!("Fetching the UI's packages.");
    process::run(process::npm().args(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&stamp, lock).map_err(|error| Failure::new(format!("{} can't be written: {error}.", stamp.display())))
}

/// Builds the production UI, unless what is built is newer than everything it is made of: a new build would make
/// cargo link the whole window again.
///
/// # Errors
/// npm fails; it has told why.
pub(crate) fn build() -> Result<(), Failure> {
    let ui = workspace::root().join("ui");
    let built = fs::metadata(ui.join("dist").join("index.html")).and_then(|file| file.modified()).ok();
    if built.is_some() && built > newest(&ui) {
        return Ok(());
    }
    process::run(process::npm().args(["run", "build"]))
}

/// When anything the UI is made of was last changed.
fn newest(folder: &Path) -> Option<SystemTime> {
    let made_of = |name: &str| !matches!(name, "node_modules" | "dist");
    let entries = fs::read_dir(folder).ok()?;
    entries
        .flatten()
        .filter(|entry| made_of(&entry.file_name().to_string_lossy()))
        .filter_map(|entry| {
            let changed = entry.metadata().and_then(|file| file.modified()).ok();
            if entry.path().is_dir() { newest(&entry.path()).max(changed) } else { changed }
        })
        .max()
}
