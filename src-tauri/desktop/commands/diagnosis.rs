use app::boundary::{AppError, Diagnosis, RequestLine, SetAsideRecord};
use tauri::{AppHandle, Manager as _, State};

use super::{app, open_folder};
use crate::shell::Shell;

#[tauri::command]
pub(crate) async fn requests(shell: State<'_, Shell>) -> Result<Vec<RequestLine>, AppError> {
    Ok(app(&shell)?.requests().await)
}

#[tauri::command]
pub(crate) async fn save_diagnostics(shell: State<'_, Shell>) -> Result<Diagnosis, AppError> {
    app(&shell)?.save_diagnostics().await
}

#[tauri::command]
pub(crate) async fn set_aside_record(
    shell: State<'_, Shell>,
    shop: u32,
    kind: String,
    id: String,
) -> Result<SetAsideRecord, AppError> {
    app(&shell)?.set_aside_record(shop, &kind, &id).await
}

#[tauri::command]
pub(crate) async fn open_log_folder(handle: AppHandle) -> Result<(), AppError> {
    open_folder(&handle, handle.path().app_log_dir())
}
