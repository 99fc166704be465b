//! The data folder: private, and held by one process at a time.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
    sync::Arc,
};

use crate::OpenError;

/// A data folder that nobody else has open: what is found out about its cache holds until something is done about it.
/// Clones hold the same folder, and it is given back with the last of them.
#[derive(Clone)]
pub struct HeldFolder {
    path: Arc<Path>,
    _lock: Arc<File>,
}

impl HeldFolder {
    /// Makes the folder where it is missing, and holds it.
    ///
    /// # Errors
    /// [`OpenError::Folder`], [`OpenError::InUse`]
    pub fn hold(path: &Path) -> Result<Self, OpenError> {
        let failed = |why| OpenError::Folder { folder: path.to_owned(), why };
        fs::create_dir_all(path).map_err(failed)?;
        keep_private(path).map_err(failed)?;
        let file = File::options().create(true).truncate(false).write(true).open(path.join("tiktokflow.lock"));
        let file = file.map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path: path.into(), _lock: Arc::new(file) }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
            Err(TryLockError::Error(why)) => Err(failed(why)),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What the system said, as a sentence that names the folder.
    pub(crate) fn failed(&self, why: std::io::Error) -> OpenError {
        OpenError::Folder { folder: self.path.to_path_buf(), why }
    }
}

/// Buyers' data lies in here: on Unix only its owner may look.
fn keep_private(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
