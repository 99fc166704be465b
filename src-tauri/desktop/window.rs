//! The one window.

use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::preferences;

const LABEL: &str = "main";

/// Opens the window at the size it had when it was last closed.
pub(crate) fn open(handle: &AppHandle) -> tauri::Result<()> {
    let (width, height) = preferences::window_size(handle);
    let window = WebviewWindowBuilder::new(handle, LABEL, WebviewUrl::default())
        .title("TikTokFlow")
        .inner_size(width, height)
        .min_inner_size(900.0, 560.0)
        .build()?;
    let kept = window.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { .. } = event
            && let (Ok(size), Ok(scale)) = (kept.inner_size(), kept.scale_factor())
        {
            let size = size.to_logical::<f64>(scale);
            preferences::keep_window_size(kept.app_handle(), size.width, size.height);
        }
    });
    Ok(())
}

/// Brings the window to the front.
pub(crate) fn show(handle: &AppHandle) {
    if let Some(window) = handle.get_webview_window(LABEL) {
        // A window manager may refuse; then the window asks for attention by itself.
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}
