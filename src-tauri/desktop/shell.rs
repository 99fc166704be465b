//! Putting the app together, and taking it apart in good order.

use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use app::{
    App, Blocked, NotOpened, Ports,
    boundary::{AppError, ErrorCode},
    log::Log,
};
use tauri::{AppHandle, Context, Manager as _, RunEvent, async_runtime::block_on};

use crate::{
    allocator, collector, deep_link, events, opening::Opening, practice::Practice, preferences, rendering, window,
};

/// How long the end of the app waits for the engine and the database.
const CLOSING: Duration = Duration::from_secs(3);

/// What commands reach.
pub(crate) struct Shell {
    standing: RwLock<Standing>,
    /// Held while the cache is opened once more, so that two presses do it once.
    opening: tokio::sync::Mutex<()>,
    folder: PathBuf,
    ports: Ports,
    practice: Arc<Practice>,
    log: Log,
}

/// The app, or the reason why there is none.
#[derive(Clone)]
pub(crate) enum Standing {
    /// It is on its way.
    Opening,
    /// It is here.
    Open(Arc<App>),
    /// Its cache can't be opened.
    Shut(Arc<Blocked>),
}

/// A way to open a cache that is shut.
pub(crate) enum Way {
    /// As at the start.
    Again,
    /// With the recovery code that the person typed.
    Code(String),
    /// The cache is set aside, and another one is made.
    Anew,
}

impl Shell {
    pub(crate) fn new(folder: PathBuf, ports: Ports, practice: Arc<Practice>, log: Log) -> Self {
        let standing = RwLock::new(Standing::Opening);
        Self { standing, opening: tokio::sync::Mutex::default(), folder, ports, practice, log }
    }

    pub(crate) fn hand_to(self, handle: &AppHandle) {
        handle.manage(self);
    }

    pub(crate) fn standing(&self) -> Standing {
        self.standing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn app(&self) -> Option<Arc<App>> {
        match self.standing() {
            Standing::Open(app) => Some(app),
            Standing::Opening | Standing::Shut(_) => None,
        }
    }

    fn stand(&self, standing: Standing) {
        *self.standing.write().unwrap_or_else(PoisonError::into_inner) = standing;
    }

    /// Opens a cache that is shut. What came of it the window reads in the app's state.
    ///
    /// # Errors
    /// [`AppError`] where the code that was typed can't be the one.
    pub(crate) async fn open(&self, handle: &AppHandle, way: Way) -> Result<(), AppError> {
        let _gate = self.opening.lock().await;
        let Standing::Shut(blocked) = self.standing() else { return Ok(()) };
        let ports = self.ports.clone();
        let opened = match way {
            Way::Again => App::open(&self.folder, ports).await.map_err(NotOpened::from),
            Way::Code(code) => App::open_with_code(&self.folder, ports, &code).await,
            // Never one that could be opened.
            Way::Anew if blocked.sealed.is_none() => return Ok(()),
            Way::Anew => App::begin_anew(&self.folder, ports).await.map_err(NotOpened::from),
        };
        match opened {
            Ok(app) => take_in(handle, Ok(app)),
            Err(NotOpened::Blocked(blocked)) => take_in(handle, Err(blocked)),
            Err(NotOpened::Code(error)) => return Err(error),
        }
        Ok(())
    }

    /// The app, for a command that needs it.
    ///
    /// # Errors
    /// [`AppError`] with the reason why there is none.
    pub(crate) fn opened(&self) -> Result<Arc<App>, AppError> {
        let why = match self.standing() {
            Standing::Open(app) => return Ok(app),
            Standing::Opening => "The database is still being opened. Try again in a moment.".to_owned(),
            Standing::Shut(blocked) => blocked.notice.body.clone(),
        };
        Err(AppError::new(ErrorCode::Storage, why))
    }
}

/// Gives the window the app that was opened, and the app its window; or the window the reason why there is none.
pub(crate) fn take_in(handle: &AppHandle, opened: Result<Arc<App>, Blocked>) {
    let standing = match opened {
        Ok(app) => {
            events::forward(handle, &app);
            deep_link::listen(handle, &app);
            let resuming = Arc::clone(&app);
            tauri::async_runtime::spawn(async move { resuming.resume().await });
            Standing::Open(app)
        }
        Err(blocked) => Standing::Shut(Arc::new(blocked)),
    };
    handle.state::<Shell>().stand(standing);
}

/// Runs the app until its window is closed.
pub fn run() -> ExitCode {
    allocator::choose();
    rendering::choose();
    collector::choose();
    match build(tauri::generate_context!()) {
        Ok(tauri) => {
            tauri.run(|handle, event| {
                if let RunEvent::Exit = event {
                    block_on(close(handle));
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tell_on_the_error_stream(&error);
            ExitCode::FAILURE
        }
    }
}

fn build(context: Context) -> tauri::Result<tauri::App> {
    let opening = Opening::begin(&context.config().identifier)?;
    tauri::Builder::default()
        // First of all: a second start hands its link over and ends.
        .plugin(tauri_plugin_single_instance::init(|handle, _arguments, _folder| window::show(handle)))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_store::Builder::new().build())
        .setup(|tauri| Ok(set_up(tauri.handle(), opening)?))
        .invoke_handler(crate::commands::handler())
        .build(context)
}

/// There is neither a window to say it in nor, before [`set_up`], a log.
#[allow(clippy::print_stderr, reason = "whoever starts the app from a terminal learns why it ended")]
fn tell_on_the_error_stream(error: &tauri::Error) {
    tracing::error!(%error, "the window could not be opened");
    eprintln!("TikTokFlow could not open its window: {error}");
}

fn set_up(handle: &AppHandle, opening: Opening) -> tauri::Result<()> {
    debug_assert_eq!(handle.path().app_data_dir()?, opening.folder, "Tauri looks for the app's data elsewhere");
    debug_assert_eq!(handle.path().app_log_dir()?, opening.log_folder, "Tauri looks for the app's log elsewhere");
    preferences::open(handle);
    window::open(handle)?;
    // The page is answered on this thread, and so only once the cache is there or this has waited long enough.
    opening.end(handle)
}

async fn close(handle: &AppHandle) {
    let shell = handle.state::<Shell>();
    let orderly = async {
        if let Some(app) = shell.app() {
            app.close().await;
        }
        shell.practice.stop().await;
    };
    if tokio::time::timeout(CLOSING, orderly).await.is_err() {
        // Nothing is lost: what was under way is an unknown outcome at the next start.
        tracing::warn!("the app ended before everything was closed");
    }
    shell.log.finish();
}
