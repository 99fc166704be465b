//! What the app has written, in all its files.

use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder, without the keyring's own.
pub(crate) fn files_of(folder: &Path) -> Vec<PathBuf> {
    // A folder may go while it is looked at.
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .filter(|path| !path.ends_with("keyrings") && !path.is_symlink())
        .flat_map(|path| if path.is_dir() { files_of(&path) } else { vec![path] })
        .collect()
}

/// Whether a text stands in a file, in either of the encodings that a web view keeps texts in.
pub(crate) fn holds(content: &[u8], text: &str) -> bool {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [text.as_bytes(), &utf16].iter().any(|needle| content.windows(needle.len()).any(|part| part == *needle))
}
