//! The app opens its cache while the window system and its web view start: each takes as long as the other. Where it
//! takes longer (a keychain that asks the person, a cache that is encrypted for the first time) the window says so.

use std::{path::PathBuf, sync::Arc, time::Duration};

use app::{App, Blocked, Ports, log::Log};
use tauri::{
    AppHandle,
    async_runtime::{JoinHandle, block_on, spawn},
};

use crate::{
    browser::SystemBrowser,
    keychain, log,
    practice::Practice,
    shell::{Shell, take_in},
    viewer::SystemViewer,
};

/// So long the first picture waits for the cache, which is nearly always there by then.
const BEFORE_THE_FIRST_PICTURE: Duration = Duration::from_millis(800);

/// What is known before there is a window, and the app on its way.
pub(crate) struct Opening {
    pub(crate) folder: PathBuf,
    pub(crate) log_folder: PathBuf,
    ports: Ports,
    practice: Arc<Practice>,
    log: Log,
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
        let (data, opening) = (folder.clone(), ports.clone());
        let app = spawn(async move { App::open(&data, opening).await });
        Ok(Self { folder, log_folder, ports, practice, log, app })
    }

    /// Waits for the app or for the reason why there is none, and no longer than a person would look at nothing.
    pub(crate) fn end(self, handle: &AppHandle) -> tauri::Result<()> {
        let Self { folder, ports, practice, log, mut app, .. } = self;
        Shell::new(folder, ports, practice, log).hand_to(handle);
        let soon = block_on(async { tokio::time::timeout(BEFORE_THE_FIRST_PICTURE, &mut app).await });
        if let Ok(opened) = soon {
            take_in(handle, opened?);
            return Ok(());
        }
        let handle = handle.clone();
        spawn(async move {
            match app.await {
                Ok(opened) => take_in(&handle, opened),
                Err(error) => {
                    tracing::error!(%error, "the app could not be opened");
                    handle.exit(1);
                }
            }
        });
        Ok(())
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
