use app::boundary::{AppError, HandlingRule, LabelSheet, SettingsView, Theme, WebhookChoice};
use tauri::{AppHandle, Manager as _, State};

use super::{app, open_folder};
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
pub(crate) async fn set_currency(shell: State<'_, Shell>, shop: u32, currency: Option<String>) -> Result<(), AppError> {
    app(&shell)?.set_currency(shop, currency.as_deref()).await
}

#[tauri::command]
pub(crate) async fn set_usual_carrier(
    shell: State<'_, Shell>,
    shop: u32,
    name: Option<String>,
) -> Result<(), AppError> {
    app(&shell)?.set_usual_carrier(shop, name.as_deref()).await
}

#[tauri::command]
pub(crate) async fn set_label_sheet(shell: State<'_, Shell>, shop: u32, sheet: LabelSheet) -> Result<(), AppError> {
    app(&shell)?.set_label_sheet(shop, sheet).await
}

#[tauri::command]
pub(crate) async fn set_handling(shell: State<'_, Shell>, shop: u32, rule: HandlingRule) -> Result<(), AppError> {
    app(&shell)?.set_handling(shop, rule).await
}

#[tauri::command]
pub(crate) async fn set_buyers_kept(shell: State<'_, Shell>, shop: u32, days: Option<u32>) -> Result<(), AppError> {
    app(&shell)?.set_buyers_kept(shop, days).await
}

#[tauri::command]
pub(crate) async fn set_sender(shell: State<'_, Shell>, shop: u32, sender: String) -> Result<(), AppError> {
    app(&shell)?.set_sender(shop, &sender).await
}

#[tauri::command]
pub(crate) async fn set_webhooks(shell: State<'_, Shell>, choice: WebhookChoice) -> Result<(), AppError> {
    app(&shell)?.set_webhooks(choice).await
}

#[tauri::command]
pub(crate) async fn disconnect(shell: State<'_, Shell>, shop: u32) -> Result<(), AppError> {
    app(&shell)?.disconnect(shop).await
}

#[tauri::command]
pub(crate) async fn reset_everything(shell: State<'_, Shell>) -> Result<(), AppError> {
    app(&shell)?.reset_everything().await
}

#[tauri::command]
pub(crate) async fn open_data_folder(handle: AppHandle) -> Result<(), AppError> {
    open_folder(&handle, handle.path().app_data_dir())
}
