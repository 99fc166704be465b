use app::boundary::{AppError, RecoveryCode};
use tauri::{AppHandle, State};

use super::app;
use crate::shell::{Shell, Way};

#[tauri::command]
pub(crate) async fn open_again(handle: AppHandle, shell: State<'_, Shell>) -> Result<(), AppError> {
    shell.open(&handle, Way::Again).await
}

#[tauri::command]
pub(crate) async fn open_with_code(handle: AppHandle, shell: State<'_, Shell>, code: String) -> Result<(), AppError> {
    shell.open(&handle, Way::Code(code)).await
}

#[tauri::command]
pub(crate) async fn set_cache_aside(handle: AppHandle, shell: State<'_, Shell>) -> Result<(), AppError> {
    shell.open(&handle, Way::Anew).await
}

#[tauri::command]
pub(crate) async fn recovery_code(shell: State<'_, Shell>) -> Result<RecoveryCode, AppError> {
    app(&shell)?.recovery_code()
}
