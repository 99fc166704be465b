//! Putting the app together, and taking it apart in good order.

use std::{process::ExitCode, sync::Arc, time::Duration};

use app::{App, Blocked, log::Log};
use tauri::{AppHandle, Context, Manager as _, RunEvent, async_runtime::block_on};

use crate::{
    allocator, collector, deep_link, events, opening::Opening, practice::Practice, preferences, rendering, window,
};

/// How long the end of the app waits for the engine and the database.
const CLOSING: Duration = Duration::from_secs(3);

/// What commands reach: the app, or the reason why there is none.
pub(crate) struct Shell {
    pub(crate) app: Result<Arc<App>, Blocked>,
    pub(crate) practice: Arc<Practice>,
    pub(crate) log: Log,
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
    // The page is answered on this thread, and so only once the cache is there.
    let shell = opening.end()?;
    if let Ok(app) = &shell.app {
        events::forward(handle, app);
        deep_link::listen(handle, app);
        tauri::async_runtime::spawn({
            let app = Arc::clone(app);
            async move { app.resume().await }
        });
    }
    handle.manage(shell);
    Ok(())
}

async fn close(handle: &AppHandle) {
    let shell = handle.state::<Shell>();
    let orderly = async {
        if let Ok(app) = &shell.app {
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
