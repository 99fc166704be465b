//! Preferences of window and view: nothing that matters. The file is written without care for
//! crashes, so a damaged one means the defaults.

use app::boundary::Theme;
use serde_json::{Value, json};
use tauri::AppHandle;
use tauri_plugin_store::StoreExt as _;

const FILE: &str = "view.json";
const THEME: &str = "theme";
const WINDOW: &str = "window";
const DEFAULT_SIZE: (f64, f64) = (1_280.0, 800.0);

/// Reads the file once, so that later reads don't wait for the disk.
pub(crate) fn open(handle: &AppHandle) {
    if let Err(error) = handle.store(FILE) {
        tracing::warn!(%error, "view preferences start from their defaults");
    }
}

pub(crate) fn theme(handle: &AppHandle) -> Theme {
    read(handle, THEME).and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default()
}

pub(crate) fn keep_theme(handle: &AppHandle, theme: Theme) {
    keep(handle, THEME, json!(theme));
}

/// Width and height in logical pixels; never smaller than the window may be.
pub(crate) fn window_size(handle: &AppHandle) -> (f64, f64) {
    let kept = read(handle, WINDOW).and_then(|value| serde_json::from_value::<(f64, f64)>(value).ok());
    kept.filter(|(width, height)| *width >= 400.0 && *height >= 300.0).unwrap_or(DEFAULT_SIZE)
}

pub(crate) fn keep_window_size(handle: &AppHandle, width: f64, height: f64) {
    keep(handle, WINDOW, json!([width, height]));
}

fn read(handle: &AppHandle, name: &str) -> Option<Value> {
    handle.store(FILE).ok()?.get(name)
}

fn keep(handle: &AppHandle, name: &str, value: Value) {
    if let Ok(store) = handle.store(FILE) {
        store.set(name, value);
        if let Err(error) = store.save() {
            tracing::warn!(%error, "a view preference was not saved");
        }
    }
}
