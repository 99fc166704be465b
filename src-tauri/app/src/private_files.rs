//! Files with buyers' data: in folders that this account alone can read, one for each shop, so
//! that they can go with it.

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use domain::ShopId;

/// Files of one kind.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    folder: &'static str,
    /// What they are to the person.
    pub(crate) name: &'static str,
}

/// Papers while they are looked at: gone at the next start, too.
pub(crate) const PAPERS: Kind = Kind { folder: "papers", name: "papers printed of its orders" };
/// Files of orders and levels that the person keeps.
pub(crate) const EXPORTS: Kind = Kind { folder: "exports", name: "files exported from it" };

impl Kind {
    /// Where those of all shops lie.
    pub(crate) fn folder(self, data: &Path) -> PathBuf {
        data.join(self.folder)
    }

    /// Where a shop's lie.
    pub(crate) fn folder_of(self, data: &Path, shop: ShopId) -> PathBuf {
        self.folder(data).join(shop.0.to_string())
    }
}

/// Makes a folder; on Unix only its owner may look into it.
pub(crate) fn make(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
    }
    #[cfg(not(unix))]
    fs::create_dir_all(folder)
}

/// Begins a file that isn't there yet; on Unix only its owner may read it.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.write(true).create_new(true).open(path)
}

/// Removes a folder with all that lies in it; one that isn't there is fine.
pub(crate) fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
