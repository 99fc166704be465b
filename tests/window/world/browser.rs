//! The person's browser, as far as the app can tell: a program that is handed an address.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::patience::until;

/// Writes every address it is given on a line of its own.
pub(crate) struct Browser {
    folder: PathBuf,
    opened: PathBuf,
}

impl Browser {
    /// Puts a browser on this computer.
    pub(crate) fn new(root: &Path) -> Self {
        let folder = root.join("bin");
        let opened = root.join("opened.txt");
        fs::create_dir_all(&folder).unwrap();
        let program = folder.join("xdg-open");
        fs::write(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", opened.display())).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self { folder, opened }
    }

    /// A `PATH` in which this browser comes before any other.
    pub(crate) fn first_in_path(&self) -> String {
        format!("{}:/usr/local/bin:/usr/bin:/bin", self.folder.display())
    }

    /// The address opened last, once there is one; it is not answered again.
    pub(crate) async fn address(&self) -> String {
        let address = until("the browser to be opened", async || {
            let opened = fs::read_to_string(&self.opened).ok()?;
            opened.lines().last().map(str::to_owned)
        })
        .await;
        fs::remove_file(&self.opened).unwrap();
        address
    }
}
