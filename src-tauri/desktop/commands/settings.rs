use app::boundary::{AppError, ErrorCode, SettingsView, Theme};
use tauri::{AppHandle, Manager as _, State};
use tauri_plugin_opener::OpenerExt as _;

use super::app;
use crate::{preferences, shell::Shell};

#[tauri::command]
pub(crate) async fn settings(handle: AppHandle, shell: State<'_, Shell>) -> Result<SettingsView, AppError> {
    app(&shell)?.settings(preferences::theme(&handle), env!("CARGO_PKG_VERSION")).await
}

#[tauri::command]
pub(crate) async fn set_theme(handle: AppHandle, theme: Theme) -> Result<(), AppError> {
    preferences::keep_theme(&handle, theme);
    Ok(())
}

#[tauri::command]
pub(crate) async fn set_currency(shell: State<'_, Shell>, currency: Option<String>) -> Result<(), AppError> {
    app(&shell)?.set_currency(currency.as_deref()).await
}

#[tauri::command]
pub(crate) async fn disconnect(shell: State<'_, Shell>) -> Result<(), AppError> {
    app(&shell)?.disconnect().await
}

#[tauri::command]
pub(crate) async fn reset_everything(shell: State<'_, Shell>) -> Result<(), AppError> {
    app(&shell)?.reset_everything().await
}

#[tauri::command]
pub(crate) async fn open_data_folder(handle: AppHandle) -> Result<(), AppError> {
    let internal =
        |error: String| AppError::new(ErrorCode::Internal, format!("The folder could not be opened ({error})."));
    let folder = handle.path().app_data_dir().map_err(|error| internal(error.to_string()))?;
    handle.opener().open_path(folder.display().to_string(), None::<&str>).map_err(|error| internal(error.to_string()))
}
