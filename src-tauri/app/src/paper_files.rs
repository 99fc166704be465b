//! Where papers lie while they are looked at: in a private folder, a folder for each shop. They hold
//! buyers' data, so they go at the next start, and with their shop.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use domain::ShopId;
use jiff::Timestamp;

const FOLDER: &str = "papers";
/// Papers of one kind within one second.
const AT_ONCE: u32 = 1_000;

/// Where a shop's papers lie.
pub(crate) fn folder_of(data: &Path, shop: ShopId) -> PathBuf {
    data.join(FOLDER).join(shop.0.to_string())
}

/// Where those of all shops lie.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join(FOLDER)
}

/// Writes a paper; on Unix only its owner may read it. Its name tells its kind and the time.
pub(crate) fn keep(folder: &Path, kind: &str, now: Timestamp, pdf: &[u8]) -> io::Result<PathBuf> {
    make(folder)?;
    let stamp = now.strftime("%Y%m%d-%H%M%S");
    for number in 1..=AT_ONCE {
        let more = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{kind}-{stamp}{more}.pdf"));
        match private().open(&path) {
            Ok(mut file) => return file.write_all(pdf).and_then(|()| file.flush()).map(|()| path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Removes a folder of papers; one that isn't there is fine.
pub(crate) fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn make(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
    }
    #[cfg(not(unix))]
    fs::create_dir_all(folder)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}
