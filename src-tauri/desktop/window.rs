//! The one window.

use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::{preferences, shell::Shell};

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
    window.on_window_event(move |event| match event {
        WindowEvent::CloseRequested { .. } => keep_size(&kept),
        // A window that is minimised, hidden or covered has lost the focus before.
        WindowEvent::Focused(focused) => tell_in_view(kept.app_handle(), *focused),
        _ => {}
    });
    Ok(())
}

fn keep_size(window: &WebviewWindow) {
    if let (Ok(size), Ok(scale)) = (window.inner_size(), window.scale_factor()) {
        let size = size.to_logical::<f64>(scale);
        preferences::keep_window_size(window.app_handle(), size.width, size.height);
    }
}

/// The engines look at their shops oftener while somebody works here.
fn tell_in_view(handle: &AppHandle, in_view: bool) {
    if let Ok(app) = &handle.state::<Shell>().app {
        app.set_in_view(in_view);
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
