//! The app opens its cache while the window system and its web view start: each takes as long as the other.

use std::{path::PathBuf, sync::Arc};

use app::{App, Blocked, Ports, log::Log};
use tauri::async_runtime::{JoinHandle, block_on, spawn};

use crate::{browser::SystemBrowser, keychain, log, practice::Practice, shell::Shell, viewer::SystemViewer};

/// What is known before there is a window, and the app on its way.
pub(crate) struct Opening {
    pub(crate) folder: PathBuf,
    pub(crate) log_folder: PathBuf,
    pub(crate) practice: Arc<Practice>,
    pub(crate) log: Log,
    app: JoinHandle<Result<Arc<App>, Blocked>>,
}

impl Opening {
    /// Begins. A second start of the app does so, too, finds the cache taken, and ends when it has handed its link over.
    ///
    /// # Errors
    /// [`tauri::Error::UnknownPath`]: the system names no folder for an app's data.
    pub(crate) fn begin(identifier: &str) -> tauri::Result<Self> {
        let folder = dirs::data_dir().ok_or(tauri::Error::UnknownPath)?.join(identifier);
        let log_folder = log_folder(identifier)?;
        let log = log::start(&log_folder);
        let practice = Arc::new(Practice::new(folder.join("practice.json")));
        let ports = Ports {
            keychain: keychain::of_this_system(),
            browser: Arc::new(SystemBrowser),
            viewer: Arc::new(SystemViewer),
            practice: Arc::<Practice>::clone(&practice),
            clock: app::system_clock(),
            pace: app::Pace::default(),
            zone: app::system_zone(),
            landing_port: app::LANDING_PORT,
            log_folder: log_folder.clone(),
        };
        let data = folder.clone();
        let app = spawn(async move { App::open(&data, ports).await });
        Ok(Self { folder, log_folder, practice, log, app })
    }

    /// Waits for the app, or for the reason why there is none.
    pub(crate) fn end(self) -> tauri::Result<Shell> {
        Ok(Shell { app: block_on(self.app)?, practice: self.practice, log: self.log })
    }
}

/// Where Tauri puts an app's log, too.
fn log_folder(identifier: &str) -> tauri::Result<PathBuf> {
    let folder = if cfg!(target_os = "macos") {
        dirs::home_dir().map(|home| home.join("Library/Logs").join(identifier))
    } else {
        dirs::data_local_dir().map(|data| data.join(identifier).join("logs"))
    };
    folder.ok_or(tauri::Error::UnknownPath)
}
