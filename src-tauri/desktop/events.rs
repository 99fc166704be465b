//! Hands the app's news to the window.

use std::sync::Arc;

use app::{App, AppEvent};
use tauri::{AppHandle, Emitter as _};
use tokio::sync::broadcast::error::RecvError;

/// Forwards until the app is gone.
pub(crate) fn forward(handle: &AppHandle, app: &Arc<App>) {
    let mut events = app.events();
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let sent = match events.recv().await {
                Ok(AppEvent::Changed(changed)) => handle.emit("changed", changed),
                Ok(AppEvent::Sync(view)) => handle.emit("sync", view),
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = sent {
                tracing::warn!(%error, "the window was not told");
            }
        }
    });
}
