//! The one window.

use std::time::Duration;

use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::{preferences, shell::Shell};

const LABEL: &str = "main";
/// Until a window that is being minimised says so.
const SETTLED: Duration = Duration::from_secs(1);
/// After so long without the focus nobody is taken to look.
const UNATTENDED: Duration = Duration::from_secs(15 * 60);

/// Opens the window at the size it had when it was last closed.
pub(crate) fn open(handle: &AppHandle) -> tauri::Result<()> {
    let (width, height) = preferences::window_size(handle);
    let window = WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::default())
        .title("TikTokFlow")
        .inner_size(width, height)
        .min_inner_size(900.0, 560.0)
        // Files are dropped on the page itself, which reads them like those that are chosen.
        .disable_drag_drop_handler()
        .on_navigation(is_our_page)
        .build()?;
    let kept = window.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { .. } => keep_size(&kept),
        WindowEvent::Focused(true) => tell_in_view(&kept, true),
        WindowEvent::Focused(false) => {
            tauri::async_runtime::spawn(watch_unfocused(kept.clone()));
        }
        _ => {}
    });
    Ok(())
}

/// A file that is dropped beside the place for it would be shown instead of the app.
fn is_our_page(address: &tauri::Url) -> bool {
    matches!(address.scheme(), "tauri" | "about") || address.host_str() == Some("tauri.localhost")
}

fn keep_size(window: &WebviewWindow) {
    if let (Ok(size), Ok(scale)) = (window.inner_size(), window.scale_factor()) {
        let size = size.to_logical::<f64>(scale);
        preferences::keep_window_size(window.app_handle(), size.width, size.height);
    }
}

/// The engines look at their shops oftener while somebody works here.
fn tell_in_view(window: &WebviewWindow, in_view: bool) {
    // A window that comes up before the app is there is in view, which is what the app takes it to be.
    let Some(shell) = window.try_state::<Shell>() else { return };
    if let Some(app) = shell.app() {
        app.set_in_view(in_view);
    }
}

/// A window without the focus may stand in view beside the one that has it, and may have been left
/// open for the night. One that is minimised or hidden has lost the focus a moment before.
async fn watch_unfocused(window: WebviewWindow) {
    for (time, only_hidden) in [(SETTLED, true), (UNATTENDED, false)] {
        tokio::time::sleep(time).await;
        let hidden = window.is_minimized().unwrap_or(false) || !window.is_visible().unwrap_or(true);
        if window.is_focused().unwrap_or(false) {
            return;
        }
        if hidden || !only_hidden {
            return tell_in_view(&window, false);
        }
    }
}

/// Brings the window to the front.
pub(crate) fn show(handle: &AppHandle) {
    if let Some(window) = handle.get_webview_window(LABEL) {
        // A window manager may refuse; then the window asks for attention by itself.
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}
